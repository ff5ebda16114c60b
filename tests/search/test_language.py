"""French as people type it, against French as people write it, in the real engine."""

import pytest

from search.models import LexiconEntry
from tests.search.conftest import close_titles, titles
from themes.models import Theme

#: Text of the sheet, then what must find it, then what must not.
READINGS = [
    ("L’insertion des jeunes", ["insertion", "l'insertion", "l’insertion", "INSERTION", "insertions"], ["inserts"]),
    ("Été à la résidence", ["été", "ete", "ETE", "residences", "« à la résidence »"], ['"la maison"']),
    ("Parole d’habitant·e·s", ["habitants", "habitant", "habitant·e·s", "habitante", '"parole d’habitants"'], []),
    ("Réunion des exilé(e)s", ["exilés", "exilées", "exilé(e)s"], []),
    ("Démarche d’aller-vers", ["aller vers", "aller-vers", '"aller vers"'], ['"vers aller"']),
    ("Une œuvre commune", ["oeuvre", "œuvres", "commune"], []),
    ("Faire avec les familles", ['"faire avec"', "famille", "avec les familles"], ['"faire pour"', "-famille"]),
    ("Les allocataires du RSA", ["rsa", "revenu de solidarité active"], []),
    ("Revenu de solidarité active", ["RSA", "rsa"], ["revenu actif solidaire inconnu"]),
    ("Groupe de travailleurs sociaux", ["travailleur social", "groupes", "travailleuse groupe"], []),
]


@pytest.mark.parametrize(("text", "found_by", "missed_by"), READINGS, ids=[text for text, *_ in READINGS])
def test_a_text_is_found_by_its_readings_and_by_no_other(practices, search, text, found_by, missed_by):
    practices({"title": text, "theme": "vie-de-quartier", "summary": "Rien."})
    from urllib.parse import quote

    assert {q: titles(search(f"q={quote(q)}")) for q in found_by} == dict.fromkeys(found_by, [text])
    assert {q: close_titles(search(f"q={quote(q)}")) for q in missed_by} == dict.fromkeys(missed_by, [])


def test_a_former_region_finds_what_lay_in_it(practices, search):
    practices({"title": "À Creil", "territories": ("dep-60",)}, {"title": "À Lille", "territories": ("com-59350",)})
    assert titles(search("q=Picardie")) == ["À Creil"]
    assert titles(search("q=nord pas de calais")) == ["À Lille"]


def test_a_theme_is_found_by_its_other_names(practices, search):
    practices({"title": "Visites du soir", "theme": "isolement"}, {"title": "Repas", "theme": "rsa"})
    assert titles(search("q=solitude")) == ["Visites du soir"]


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("titre:jardin", ["Le jardin"]),
        ("theme:isolement", ["Le jardin"]),
        ("territoire:lille", ["La cour"]),
        ("structure:msa", ["La cour"]),
        ("jardin", ["Le jardin", "La cour"]),
        ("jardin -cour", ["Le jardin"]),
        ("-jardin", []),
        ("-territoire:lille", ["Le jardin"]),
    ],
)
def test_a_word_may_be_held_to_a_field_or_excluded(practices, search, q, expected):
    practices(
        {"title": "Le jardin", "theme": "isolement"},
        {
            "title": "La cour",
            "summary": "Sans jardin.",
            "theme": "vie-de-quartier",
            "territories": ("com-59350",),
            "organisation": {"name": "MSA du Nord", "type": "msa"},
        },
    )
    assert titles(search(f"q={q}")) == expected


NAMED = ["territoire:Picardie", 'territoire:"Hauts-de-France"', "theme:solitude", 'theme:"lien social et vie locale"']


