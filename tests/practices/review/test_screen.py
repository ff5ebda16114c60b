"""The screen of one sheet: what an editor finds on it, what stays hidden until it may be seen, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from practices.domain import reviewers
from practices.models import Reading, Review

from ..factories import correct, fresh, make_editor, make_submitted
from .conftest import BACKEND, ask, filled, give, in_days

pytestmark = pytest.mark.usefixtures("reference_data")


def screen(record):
    return reverse("practices_desk:review", args=[record.pk])


def post(client, act, record, *more, **data):
    return client.post(reverse(f"practices_desk:{act}", args=[record.pk, *more]), data, follow=True)


@pytest.mark.parametrize("readers", [1, 3])
def test_it_costs_the_same_with_one_and_three_reviews(desk, record, editor, readers):
    for number in range(readers):
        give(ask(record, editor, f"lit{number}@essai.example"), _4=("yes", "Bien."))
    desk.get(screen(record))
    with CaptureQueriesContext(connection) as queries:
        response = desk.get(screen(record))
    assert (len(response.context["readings"].done), len(queries)) == (readers, 46)


def test_the_sheet_stands_beside_the_plan_the_grid_and_the_history(desk, record, editor):
    give(ask(record, editor, name="Yves"), _2=("no", "Trop de sigles."), remarks="Un beau récit.")
    page = desk.get(screen(record)).content.decode()
    found = ("Plan de la fiche", "Les parents attendaient sous la pluie", "Trop de sigles.", "Un beau récit.", "Yves", "relecture demandée")
    assert [words for words in found if words not in page] == []


def test_an_editor_who_reads_too_sees_nobody_elses_grid_before_hers_is_done(desk, record, editor, reader):
    give(ask(record, editor, reader.email), _4=("no", "Une famille est reconnaissable."))
    assert "reconnaissable" in desk.get(screen(record)).content.decode()
    assert post(desk, "read_oneself", record).status_code == 200
    response = desk.get(screen(record))
    assert ("reconnaissable" in response.content.decode(), response.context["grid_form"] is not None) == (False, True)
    answers = {f"answer-{key}": row["answer"] for key, row in filled("yes").items()}
    post(desk, "grid", record, **answers, **{"comment-1": "Tout y est."})
    assert "reconnaissable" not in desk.get(screen(record)).content.decode()
    post(desk, "grid", record, **answers, done="1")
    page = desk.get(screen(record)).content.decode()
    assert ("reconnaissable" in page, page.count("— désaccord")) == (True, 1)
    assert post(desk, "grid", record, **answers, done="1").status_code == 200
    assert Review.objects.filter(reviewer=editor).count() == 1


def test_her_draft_is_seen_by_no_other_editor(client, desk, record, editor):
    own = reviewers.read_oneself(page_id=record.pk, by=editor)
    reviewers.save_review(page_id=record.pk, review_id=own.pk, grid=filled(_1=("no", "Brouillon secret.")), remarks="")
    client.force_login(make_editor("Hauts-de-France", "autre@essai.example"), backend=BACKEND)
    assert "Brouillon secret." not in client.get(screen(record)).content.decode()


def test_a_wrong_grid_of_the_editor_stays_on_the_screen(desk, record):
    post(desk, "read_oneself", record)
    response = post(desk, "grid", record, **{"answer-1": "peut-être", "comment-2": "Des mots."})
    assert (response.status_code, "Des mots." in response.content.decode(), Review.objects.get().grid) == (422, True, {})


def test_a_grid_of_the_editor_that_says_nothing_is_not_given_in(desk, record):
    post(desk, "read_oneself", record)
    response = post(desk, "grid", record, done="1")
    assert (response.status_code, Review.objects.get().done_at) == (422, None)
    assert "Votre relecture ne dit encore rien" in response.content.decode()


def test_readers_are_asked_from_the_screen(desk, record, reader, mails):
    mails()
    post(desk, "assign", record, member=reader.pk, due_on=in_days(10).isoformat())
    post(desk, "assign", record, email="dehors@essai.example", name="Yves", due_on=in_days(10).isoformat())
    assert mails() == [(reader.email, "review_asked"), ("dehors@essai.example", "review_asked")]
    asked = Review.objects.get(email="dehors@essai.example")
    post(desk, "take_back_review", record, asked.pk)
    assert mails() == [("dehors@essai.example", "review_closed")]
    page = desk.get(screen(record)).content.decode()
    assert ("Samia Relue" in page, "plus sollicitée" in page) == (True, True)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"email": "pas une adresse"},
        {"email": "a@b.example\r\nBcc: x@y.example"},
        {"email": "dehors@essai.example", "due_on": "hier"},
        {"email": "dehors@essai.example", "due_on": "2020-01-01"},
        {"email": "dehors@essai.example", "name": "x" * 200},
        {"email": "dehors@essai.example", "name": "a\x00b"},
        {"member": "999999"},
        {"email": "contributrice@essai.example"},
        {"email": "contact@essai.example"},
    ],
)
def test_nobody_is_asked_by_a_form_that_is_wrong(desk, record, mails, values):
    mails()
    response = post(desk, "assign", record, **({"due_on": in_days(10).isoformat()} | values))
    assert (response.status_code, Review.objects.count(), mails()) == (422, 0, [])


def test_only_the_readers_group_is_offered(desk, record, reader, contributor):
    form = desk.get(screen(record)).context["assign_form"]
    assert list(form.fields["member"].queryset) == [reader]


def test_an_editor_of_elsewhere_reaches_nothing(client, record, editor):
    asked = ask(record, editor)
    client.force_login(make_editor("Île-de-France", "ailleurs@essai.example"), backend=BACKEND)
    assert client.get(screen(record)).status_code == 404
    for name, more in (("assign", ()), ("take_back_review", (asked.pk,)), ("read_oneself", ()), ("grid", ()), ("settle_request", (1,))):
        assert client.post(reverse(f"practices_desk:{name}", args=[record.pk, *more])).status_code == 404
    assert (Review.objects.count(), Reading.objects.count()) == (1, 0)


def test_reading_is_remembered_by_person_and_round(desk, record, editor):
    desk.get(screen(record))
    correct(record, editor, summary="Corrigé.")
    desk.get(screen(record))
    reading = Reading.objects.get()
    assert (reading.reader, reading.round, reading.revision_id) == (editor, 1, fresh(record.pk).page.latest_revision_id)


def test_what_is_missing_is_said_and_publishing_not_offered(desk, contributor):
    record = make_submitted(contributor)
    correct(record, make_editor("Hauts-de-France", "autre@essai.example"), context="")
    page = desk.get(screen(record)).content.decode()
    assert ("Des réponses obligatoires manquent" in page, reverse("practices_desk:approve", args=[record.pk]) in page) == (True, False)


def test_reading_needs_no_post_and_acts_do(desk, record, editor):
    asked = ask(record, editor)
    for name, more in (("assign", ()), ("take_back_review", (asked.pk,)), ("read_oneself", ()), ("grid", ()), ("settle_request", (1,))):
        assert desk.get(reverse(f"practices_desk:{name}", args=[record.pk, *more])).status_code == 405
    assert desk.post(screen(record)).status_code == 405
