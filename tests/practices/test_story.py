"""The main job, told as scenarios: a contributor submits, the editors of her region review, the public reads."""

import pytest

from core.models import OutgoingMail
from practices import content
from practices.domain import drafts, review, routing, submission
from practices.domain.absence import withdraw_practice
from practices.domain.errors import Forbidden, Incomplete, OutOfDate
from practices.models import PracticeEvent, PublicPractice

from .factories import approve, correct, fresh, make_draft, make_editor, make_published, make_submitted, make_user, sheet_values

pytestmark = pytest.mark.usefixtures("reference_data")


@pytest.fixture
def contributor(reference_data):
    return make_user()


@pytest.fixture
def editor(reference_data):
    return make_editor("Hauts-de-France")


def mails():
    """(address, template) of each queued mail, in order."""
    return list(OutgoingMail.objects.order_by("pk").values_list("to", "template"))


def test_a_sheet_goes_from_draft_to_the_public(contributor, editor):
    record = make_draft(contributor)
    assert (record.review_state, record.public_state, record.region) == ("draft", "never", None)

    submission.submit_practice(page_id=record.pk, by=contributor)
    record = fresh(record.pk)
    assert (record.review_state, record.region.title) == ("submitted", "Hauts-de-France")
    assert record.page.get_parent().specific == record.region
    assert mails() == [(contributor.email, "practices/mail/submitted.txt"), (editor.email, "practices/mail/arrived.txt")]

    review.take_in_charge(page_id=record.pk, by=editor)
    approve(record, editor)
    record = fresh(record.pk)
    assert [str(state) for state in record.states] == ["published"]
    public = PublicPractice.objects.get()
    assert public.get_absolute_url() == f"/pratiques/hauts-de-france/le-banc-des-parents-{record.identifier[-4:]}/"
    assert public.filters["territoire"][:1] == ["com-59350"]
    assert {"dep-59", "reg-32", "anc-31", "iso-fr"} <= set(public.filters["territoire"])
    assert mails()[2:] == [(contributor.email, "practices/mail/published.txt")]
    assert list(record.events.values_list("kind", flat=True)) == ["created", "submitted", "taken_in_charge", "published"]


def test_submitting_twice_is_submitting_once(contributor, editor):
    record = make_submitted(contributor)
    submission.submit_practice(page_id=record.pk, by=contributor)
    assert PracticeEvent.objects.filter(kind="submitted").count() == 1
    assert len(mails()) == 2


def test_an_incomplete_sheet_is_not_submitted_and_says_what_is_missing(contributor):
    record = make_draft(contributor)
    drafts.save_draft(page_id=record.pk, by=contributor, values={"summary": "", "objectives": []})
    with pytest.raises(Incomplete) as refusal:
        submission.submit_practice(page_id=record.pk, by=contributor)
    assert [field.key for field in refusal.value.fields] == ["summary", "objectives"]
    assert fresh(record.pk).review_state == "draft"


def test_changes_are_asked_answered_and_approved(contributor, editor):
    record = make_submitted(contributor)
    review.request_changes(page_id=record.pk, by=editor, comment="Dites qui a vu cet effet.")
    with pytest.raises(Forbidden):
        approve(record, editor)
    drafts.save_draft(page_id=record.pk, by=contributor, values={"summary": "Un résumé plus précis."})
    submission.submit_practice(page_id=record.pk, by=contributor)
    approve(record, editor)
    assert PublicPractice.objects.get().data["summary"] == "Un résumé plus précis."


def test_a_declined_sheet_ends_with_a_reason_and_cannot_be_sent_again(contributor, editor):
    record = make_submitted(contributor)
    review.decline_practice(page_id=record.pk, by=editor, reason="Hors du champ.")
    assert fresh(record.pk).review_state == "declined"
    assert mails()[-1] == (contributor.email, "practices/mail/declined.txt")
    with pytest.raises(Forbidden):
        submission.submit_practice(page_id=record.pk, by=contributor)


def test_a_submitted_sheet_is_read_only_until_taken_back(contributor, editor):
    record = make_submitted(contributor)
    with pytest.raises(Forbidden):
        drafts.save_draft(page_id=record.pk, by=contributor, values={"summary": "Autre"})
    submission.take_back_practice(page_id=record.pk, by=contributor)
    drafts.save_draft(page_id=record.pk, by=contributor, values={"summary": "Autre"})
    with pytest.raises(Forbidden):
        approve(record, editor)
    submission.submit_practice(page_id=record.pk, by=contributor)
    approve(record, editor)