@pytest.mark.parametrize("q", NAMED)
def test_what_a_field_names_is_found_and_excluded_by_its_code(practices, search, q):
    practices(
        {"title": "Ici", "theme": "isolement", "territories": ("dep-60",)},
        {"title": "Ailleurs", "theme": "rsa", "territories": ("reg-11",)},
    )
    assert titles(search(f"q={q}")) == ["Ici"]
    assert titles(search(f"q=-{q}")) == ["Ailleurs"]


def test_words_in_the_title_come_first(practices, search):
    practices(
        {"title": "Ailleurs", "context": "On parle de potager une fois."},
        {"title": "Le potager", "summary": "Semer."},
        {"title": "Un carré", "summary": "Un potager pour tous."},
    )
    assert titles(search("q=potager")) == ["Le potager", "Un carré", "Ailleurs"]


def test_what_has_most_of_many_words_comes_before_what_has_few_and_the_difference_is_told(practices, search):
    practices({"title": "Couture, tricot et broderie"}, {"title": "Couture et tricot"}, {"title": "Chorale"})
    results = search("q=couture tricot broderie machine laine")
    assert [(hit["title"], hit["strict"]) for hit in results.hits] == [
        ("Couture, tricot et broderie", True),
        ("Couture et tricot", False),
    ]
    assert (results.count, results.strict_count) == (2, 1)


def test_few_words_are_all_expected_and_what_has_less_follows(practices, search):
    practices({"title": "Couture et tricot"}, {"title": "Couture"})
    assert [(hit["title"], hit["strict"]) for hit in search("q=couture tricot").hits] == [("Couture et tricot", True), ("Couture", False)]
    assert [(hit["title"], hit["strict"]) for hit in search("q=couture orchestre").hits] == [
        ("Couture", False),
        ("Couture et tricot", False),
    ]
    assert titles(search("q=couture orchestre&tri=titre")) == []


def test_pages_of_a_loosened_search_follow_each_other(practices, search):
    practices(*({"title": f"Couture tricot broderie {n}"} for n in range(3)), *({"title": f"Couture tricot {n}"} for n in range(20)))
    pages = [search(f"q=couture tricot broderie cantine vitrail&par_page=10&page={page}") for page in (1, 2, 3)]
    assert [(page.count, page.strict_count, len(page.hits)) for page in pages] == [(23, 3, 10), (23, 3, 10), (23, 3, 3)]
    assert len({hit["id"] for page in pages for hit in page.hits}) == 23


def test_facets_of_a_loosened_search_count_all_its_hits(practices, search):
    practices({"title": "Couture tricot broderie", "mode": "group"}, {"title": "Couture tricot", "mode": "community"})
    assert search("q=couture tricot broderie cantine").counts["mode"] == {"group": 1, "community": 1}
    assert titles(search("q=couture tricot broderie cantine&mode=community")) == ["Couture tricot"]


def test_a_word_written_nowhere_is_searched_with_a_slip_and_it_is_said(practices, search):
    practices({"title": "Le jardin partagé"}, {"title": "Le partage des repas"})
    results = search("q=jardn partagé")
    assert (close_titles(results), results.suggestion) == (["Le jardin partagé"], "jardin partagé")


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("parnts", ["Des parents"]),  # a letter left out
        ("paretns", ["Des parents"]),  # two letters swapped
        ("accompagnmeent", ["Un accompagnement"]),  # two slips in a long word
        ("jrdn", []),  # too short for two
        ("parants", ["Des parents"]),
        ("parent", ["Des parents"]),
    ],
)
def test_one_slip_is_forgiven_two_in_a_long_word(practices, search, q, expected):
    practices({"title": "Des parents"}, {"title": "Un accompagnement"})
    assert titles(search(f"q={q}")) == expected


def test_a_rare_word_that_is_written_somewhere_is_never_corrected(practices, search):
    practices({"title": "Les patents"}, *({"title": f"Les parents {number}"} for number in range(5)))
    results = search("q=patents")
    assert (titles(results), results.suggestion) == (["Les patents"], None)


