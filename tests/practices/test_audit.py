"""The trail: written once, held by the database, read on the sheet and taken away by administrators."""

import csv
import io

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts.models import AccountEvent
from practices.domain import drafts, review
from practices.models import PracticeEvent

from .factories import make_draft, make_editor, make_published, make_submitted, make_user

pytestmark = pytest.mark.usefixtures("reference_data")

AUDIT = "/gestion/audit/"


def entered(user):
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def administrator():
    return make_user("admin@essai.example", group="Administration", name="Admin")


def lines(client, **filters):
    answer = client.post(f"{AUDIT}export.csv", filters)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE practices_practiceevent SET kind = 'published'",
        "UPDATE practices_practiceevent SET actor_id = 999999",
        "UPDATE practices_practiceevent SET at = now()",
        "UPDATE practices_practiceevent SET state_to = ''",
        "UPDATE practices_practiceevent SET comment = 'réécrit'",
        "DELETE FROM practices_practiceevent",
        "UPDATE accounts_accountevent SET kind = 'invited'",
        "DELETE FROM accounts_accountevent",
    ],
)
def test_the_database_refuses_to_rewrite_it(change):
    record = make_submitted(make_user(group="Relecture"))
    before = list(record.events.values())
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert list(record.events.values()) == before


def test_what_goes_with_it_may_go():
    """A version that is pruned leaves its line; a draft that nobody else read goes whole."""
    user = make_user()
    record = make_submitted(user)
    PracticeEvent.objects.filter(record=record).update(revision=None)
    draft = make_draft(user)
    drafts.delete_draft(page_id=draft.pk, by=user)
    assert PracticeEvent.objects.filter(record=draft.pk).count() == 0


def test_each_line_says_from_which_state_to_which(administrator):
    owner, editor = make_user("=cmd@essai.example", name="=HYPERLINK(1)"), make_editor("Hauts-de-France")
    record = make_submitted(owner)
    review.take_in_charge(page_id=record.pk, by=editor)
    header, *found = lines(entered(administrator), identifier=record.identifier.upper())
    assert header[1:3] == ["Sujet", "Acte"]
    assert [(line[1], line[2], line[3], line[7], line[9], line[10]) for line in reversed(found)] == [
        ("fiche", "créée", str(owner.pk), record.identifier, "", "brouillon"),
        ("fiche", "soumise", str(owner.pk), record.identifier, "brouillon", "soumise"),
        ("fiche", "prise en charge", str(editor.pk), record.identifier, "soumise", "en relecture"),
    ]
    assert found[-1][4] == "'=HYPERLINK(1)", "no spreadsheet calculates it"


def test_filters_narrow_it(administrator):
    owner, editor = make_user(), make_editor("Hauts-de-France")
    record, other = make_published(owner, editor), make_submitted(make_user("autre@essai.example"), territories=["com-35238"])
    client = entered(administrator)
    everything = lines(client)[1:]
    assert len(everything) == PracticeEvent.objects.count() + AccountEvent.objects.count(), "that it is taken away is in it"
    assert {line[7] for line in lines(client, person=owner.email)[1:]} == {record.identifier}
    assert {line[3] for line in lines(client, person=str(editor.pk))[1:]} >= {str(editor.pk)}
    assert {line[2] for line in lines(client, kind="fiche:published")[1:]} == {"publiée"}
    assert {line[1] for line in lines(client, kind="compte:role_given")[1:]} == {"compte"}
    assert {line[7] for line in lines(client, region=other.region_id)[1:]} == {other.identifier}
    assert lines(client, until="2020-01-01")[1:] == []
    assert AccountEvent.objects.filter(kind="audit_exported", actor_id=administrator.pk).count() == 7


@pytest.mark.parametrize(
    "filters",
    [
        {"since": "hier"},
        {"kind": "x"},
        {"person": "personne@essai.example"},
        {"region": "0"},
        {"since": "2026-02-01", "until": "2026-01-01"},
        {"identifier": "x" * 99},
    ],
)
def test_a_filter_that_means_nothing_is_said_so(administrator, filters):
    client = entered(administrator)
    assert client.get(AUDIT, filters).status_code == 422
    assert client.post(f"{AUDIT}export.csv", filters).status_code == 422
    assert AccountEvent.objects.filter(kind="audit_exported").count() == 0


def test_it_is_read_by_administrators_only(administrator):
    make_published(make_user(), make_editor("Hauts-de-France"))
    assert entered(administrator).get(AUDIT).status_code == 200
    for other in (make_editor("Hauts-de-France"), make_editor(None)):
        assert entered(other).get(AUDIT).status_code == 404
        assert entered(other).post(f"{AUDIT}export.csv").status_code == 404
    assert entered(make_user("x@essai.example")).get(AUDIT).status_code == 403
    assert Client().get(AUDIT).status_code == 302


def test_rights_given_in_the_back_office_are_noted(administrator):
    person = make_user("nora@essai.example", name="Nora")
    client = entered(administrator)
    group = administrator.groups.get().pk
    answer = client.post(f"/gestion/users/edit/{person.pk}/", {"email": person.email, "name": "Nora", "groups": [group]})
    assert answer.status_code == 302
    noted = AccountEvent.objects.filter(subject_id=person.pk).values_list("kind", "actor_id", "about")
    assert sorted(noted) == [("role_given", administrator.pk, "Administration"), ("suspended", administrator.pk, "")]


def test_people_are_erased_one_by_one(administrator):
    boss, person = make_user("boss@essai.example", is_superuser=True), make_user("nora@essai.example")
    client = entered(boss)
    refused = client.post(f"/gestion/bulk/accounts/user/delete/?id={person.pk}")
    assert refused.status_code == 302
    assert type(person).objects.filter(pk=person.pk).exists()
    client.post(f"/gestion/users/delete/{person.pk}/")
    assert type(person).objects.filter(pk=person.pk).exists() is False
    assert AccountEvent.objects.filter(kind="erased", subject_id=person.pk, actor_id=boss.pk).count() == 1
