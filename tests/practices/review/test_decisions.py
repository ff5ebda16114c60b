"""The decision: by the grid, with a letter, on the version that was read, once; and what the contributor reads of it."""

import threading

import pytest
from django.db import connection
from django.urls import reverse

from core.models import OutgoingMail
from practices.domain import review, reviewers
from practices.domain.errors import Blocked, OutOfDate, Refused
from practices.models import PracticeEvent, PublicPractice, Review
from practices.review import grid

from ..factories import approve, correct, fresh, make_editor, make_submitted, make_user
from .conftest import answers, ask, decide, give, version_read

pytestmark = pytest.mark.usefixtures("reference_data")


def post(client, name, record, **data):
    return client.post(reverse(f"practices_desk:{name}", args=[record.pk]), data, follow=True)


def told(template):
    return OutgoingMail.objects.get(template=f"practices/mail/{template}.txt")


def state(record):
    record = fresh(record.pk)
    return record.public_state, record.review_state


@pytest.mark.parametrize("key", list(grid.BY_KEY))
def test_a_no_of_the_decision_blocks_on_1_to_4_and_9_only(record, editor, mails, key):
    mails()
    decision = answers("yes", **{f"_{key}": "no"})
    if grid.BY_KEY[key].blocks:
        with pytest.raises(Blocked) as refusal:
            decide(record, editor, grid=decision)
        assert [criterion.key for criterion in refusal.value.criteria] == [key]
        assert str(grid.BY_KEY[key].label) in str(refusal.value)
        assert (state(record), mails(), Review.objects.count(), fresh(record.pk).grid) == (("never", "submitted"), [], 0, {})
    else:
        decide(record, editor, grid=decision)
        assert (state(record), mails()) == (("published", "settled"), [("contributrice@essai.example", "published")])


def test_a_readers_no_blocks_until_the_decision_says_yes(record, editor, reader):
    give(ask(record, editor, reader.email), _9="no")
    with pytest.raises(Blocked):
        decide(record, editor)
    with pytest.raises(Blocked):
        decide(record, editor, grid=answers("yes", _9="unset"))
    assert state(record) == ("never", "in_review")
    decide(record, editor, grid=answers(_9="yes"))
    assert state(record) == ("published", "settled")


def test_a_draft_of_a_reader_blocks_nothing(record, editor, reader):
    asked = ask(record, editor, reader.email)
    reviewers.save_review(page_id=record.pk, review_id=asked.pk, grid={"1": {"answer": "no", "comment": ""}}, remarks="")
    decide(record, editor)
    assert state(record) == ("published", "settled")


def test_an_answer_that_is_none_publishes_nothing(record, editor):
    with pytest.raises(ValueError, match="peut-être"):
        decide(record, editor, grid={"1": "peut-être"})
    assert state(record) == ("never", "submitted")


def test_what_the_sheet_documents_is_shown_without_any_score(client, record, editor):
    decide(record, editor, grid=answers("yes", _6="no", _8="unset"))
    public = PublicPractice.objects.get()
    assert public.data["documents_review"] == {"5": "yes", "6": "no", "7": "yes", "8": "unset"}
    assert fresh(record.pk).grid == {"5": "yes", "6": "no", "7": "yes", "8": "unset"}
    page = client.get(public.get_absolute_url()).content.decode()
    assert 'id="documente"' in page
    assert page.count("documented__yes") == 2


def test_an_approval_without_a_grid_documents_nothing(client, record, editor):
    decide(record, editor)
    public = PublicPractice.objects.get()
    assert set(public.data["documents_review"].values()) == {"unset"}
    assert 'id="documente"' not in client.get(public.get_absolute_url()).content.decode()
    assert Review.objects.count() == 0


def test_the_decisions_grid_is_kept_as_the_editors_own(record, editor):
    decide(record, editor, grid=answers("yes", _7="no"))
    own = Review.objects.get()
    assert (own.reviewer, own.done_at is not None, grid.answers(own.grid)) == (editor, True, answers("yes", _7="no"))


def test_a_grid_given_in_before_is_not_rewritten_by_the_decision(record, editor):
    give(reviewers.read_oneself(page_id=record.pk, by=editor), _4=("no", "Un prénom rare."))
    decide(record, editor, grid=answers("yes"))
    assert Review.objects.get().grid["4"] == {"answer": "no", "comment": "Un prénom rare."}


def test_the_letter_is_what_the_contributor_reads(record, editor):
    decide(record, editor, letter="Bravo pour « ce récit » <b>.")
    assert "Bravo pour « ce récit » <b>." in told("published").body
    assert PracticeEvent.objects.get(kind="published").comment == "Bravo pour « ce récit » <b>."


def test_without_a_letter_the_usual_words_leave(record, editor):
    decide(record, editor)
    assert "et la publions" in told("published").body
    assert "[" not in told("published").body


def test_the_form_publishes_with_its_grid_and_its_letter(desk, record):
    response = post(desk, "approve", record, **version_read(record), answer_5="yes", answer_6="no", comment="Merci !\n\n[les remarques]")
    assert response.status_code == 200
    assert PublicPractice.objects.get().data["documents_review"] == {"5": "yes", "6": "no", "7": "unset", "8": "unset"}
    assert "Merci !" in told("published").body
    assert "les remarques" not in told("published").body


