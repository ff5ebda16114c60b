"""What a sheet lacks and what would make it more useful: a sentence each, which leads to its place."""

import json
import re
from html import unescape
from pathlib import Path

import pytest

from practices import content, sheet
from practices.forms.steps import OF_FIELD
from practices.helps.checklist import MISSING, checklist

from .factories import make_draft, make_user

FULL = json.loads(Path("tests/practices/full_sheet.json").read_text(encoding="utf-8"))
EFFECT = {"level": "group", "dimension": "social_ties", "direction": "favourable", "reported_by": "social_workers", "evidence": "narrative"}
BARRIER = {"viewpoint": "social_workers", "nature": "workload", "intensity": 2, "description": "Peu de temps."}
TOLD_BY_ALL = {
    "summary": "Un bailleur prête un logement vide ; on y cuisine le jeudi, et l’on y parle du chauffage. "
    "Onze familles sont venues au printemps, deux ont pris la suite.",
    "effects": [{**EFFECT, "description": "On se salue.", "reported_by": "persons_concerned", "direction": "none"}],
    "barriers": [BARRIER, {**BARRIER, "viewpoint": "persons_concerned"}],
}


def useful(**changes):
    """Keys of the advice on a full sheet told by all, with these changes, by attribute."""
    raw, _unknown = content.flatten(FULL)
    values = {field.attribute: raw.get(field.key) for field in sheet.FIELDS} | TOLD_BY_ALL
    return [advice.key for advice in checklist(values | changes).useful]


def test_every_required_field_has_its_sentence():
    required = [field.key for field in sheet.REQUIRED_FIELDS]
    assert list(MISSING) == ["image", *required]
    assert [advice.key for advice in checklist({}).missing] == required


def test_a_full_sheet_told_by_all_needs_no_advice():
    assert useful() == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"summary": "Un banc."}, ["summary"]),
        ({"effects": []}, ["effects"]),
        ({"effects": [], "status": "planned"}, []),
        ({"effects": [{**EFFECT, "description": ""}]}, ["effects", "effects", "effects"]),
        ({"effects": [{**EFFECT, "description": "On se salue.", "reported_by": "persons_concerned"}]}, ["effects"]),
        ({"barriers": []}, ["barriers"]),
        ({"barriers": [BARRIER]}, ["barriers"]),
        ({"facilitators": []}, ["facilitators"]),
        ({"steering_role": ""}, ["steering_role"]),
        ({"lessons_change": "", "lessons_watch": ""}, ["lessons.change"]),
        ({"lessons_change": ""}, []),
        ({"transfer_conditions": []}, ["transfer_conditions"]),
        ({"steps": [{"period": "", "description": "Premier café.", "key_moment": False}]}, ["steps"]),
        ({"steps": []}, []),
    ],
)
def test_what_would_be_useful(changes, expected):
    assert useful(**changes) == expected


def test_a_sentence_of_the_persons_concerned_is_enough_to_hear_them():
    bare = dict.fromkeys([field.attribute for field in sheet.FIELDS], "") | {"effects": [], "barriers": [], "facilitators": [], "steps": []}
    keys = [advice.key for advice in checklist(bare | {"context": "Rien à citer."}).useful]
    assert "context" in keys
    assert "context" not in [
        advice.key for advice in checklist(bare | {"context": "Elle dit : « Je ne connaissais personne ici. »"}).useful
    ]


def test_no_sentence_counts_or_ranks():
    everything = [*MISSING.values(), *(advice.words for advice in checklist({}).useful)]
    assert [str(words) for words in everything if re.search(r"\d|score|note\b|%|étoile", str(words))] == []


@pytest.mark.usefixtures("reference_data")
def test_it_stands_on_the_last_screen_with_buttons_and_on_her_own_page_with_links(client):
    author = make_user()
    record = make_draft(author, context="")
    client.force_login(author, backend="allauth.account.auth_backends.AuthenticationBackend")
    last = unescape(client.get(f"/deposer/{record.identifier}/relire-et-envoyer/").content.decode())
    expected = checklist(content.read(record.page.latest_revision.as_object()))
    assert [advice.key for advice in expected.missing] == ["context"]
    for advice in (*expected.missing, *expected.useful):
        assert str(advice.words) in last
        assert f'name="go" value="{advice.key}"' in last
    assert "Ce qui serait utile" not in client.get(f"/deposer/{record.identifier}/essentiel/").content.decode()
    mine = unescape(client.get(f"/mes-fiches/{record.identifier}/").content.decode())
    for advice in (*expected.missing, *expected.useful):
        assert str(advice.words) in mine
        field = sheet.BY_KEY[advice.key]
        assert f'href="/deposer/{record.identifier}/{OF_FIELD[advice.key].slug}/#question-{field.attribute}"' in mine


@pytest.mark.usefixtures("reference_data")
def test_the_button_of_an_advice_saves_and_leads_to_its_question(client):
    author = make_user()
    record = make_draft(author)
    client.force_login(author, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = f"/deposer/{record.identifier}/relire-et-envoyer/"
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', client.get(address).content.decode()))
    answer = client.post(address, hidden | {"contact_name": "Contact", "contact_email": "c@essai.example", "go": "effects"})
    assert answer.status_code == 302
    assert re.fullmatch(rf"/deposer/{record.identifier}/[a-z-]+/\?a-completer#question-effects", answer["Location"])


def test_values_as_typed_are_read_too():
    values = {
        "organisation_consent": "",
        "authors": [{"name": "", "role": ""}],
        "effects": [{"level": "", "description": "x"}],
        "steps": [],
    }
    assert "organisation_consent" in [advice.key for advice in checklist(values).missing]
