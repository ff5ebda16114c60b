"""Passages that may tell who a person is: found where they are, not found in streets and schools, in bounded time."""

import json
import time
from html import unescape
from pathlib import Path

import pytest

from practices import content, sheet
from practices.demo.loading import demo_rows
from practices.helps.personal_data import MOST_SHOWN, Kind, findings, scan
from practices.helps.persons import first_names

from .factories import make_draft, make_editor, make_submitted, make_user

LONGEST = 100_000
#: Seconds of processor: fifty times what any of these texts takes, and less than a pattern that goes back over them takes.
ENDLESS = 10


def found(text):
    return [(text[start:end], str(kind)) for start, end, kind in scan(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Samira, 34 ans, de Roubaix, a pris la parole.", [("Samira, 34 ans", "portrait")]),
        ("Jean-Pierre Le Gall, âgé de 52 ans.", [("Jean-Pierre Le Gall, âgé de 52 ans", "portrait")]),
        ("Claire (12 ans) est venue.", [("Claire (12 ans", "portrait")]),
        ("Une mère, Samira, a proposé un atelier.", [("Samira", "first_name")]),
        ("« Fatou m’a dit de venir. »", [("Fatou", "first_name")]),
        ("La maison de Samira.", [("Samira", "first_name")]),
        ("Kévin et Léa", [("Kévin", "first_name"), ("Léa", "first_name")]),
        ("Pierre Dupont a ouvert la porte.", [("Pierre Dupont", "name")]),
        ("Mme Durand et M. Lefèvre, voisins.", [("Mme Durand", "name"), ("M. Lefèvre", "name")]),
        ("Appelez le 03 20 12 34 56.", [("03 20 12 34 56", "phone")]),
        ("au +33 (0)6.12.34.56.78", [("+33 (0)6.12.34.56.78", "phone")]),
        ("Écrire à nadia.b@exemple.org.", [("nadia.b@exemple.org", "mail")]),
        ("Elle habite 12 bis rue des Lilas, 59000 Lille.", [("12 bis rue des Lilas, 59000 Lille", "address")]),
        ("au 12 place du Marché", [("12 place du Marché", "address")]),
        ("n° 1 85 05 78 006 084 91", [("1 85 05 78 006 084 91", "security_number")]),
    ],
)
def test_what_is_found(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Au collège Simone-Veil, rue Victor Hugo, à l’école primaire Jules-Ferry.",
        "Le centre social Marie Curie, à Saint-Denis, près de Notre-Dame.",
        "La Marianne du hall, l’Alma, le quartier des Martin-Pêcheurs.",
        "Madame la Directrice, Monsieur le Maire, Mme X et M. B.",
        "Pierre qui roule. Claire et nette. Grâce à elle, Noël des familles, Rose des vents, Narbonne (Aude).",
        "Budget de 12 345 678 euros, 0,5 ETP, de 2019 à 2023, le 12/03/2024, siret 123 456 789 00012.",
        "2 cours de cuisine, 3 places de crèche, 1 route à faire, 4 rues plus loin.",
        "Depuis 3 ans, le groupe de 12 personnes. À 18 h 30, salle 4.",
        "Le RSA, la CAF, l’INA, le CCAS de Creil et France Travail.",
        "1 85 05 78 006 084 36",
    ],
)
def test_what_is_left_alone(text):
    assert found(text) == []