def test_a_no_is_refused_beside_what_was_typed(desk, record):
    response = post(desk, "approve", record, **version_read(record), answer_4="no", comment="Ma lettre")
    page = response.content.decode()
    assert (response.status_code, state(record), PublicPractice.objects.exists()) == (422, ("never", "submitted"), False)
    assert ("Respect des personnes" in page, "Ma lettre" in page) == (True, True)


def test_the_mail_is_seen_before_it_leaves(desk, record):
    mails = OutgoingMail.objects.count()
    for name, extra in (("approve", version_read(record)), ("ask_changes", {}), ("decline", {})):
        response = post(desk, name, record, comment="Des mots à moi.", preview="1", **extra)
        page = response.content.decode()
        assert (response.status_code, "Rien n’a été envoyé." in page, page.count("Des mots à moi.") >= 2) == (200, True, True), name
    assert (OutgoingMail.objects.count(), state(record)) == (mails, ("never", "submitted"))


def test_only_the_remarks_that_the_editor_chose_leave_and_without_names(desk, record, editor, reader):
    asked = ask(record, editor, reader.email)
    give(asked, _4=("no", "Une famille est reconnaissable."), _2=("yes", "Très clair, gardé pour nous."), remarks="Dur à lire.")
    response = post(desk, "decline", record, comment="Voici pourquoi : hors du champ.", include=[f"{asked.pk}-4", f"{asked.pk}-remarks"])
    assert (response.status_code, state(record)[1]) == (200, "declined")
    body = told("declined").body
    assert ("Une famille est reconnaissable." in body, "Dur à lire." in body) == (True, True)
    assert [word for word in ("gardé pour nous", "Samia", reader.email) if word in body] == []
    assert PracticeEvent.objects.get(kind="declined").comment in body


def test_a_remark_that_is_none_of_this_sheet_is_refused(desk, record, editor, contributor, reader):
    other = make_submitted(contributor, title="Une autre")
    elsewhere = ask(other, editor, reader.email)
    give(elsewhere, _4=("no", "D’une autre fiche."))
    give(ask(record, editor, reader.email), _4=("no", "De celle-ci."))
    response = post(desk, "decline", record, comment="Non.", include=[f"{elsewhere.pk}-4"])
    assert (response.status_code, state(record)[1]) == (422, "in_review")


def test_a_letter_that_still_holds_its_blank_is_not_sent(desk, record):
    draft = desk.get(reverse("practices_desk:review", args=[record.pk])).context["reason_form"]["comment"].value()
    assert "[votre raison]" in draft
    response = post(desk, "decline", record, comment=draft)
    assert (response.status_code, state(record)) == (422, ("never", "submitted"))
    assert post(desk, "decline", record, comment=draft.replace("[votre raison]", "Hors du champ.")).status_code == 200
    assert "Hors du champ." in told("declined").body


def test_the_prefilled_grid_is_what_the_readers_agree_on(desk, record, editor, reader):
    give(ask(record, editor, reader.email), _4="no", _5="no")
    give(ask(record, editor), _4="yes", _5="no", _7="unset")
    screen = desk.get(reverse("practices_desk:review", args=[record.pk]))
    form = screen.context["approval"]
    prefilled = {key: form[f"answer_{key}"].value() for key in grid.BY_KEY}
    assert prefilled == answers("yes", _4="unset", _5="no")
    assert [question.criterion.key for question in screen.context["readings"].compared if question.disagreement] == ["4"]
    assert screen.content.decode().count("— désaccord") == 1


def test_a_new_version_is_prefilled_with_what_the_public_one_documents(desk, contributor, editor):
    from practices.domain import drafts, submission

    record = make_submitted(contributor, title="Deux fois")
    decide(record, editor, grid=answers("yes", _6="no"))
    drafts.save_draft(page_id=record.pk, by=contributor, values={"summary": "Un an après."})
    submission.submit_practice(page_id=record.pk, by=contributor)
    form = desk.get(reverse("practices_desk:review", args=[record.pk])).context["approval"]
    assert {key: form[f"answer_{key}"].value() for key in grid.BY_KEY} == answers(_5="yes", _6="no", _7="yes", _8="yes")


def test_a_text_corrected_since_it_was_read_is_not_published(record, editor):
    read = version_read(record)
    correct(record, make_editor("Hauts-de-France", "autre@essai.example"), summary="Corrigé.")
    with pytest.raises(OutOfDate):
        review.approve_practice(
            page_id=record.pk, by=editor, revision_id=read["revision"], content_hash=read["content_hash"], grid=answers("yes")
        )
    assert (state(record), fresh(record.pk).grid) == (("never", "submitted"), {})


@pytest.mark.django_db(transaction=True)
def test_two_editors_who_decide_at_once_decide_once(reference_data):
    contributor = make_user()
    editors = [make_editor("Hauts-de-France", f"redaction{number}@essai.example") for number in range(2)]
    record = make_submitted(contributor)
    outcomes, start = [], threading.Barrier(2)

    def act(editor, decision):
        try:
            start.wait()
            decision(editor)
            outcomes.append("done")
        except Refused as refusal:
            outcomes.append(type(refusal).__name__)
        finally:
            connection.close()

    decisions = [
        lambda editor: approve(record, editor),
        lambda editor: review.decline_practice(page_id=record.pk, by=editor, reason="Hors du champ."),
    ]
    threads = [threading.Thread(target=act, args=pair) for pair in zip(editors, decisions, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["Forbidden", "done"]
    assert state(record) in [("published", "settled"), ("never", "declined")]
    assert OutgoingMail.objects.filter(to=contributor.email).exclude(template__endswith="/submitted.txt").count() == 1
