"""Pressed twice, and several at the same moment: each thing happens once and whole."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from core.models import OutgoingMail
from practices import content
from practices.domain import submission
from practices.domain.drafts import begin_draft, save_draft
from practices.domain.merging import merge_draft
from practices.models import CoAuthor, PracticeEvent, PracticeRecord

from ...factories import fresh, make_draft, make_editor, make_user
from ..conftest import ANSWERS

pytestmark = pytest.mark.usefixtures("reference_data")


def test_what_was_typed_after_sending_in_another_tab_is_not_dropped_by_a_second_press(written):
    read = written.read("relire-et-envoyer")
    written.send()
    again = written.post("relire-et-envoyer", ANSWERS["relire-et-envoyer"] | {"contact_name": "Une autre"}, read=read, send="1")
    assert (again.status_code, "Une autre" in again.content.decode()) == (409, True)
    assert written.post("relire-et-envoyer", read=read, send="1")["Location"] == f"/deposer/{written.identifier}/merci/"


def test_the_button_pressed_twice_begins_one_sheet(writer):
    places = {writer.client.post("/deposer/", {"title": "Le banc des parents"})["Location"] for _time in range(2)}
    assert (len(places), PracticeRecord.objects.count()) == (1, 1)
    save_draft(page_id=PracticeRecord.objects.get().pk, by=writer.user, values={"summary": "Commencée."})
    writer.client.post("/deposer/", {"title": "Le banc des parents"})
    assert PracticeRecord.objects.count() == 2


def at_once(*acts):
    """Runs each act in a thread of its own, all let go together; returns what each gave or raised, in order."""
    gate, results = Barrier(len(acts)), [None] * len(acts)

    def run(index, act):
        gate.wait()
        try:
            results[index] = act()
        except Exception as error:
            results[index] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(index, act)) for index, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


@pytest.mark.django_db(transaction=True)
def test_two_presses_of_send_at_once_make_one_submission_and_its_mails_once(reference_data):
    owner, editor = make_user(), make_editor("Hauts-de-France")
    record = make_draft(owner)
    results = at_once(*[lambda: submission.submit_practice(page_id=record.pk, by=owner)] * 4)
    assert [result.identifier for result in results] == [record.identifier] * 4
    assert PracticeEvent.objects.filter(kind="submitted").count() == 1
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == sorted([owner.email, editor.email])


@pytest.mark.django_db(transaction=True)
def test_two_posts_of_the_first_form_at_once_begin_one_sheet(reference_data):
    owner = make_user()
    pages = at_once(*[lambda: begin_draft(owner=owner, title="Le banc des parents")] * 4)
    assert len({page.pk for page in pages}) == 1
    assert PracticeRecord.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_authors_who_save_at_once_lose_nothing_of_each_other(reference_data):
    owner = make_user()
    record = make_draft(owner)
    others = [make_user(f"autrice{number}@essai.example") for number in range(3)]
    for other in others:
        CoAuthor.objects.create(record=record, user=other, role="edit", accepted_at=timezone.now())
    fields = ["summary", "context", "lessons_keep", "diagnosis"]
    stored = content.read(record.page.latest_revision.as_object())

    def writes(person, name):
        read = {name: content.mark(stored[name])}
        return lambda: [
            merge_draft(page_id=record.pk, by=person, values={name: f"{name} {n}"}, read=read, form_key=f"{name:x<16}"[:16], number=n)
            for n in range(1, 6)
        ]

    results = at_once(*[writes(person, name) for person, name in zip([owner, *others], fields, strict=True)])
    assert [len(result) for result in results] == [5, 5, 5, 5]
    page = fresh(record.pk).page.latest_revision.as_object()
    assert [getattr(page, name) for name in fields] == [f"{name} 5" for name in fields]


@pytest.mark.django_db(transaction=True)
def test_an_autosave_and_a_submission_at_once_leave_the_submitted_version_as_it_was_sent(reference_data):
    owner = make_user()
    for _round in range(4):
        record = make_draft(owner)
        at_once(*_submission_and_autosave(record))
        sent = fresh(record.pk)
        assert sent.review_state == "submitted"
        assert content.public_hash(sent.submitted_revision.as_object()) == sent.submitted_hash
        assert sent.page.latest_revision_id == sent.submitted_revision_id


def _submission_and_autosave(record):
    owner, read = record.page.owner, {"summary": content.mark(record.page.latest_revision.as_object().summary)}
    return (
        lambda: submission.submit_practice(page_id=record.pk, by=owner),
        lambda: merge_draft(page_id=record.pk, by=owner, values={"summary": "En chemin."}, read=read),
    )
