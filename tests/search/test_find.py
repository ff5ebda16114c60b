"""What the engine finds: parameters, counts, highlights."""

import pytest

from search.facets import FACETS, ROW_FACETS
from tests.search.conftest import params, titles

GARDEN = {"title": "Le jardin partagé", "summary": "Cultiver à plusieurs.", "theme": "vie-de-quartier", "territories": ("dep-60",)}
CAFE = {
    "title": "Un café au hall",
    "summary": "Lire le courrier.",
    "theme": "isolement",
    "territories": ("com-59350",),
    "mode": "community",
}
QUEBEC = {
    "title": "Ateliers d’emploi",
    "summary": "Chercher ensemble.",
    "theme": "rsa",
    "territories": ("iso-ca-qc",),
    "status": "ended",
    "first_year": 2018,
    "last_year": 2020,
    "audiences": ("job_seekers", "rsa_recipients"),
}


@pytest.fixture
def three(practices):
    return practices(GARDEN, CAFE, QUEBEC)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", ["Ateliers d’emploi", "Un café au hall", "Le jardin partagé"]),
        ("theme=isolement", ["Un café au hall"]),
        ("theme=lien-social", ["Un café au hall", "Le jardin partagé"]),
        ("theme=ISOLEMENT&theme=rsa", ["Ateliers d’emploi", "Un café au hall"]),
        ("territoire=dep-60", ["Le jardin partagé"]),
        ("territoire=reg-32", ["Un café au hall", "Le jardin partagé"]),
        ("territoire=ANC-22", ["Le jardin partagé"]),
        ("territoire=anc-31", ["Un café au hall"]),
        ("territoire=iso-ca-qc", ["Ateliers d’emploi"]),
        ("mode=community", ["Un café au hall"]),
        ("public=job_seekers", ["Ateliers d’emploi"]),
        ("statut=ended", ["Ateliers d’emploi"]),
        ("statut=running&mode=group", ["Le jardin partagé"]),
        ("annee_min=2021", ["Un café au hall", "Le jardin partagé"]),
        ("annee_max=2019", ["Ateliers d’emploi"]),
        ("annee_min=2019&annee_max=2019", ["Ateliers d’emploi"]),
        ("tri=titre", ["Ateliers d’emploi", "Un café au hall", "Le jardin partagé"]),
        ("page=2", []),
        ("unknown=1", ["Ateliers d’emploi", "Un café au hall", "Le jardin partagé"]),
    ],
)
def test_each_parameter_keeps_the_sheets_that_answer_to_it(three, search, address, expected):
    assert titles(search(address)) == expected


def test_titles_are_sorted_without_their_article_and_accents(practices, search):
    practices({"title": "Zone de gratuité"}, {"title": "L’école ouverte"}, {"title": "Les aînés d’abord"}, {"title": "eau et gaz"})
    assert titles(search("tri=titre")) == ["Les aînés d’abord", "eau et gaz", "L’école ouverte", "Zone de gratuité"]


def test_every_flat_facet_filters_by_its_codes(practices, search):
    full = {
        "title": "Complète",
        "space_types": ["qpv"],
        "professions": ["educator"],
        "participation": "consultation",
        "social_workers_in_diagnosis": "initiators",
        "evaluation": "done",
        "transfer_readiness": 2,
        "available_for": ["visit"],
        "keywords": ("Jardin partagé",),
        "organisation": {"name": "Caf de l’Oise", "type": "caf"},
    }
    practices(full, {"title": "Courte"})
    asked = {
        "espace": "qpv",
        "metier": "educator",
        "participation": "consultation",
        "diagnostic": "initiators",
        "evaluation": "done",
        "transfert": "2",
        "disponible": "visit",
        "motcle": "JARDIN partagé",
        "structure": "CAF",
    }
    found = {parameter: titles(search(f"{parameter}={value}")) for parameter, value in asked.items()}
    assert found == dict.fromkeys(asked, ["Complète"])


def test_a_facet_counts_without_its_own_filter(three, search):
    results = search("mode=community&theme=lien-social")
    assert titles(results) == ["Un café au hall"]
    assert results.counts["mode"] == {"community": 1, "group": 1}
    assert results.counts["theme"] == {"lien-social": 1, "isolement": 1}
    assert results.counts["statut"] == {"running": 1}


def test_counts_are_sheets_by_every_area_that_may_be_listed(three, search):
    counts = search().counts["territoire"]
    assert counts == {"iso-fr": 2, "reg-32": 2, "anc-22": 1, "dep-60": 1, "anc-31": 1, "dep-59": 1, "iso-ca-qc": 1}


def test_a_selected_value_that_is_not_listed_is_counted_all_the_same(three, search):
    assert search("territoire=com-59350").counts["territoire"]["com-59350"] == 1


def test_highlights_escape_the_text_and_mark_the_words(practices, search):
    practices({"title": "Un <script>alert(1)</script> jardin & co", "summary": 'Le "jardin" <b>'})
    highlights = search("q=jardin").hits[0]["highlights"]
    assert highlights["title"] == ["Un &lt;script&gt;alert(1)&lt;&#x2F;script&gt; <mark>jardin</mark> &amp; co"]
    assert highlights["summary"] == ["Le &quot;<mark>jardin</mark>&quot; &lt;b&gt;"]


def test_highlights_do_not_mark_the_filters(practices, search):
    practices({"title": "Un group community", "mode": "community"})
    assert search("mode=community").hits[0]["highlights"] == {}


def test_pages_follow_each_other_without_gap(practices, search):
    practices(*({"title": f"Fiche {number}"} for number in range(23)))
    pages = [titles(search(f"par_page=10&page={page}")) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [10, 10, 3, 0]
    assert sorted(sum(pages, [])) == sorted(f"Fiche {number}" for number in range(23))
    assert search("par_page=10&page=99999999999999999999").hits == []


def test_every_parameter_of_a_facet_is_in_the_index(index):
    from search import engine

    mapping = index.indices.get_mapping(index=engine.alias())
    properties = next(iter(mapping.values()))["mappings"]["properties"]
    held = set(properties) | {f"{rows}.{cell}" for rows in ROW_FACETS for cell in properties[rows]["properties"]}
    assert {facet.field for facet in FACETS} - held == set()


def test_one_request_answers_hits_counts_and_highlights(three, search, monkeypatch):
    from search import engine

    calls = []
    transport = engine.client().transport
    perform = transport.perform_request
    monkeypatch.setattr(transport, "perform_request", lambda *args, **options: calls.append(args) or perform(*args, **options))
    search("q=jardin&theme=lien-social&mode=group")
    assert len(calls) == 1


def test_a_search_with_an_unknown_value_says_so(vocabulary):
    found = params("theme=zzz&theme=isolement&page=x&annee_min=9&tri=prix&par_page=5000&mode=GROUP")
    assert [(error.field, error.value) for error in found.errors] == [
        ("theme", "zzz"),
        ("annee_min", "9"),
        ("tri", "prix"),
        ("page", "x"),
        ("par_page", "5000"),
    ]
    assert found.filters == {"theme": ("isolement",), "mode": ("group",)}
