"""Themes and territories: the vocabularies that a harvester needs to read the codes."""

from themes.models import Theme


def test_themes_come_as_a_tree_in_the_editors_order(get, vocabulary, settings):
    Theme.objects.filter(slug="rsa").update(successor=Theme.objects.get(slug="isolement"))
    (first, second) = get("themes").json()["results"]
    assert first == {
        "slug": "lien-social",
        "label": "Lien social et vie locale",
        "alternative_labels": [],
        "url": f"{settings.SITE_URL}/themes/lien-social/",
        "parent": None,
        "children": [
            {
                "slug": "isolement",
                "label": "Lutte contre l'isolement",
                "alternative_labels": ["solitude"],
                "url": f"{settings.SITE_URL}/themes/isolement/",
                "parent": "lien-social",
            },
            {
                "slug": "vie-de-quartier",
                "label": "Vie de quartier et habitants",
                "alternative_labels": ["centre social"],
                "url": f"{settings.SITE_URL}/themes/vie-de-quartier/",
                "parent": "lien-social",
            },
        ],
    }
    assert (second["slug"], second["children"]) == ("insertion-emploi", [])


def test_territories_are_found_by_name_the_likeliest_first(get, reference_data):
    found = get("territories?q=picardie").json()["results"]
    assert found[0] == {"code": "anc-22", "label": "Picardie", "kind": "anc", "context": "ancienne région, Hauts-de-France"}
    assert [place["code"] for place in get("territories?q=59").json()["results"]][:1] == ["dep-59"]


def test_territories_for_nothing_are_none(get, reference_data):
    for address in ("territories", "territories?q=", "territories?q=%00", "territories?q=zzzzzz"):
        assert get(address).json() == {"results": []}


def test_the_first_letters_suggest_themes_territories_organisations_and_titles(get, practices, settings):
    (made,) = practices({"title": "Le jardin de l’Oise", "organisation": {"name": "Oise Solidaire", "type": "association"}})
    results = get("suggest?q=oise").json()["results"]
    assert [(each["kind"], each["label"]) for each in results] == [
        ("territory", "Oise"),
        ("organisation", "Oise Solidaire"),
        ("title", "Le jardin de l’Oise"),
    ]
    assert list(results[0]) == ["kind", "label", "detail", "url"]
    assert [each["url"].startswith(settings.SITE_URL) for each in results] == [True] * 3
    assert results[2]["url"] == settings.SITE_URL + made.get_absolute_url()


def test_one_letter_suggests_nothing(get, practices):
    practices({})
    for address in ("suggest", "suggest?q=", "suggest?q=o", "suggest?q=%00"):
        assert get(address).json() == {"results": []}