def test_a_sheet_is_handed_over_to_another_region_whose_editors_alone_act(contributor, editor):
    record = make_submitted(contributor)
    parisian = make_editor("Île-de-France")
    with pytest.raises(Forbidden):
        approve(record, parisian)
    routing.hand_over_practice(
        page_id=record.pk, by=editor, region_id=parisian.groups.get().region_page.pk, reason="L’action se passe à Bobigny."
    )
    assert fresh(record.pk).page.get_parent().specific.title == "Île-de-France"
    with pytest.raises(Forbidden):
        approve(record, editor)
    approve(record, parisian)
    assert PublicPractice.objects.get().region_slug == "ile-de-france"


def test_nobody_approves_their_own_sheet(editor):
    record = make_submitted(editor)
    with pytest.raises(Forbidden, match="rédaction nationale"):
        approve(record, editor)
    approve(record, make_editor("Hauts-de-France"))


def test_an_editor_who_changed_the_text_waits_for_the_contributor(contributor, editor):
    record = make_submitted(contributor)
    revision = correct(record, editor, summary="Un autre résumé.")
    with pytest.raises(Forbidden, match="contribut"):
        approve(record, editor)
    corrected = fresh(record.pk).page.latest_revision.as_object()
    review.accept_corrections(page_id=record.pk, revision_id=revision.pk, content_hash=content.public_hash(corrected))
    approve(record, editor)
    assert PublicPractice.objects.get().data["summary"] == "Un autre résumé."


def test_another_editor_of_the_region_may_approve_corrections(contributor, editor):
    record = make_submitted(contributor)
    correct(record, editor, summary="Un autre résumé.")
    approve(record, make_editor("Hauts-de-France"))


def test_a_save_that_changes_nothing_does_not_make_a_corrector(contributor, editor):
    record = make_submitted(contributor)
    correct(record, editor)
    approve(record, editor)


def test_a_correction_made_after_the_agreement_needs_a_new_one(contributor, editor):
    record = make_submitted(contributor)
    revision = correct(record, editor, summary="Un autre résumé.")
    accepted = content.public_hash(revision.as_object())
    review.accept_corrections(page_id=record.pk, revision_id=revision.pk, content_hash=accepted)
    page = revision.as_object()
    page.summary = "Encore un autre, glissé dans la même version."
    page.save_revision(user=editor, overwrite_revision=revision)
    with pytest.raises(Forbidden):
        approve(record, editor)


def test_only_the_version_that_was_read_is_published(contributor, editor):
    record = make_submitted(contributor)
    read = record.page.latest_revision
    read_hash = content.public_hash(read.as_object())
    correct(record, make_editor("Hauts-de-France"), summary="Changé entre-temps.")
    with pytest.raises(OutOfDate, match="a changé"):
        review.approve_practice(page_id=record.pk, by=editor, revision_id=read.pk, content_hash=read_hash)
    assert not PublicPractice.objects.exists()


def test_a_new_version_goes_through_review_while_the_old_one_stays(contributor, editor):
    record = make_published(contributor, editor)
    drafts.save_draft(page_id=record.pk, by=contributor, values=sheet_values(title="Le banc, trois ans après"))
    assert [str(state) for state in fresh(record.pk).states] == ["published", "draft"]
    submission.submit_practice(page_id=record.pk, by=contributor)
    assert PublicPractice.objects.get().title == "Le banc des parents"
    address = PublicPractice.objects.get().get_absolute_url()
    approve(record, editor)
    assert PublicPractice.objects.get().title == "Le banc, trois ans après"
    assert PublicPractice.objects.get().get_absolute_url() == address


@pytest.mark.parametrize(
    ("changes", "region"),
    [
        ({"territories": ["dep-60"]}, "hauts-de-france"),
        ({"territories": ["com-93008", "dep-59"]}, "ile-de-france"),
        ({"territories": ["dep-60", "dep-76"], "scale": "interregional"}, "national"),
        ({"territories": ["iso-ca-qc"], "scale": "abroad"}, "national"),
        ({"territories": ["anc-22"]}, "hauts-de-france"),
    ],
)
def test_a_sheet_goes_to_the_region_in_charge(contributor, changes, region):
    assert make_submitted(contributor, **changes).region.slug == region


def test_withdrawing_a_sheet_ends_the_review_of_its_next_version(contributor, editor):
    record = make_published(contributor, editor)
    drafts.save_draft(page_id=record.pk, by=contributor, values={"summary": "La version suivante."})
    submission.submit_practice(page_id=record.pk, by=contributor)
    withdraw_practice(page_id=record.pk, by=contributor)
    assert [str(state) for state in fresh(record.pk).states] == ["withdrawn"]
    with pytest.raises(Forbidden):
        approve(record, editor)
    assert not PublicPractice.objects.exists()
