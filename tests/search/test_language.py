"""French as people type it, against French as people write it, in the real engine."""

import pytest

from tests.search.conftest import titles

#: Text of the sheet, then what must find it, then what must not.
READINGS = [
    ("L’insertion des jeunes", ["insertion", "l'insertion", "l’insertion", "INSERTION", "insertions"], ["jeunesse ouvrière"]),
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
    assert {q: titles(search(f"q={quote(q)}")) for q in missed_by} == dict.fromkeys(missed_by, [])


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


def test_words_in_the_title_come_first(practices, search):
    practices(
        {"title": "Ailleurs", "context": "On parle de potager une fois."},
        {"title": "Le potager", "summary": "Semer."},
        {"title": "Un carré", "summary": "Un potager pour tous."},
    )
    assert titles(search("q=potager")) == ["Le potager", "Un carré", "Ailleurs"]


def test_most_of_many_words_are_enough_but_not_few_of_them(practices, search):
    practices({"title": "Jardin potager des voisins"}, {"title": "Jardin"})
    assert titles(search("q=jardin potager voisins immeuble")) == ["Jardin potager des voisins"]