def judged_rows():
    for path in sorted(Path("tests/search/judgments").glob("corpus_*.jsonl")):
        yield from (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def test_no_false_alarm_on_the_demo_and_the_judged_sheets():
    """Half a million characters of sheets in which nobody is named."""
    alarms, characters = [], 0
    for row in (*demo_rows(), *judged_rows()):
        raw, _unknown = content.flatten({key: value for key, value in row.items() if key not in ("external_id", "demo_state")})
        characters += len(json.dumps(row, ensure_ascii=False))
        alarms += [(row["title"], each.passage) for each in findings({field.attribute: raw.get(field.key) for field in sheet.FIELDS})]
    assert (alarms, characters > 400_000) == ([], True)


HOSTILE = {
    "digits": "0" * LONGEST,
    "spaced digits": "1 " * (LONGEST // 2),
    "phones": "06 " * (LONGEST // 3),
    "numbers": "1 85 05 " * (LONGEST // 8),
    "at signs": "a@" * (LONGEST // 2),
    "dots": "a." * (LONGEST // 2),
    "letters": "a" * LONGEST,
    "streets": "12 rue " * (LONGEST // 7),
    "a long street": "1 rue A" + "b" * (LONGEST - 7),
    "names": "Marie " * (LONGEST // 6),
    "hyphens": "Marie-" * (LONGEST // 6),
    "titles": "Mme " * (LONGEST // 4),
    "spaces": "Marie " + " " * (LONGEST - 6),
    "ages": "Marie, dix-dix-dix-" * (LONGEST // 19),
    "first names": "prénom " * (LONGEST // 7),
    "guillemets": "«" * LONGEST,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_the_longest_sheet_is_read_without_going_back_over_it_whatever_it_says(name):
    began = time.process_time()
    scan(HOSTILE[name])
    assert time.process_time() - began < ENDLESS


def values(**texts):
    return {"context": "", "authors": [], "contact_public": False} | texts


def test_a_finding_points_at_its_passage_once():
    [finding, other] = findings(
        values(context="Ce jour-là Samira parle. Samira revient.", steps=[{"description": ""}, {"description": "Appeler le 0320123456"}])
    )
    assert (finding.kind, finding.field.key, finding.row, finding.passage, finding.others) == (Kind.FIRST_NAME, "context", 0, "Samira", 1)
    assert (finding.before, finding.after) == ("Ce jour-là ", " parle. Samira revient.")
    assert (other.kind, other.field.key, other.row, other.place) == (Kind.PHONE, "steps", 2, f"{sheet.BY_KEY['steps'].label}, 2")


def test_who_signs_the_organisation_and_the_contact_are_in_their_place():
    text = "Nadia a lancé le café avec M. Paul Martin, au centre Simone Veil."
    assert [each.passage for each in findings(values(context=text))] == ["Nadia", "M. Paul Martin"]
    signed = values(context=text, authors=[{"name": "Nadia Essai", "role": ""}], contact_name="M. Paul Martin")
    assert findings(signed) == []
    assert findings(values(organisation_name="Association Samira", contact_name="Léa Petit", contact_email="lea@essai.example")) == []


def test_the_contact_in_a_text_is_warned_about_unless_it_is_public():
    text = values(context="Écrire à lea@essai.example", contact_email="lea@essai.example")
    assert [each.kind for each in findings(text)] == [Kind.MAIL]
    assert findings(text | {"contact_public": True}) == []
    assert findings(text | {"contact_public": "1"}) == []


def test_first_names_said_to_be_changed_are_not_warned_about():
    assert findings(values(context="Samira (prénom modifié) a parlé.")) == []
    assert [each.kind for each in findings(values(context="Samira, 34 ans (prénom modifié), a parlé."))] == [Kind.PORTRAIT]


def test_a_long_list_is_cut():
    usual, _ambiguous = first_names()
    assert len(findings(values(context=". ".join(name.title() for name in sorted(usual) if "-" not in name)))) == MOST_SHOWN


@pytest.mark.usefixtures("reference_data")
def test_the_warnings_stand_before_sending_and_block_nothing(client):
    author = make_user()
    record = make_draft(author, context="Samira, 34 ans, <b>de</b> Roubaix, a pris la parole.")
    client.force_login(author, backend="allauth.account.auth_backends.AuthenticationBackend")
    for address in (f"/deposer/{record.identifier}/relire-et-envoyer/", f"/mes-fiches/{record.identifier}/"):
        html = client.get(address).content.decode()
        assert "<mark>Samira, 34 ans</mark>, &lt;b&gt;de&lt;/b&gt; Roubaix" in html
        assert "Un nom avec un âge" in unescape(html)


@pytest.mark.usefixtures("reference_data")
def test_they_reach_the_editor_too(client):
    record = make_submitted(make_user(), context="Samira, 34 ans, de Roubaix, a pris la parole.")
    client.force_login(make_editor(), backend="allauth.account.auth_backends.AuthenticationBackend")
    html = client.get(f"/gestion/fiches/{record.pk}/").content.decode()
    assert "<mark>Samira, 34 ans</mark>, de Roubaix" in html