def test_an_acronym_and_its_expansion_find_each_other_as_a_whole_only(practices, search):
    practices(
        {"title": "Avec la CAF"},
        {"title": "Caisse d’allocations familiales"},
        {"title": "Le café des familles", "summary": "Une caisse, des allocations."},
    )
    assert sorted(titles(search("q=caf"))) == ["Avec la CAF", "Caisse d’allocations familiales"]
    assert sorted(titles(search("q=caisse allocations familiales"))) == ["Avec la CAF", "Caisse d’allocations familiales"]


def test_a_synonym_finds_in_its_direction_and_below_the_word_itself(practices, search):
    practices({"title": "Chercher un emploi"}, {"title": "Du boulot"})
    assert titles(search("q=boulot")) == ["Du boulot", "Chercher un emploi"]
    assert titles(search("q=emploi")) == ["Chercher un emploi"]


def test_an_entry_of_the_lexicon_is_used_by_the_next_search_without_indexing_anew(practices, search):
    practices({"title": "La cabane à livres"})
    assert titles(search("q=boîte à lire")) == []
    entry = LexiconEntry.objects.create(typed="boîte à lire", meant=["cabane à livres"], reason="Deux noms.")
    assert titles(search("q=boîte à lire")) == ["La cabane à livres"]
    entry.in_use = False
    entry.save()
    assert titles(search("q=boîte à lire")) == []


def test_another_name_of_a_theme_is_used_by_the_next_search_without_indexing_anew(practices, search):
    practices({"title": "Visites du soir", "theme": "isolement"})
    assert titles(search("q=esseulement")) == []
    theme = Theme.objects.get(slug="isolement")
    theme.alternative_labels = ["esseulement"]
    theme.save()
    assert titles(search("q=esseulement")) == ["Visites du soir"]


def test_a_place_is_found_by_its_inhabitants_and_does_not_leak_into_its_namesakes(practices, search):
    practices(
        {"title": "À Creil", "territories": ("dep-60",)},
        {"title": "À Lille", "territories": ("com-59350",)},
        {"title": "Au Québec", "territories": ("iso-ca-qc",)},
    )
    assert titles(search("q=picardes")) == ["À Creil"]
    assert titles(search("q=québécois")) == ["Au Québec"]
    assert titles(search("q=nord")) == ["À Lille"]
    assert sorted(titles(search("q=Hauts-de-France"))) == ["À Creil", "À Lille"]


def test_a_place_that_is_named_is_not_loosened_away_unless_nothing_is_there(practices, search):
    practices(
        {"title": "Couture", "territories": ("com-59350",)},
        {"title": "Couture ailleurs"},
        {"title": "Autre", "territories": ("com-59350",)},
    )
    assert titles(search("q=couture lille")) == ["Couture"]
    assert titles(search("q=couture québec")) == ["Couture", "Couture ailleurs"]


def test_question_words_tell_nothing(practices, search):
    practices({"title": "Faire venir des pères"}, {"title": "Comment trouver un logement"})
    assert close_titles(search("q=comment faire venir des pères ?")) == ["Faire venir des pères"]


def test_a_hyphen_is_read_both_ways(practices, search):
    practices({"title": "La coconstruction"}, {"title": "La co-construction"}, {"title": "Construction d’une maison"})
    for q in ("coconstruction", "co-construction"):
        assert sorted(titles(search(f"q={q}"))) == ["La co-construction", "La coconstruction"]


def test_words_of_one_look_and_two_senses_stay_apart(practices, search):
    practices(
        {"title": "La formation"},
        {"title": "La forme"},
        {"title": "Le logement"},
        {"title": "Loger"},
        {"title": "Des aidants"},
        {"title": "Une aide"},
    )
    assert {q: titles(search(f"q={q}")) for q in ("formations", "logements", "aidante", "aides")} == {
        "formations": ["La formation"],
        "logements": ["Le logement"],
        "aidante": ["Des aidants"],
        "aides": ["Une aide"],
    }
