"""What the eye of a French reader expects, and what must never be touched."""

import pytest

from core.typography import NARROW, NO_BREAK, french, inside

CASES = {
    "l'accueil d'une personne": "l’accueil d’une personne",
    "aujourd'hui": "aujourd’hui",
    "l'«aller vers»": f"l’«{NO_BREAK}aller vers{NO_BREAK}»",
    "les années '90": "les années '90",
    "« aller vers »": f"«{NO_BREAK}aller vers{NO_BREAK}»",
    "«aller vers»": f"«{NO_BREAK}aller vers{NO_BREAK}»",
    "Vraiment ?": f"Vraiment{NARROW}?",
    "Vraiment?": f"Vraiment{NARROW}?",
    "Oui ! Non ; peut-être": f"Oui{NARROW}! Non{NARROW}; peut-être",
    "Quoi ?!": f"Quoi{NARROW}?!",
    "(facultatif ?)": f"(facultatif{NARROW}?)",
    "« Pourquoi ? »": f"«{NO_BREAK}Pourquoi{NARROW}?{NO_BREAK}»",
    "Étapes : trois": f"Étapes{NO_BREAK}: trois",
    "Étapes: trois": f"Étapes{NO_BREAK}: trois",
    "Titre :": f"Titre{NO_BREAK}:",
    "à 14:32": "à 14:32",
    "un rapport de 3:1": "un rapport de 3:1",
    "10 000 fiches": f"10{NARROW}000 fiches",
    "1 234 567 habitants": f"1{NARROW}234{NARROW}567 habitants",
    "en 2024 150 personnes": "en 2024 150 personnes",
    "03 20 12 34 56": "03 20 12 34 56",
    "50 % des 300 €": f"50{NO_BREAK}% des 300{NO_BREAK}€",
    "": "",
    "Une ligne :\n\n« une autre »": f"Une ligne{NO_BREAK}:\n\n«{NO_BREAK}une autre{NO_BREAK}»",
}

UNTOUCHED = [
    "https://exemple.fr/?q=a;b&c=l'un",
    "Voir https://exemple.fr/a:b",
    '<a href="/p/?a=1;b" title="l\'un ; l\'autre !">lien</a>',
    "a &amp; b",
    "%(count)s fiches",
    "%s",
    "{nom}",
    "{{ valeur|default:'rien' }}",
    "moi@exemple.fr",
    "champ:mot",
    "100 %%",
]


@pytest.mark.parametrize("given", CASES)
def test_french_spacing(given):
    assert french(given) == CASES[given]


@pytest.mark.parametrize("text", UNTOUCHED)
def test_what_is_not_prose_comes_out_as_it_went_in(text):
    assert french(text) == text


@pytest.mark.parametrize("given", [*CASES, *UNTOUCHED])
def test_applying_it_again_changes_nothing(given):
    assert french(french(given)) == french(given)


def test_prose_around_placeholders_and_tags_is_still_corrected():
    given = "L'équipe de %(name)s : <strong>c'est prêt !</strong> Voir « {title} » ?"
    expected = f"L’équipe de %(name)s{NO_BREAK}: <strong>c’est prêt{NARROW}!</strong> Voir «{NO_BREAK}{{title}}{NO_BREAK}»{NARROW}?"
    assert french(given) == expected


def test_an_elision_before_a_placeholder_is_curved():
    assert french("l'%(what)s et d'{who}") == "l’%(what)s et d’{who}"


@pytest.mark.parametrize("mark", [";", "?", "!", ":"])
def test_a_mark_after_a_placeholder_keeps_to_it(mark):
    space = NO_BREAK if mark == ":" else NARROW
    assert french(f"%(name)s {mark}") == f"%(name)s{space}{mark}"


def test_a_title_that_is_a_quotation_is_set_between_guillemets_with_inner_ones():
    assert inside(f"«{NO_BREAK}Je descends{NO_BREAK}», dit-elle") == "“Je descends”, dit-elle"
    assert inside("Faire groupe") == "Faire groupe"
