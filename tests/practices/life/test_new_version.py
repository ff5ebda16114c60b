"""A new version of a public sheet: the public one stays, both are shown, and the new one can be given up."""

import pytest

from practices.domain import drafts, new_version, review, submission
from practices.domain.errors import Forbidden
from practices.models import PublicPractice
from practices.queries import changes_requested
from tests.practices.factories import approve, fresh, make_user

from .conftest import kinds

pytestmark = pytest.mark.usefixtures("reference_data")


def begin(sheet, contributor, summary="Un résumé plus précis."):
    drafts.save_draft(page_id=sheet.pk, by=contributor, values={"summary": summary})


def public_summary():
    return PublicPractice.objects.get().data["summary"]


def test_a_new_version_goes_through_review_while_the_old_one_stays_public(sheet, editor, contributor):
    old = public_summary()
    begin(sheet, contributor)
    assert ([str(state) for state in fresh(sheet.pk).states], public_summary()) == (["published", "draft"], old)
    submission.submit_practice(page_id=sheet.pk, by=contributor)
    review.take_in_charge(page_id=sheet.pk, by=editor)
    assert ([str(state) for state in fresh(sheet.pk).states], public_summary()) == (["published", "in_review"], old)
    approve(fresh(sheet.pk), editor)
    assert ([str(state) for state in fresh(sheet.pk).states], public_summary()) == (["published"], "Un résumé plus précis.")


def test_a_declined_version_leaves_the_public_one(sheet, editor, contributor):
    old = public_summary()
    begin(sheet, contributor)
    submission.submit_practice(page_id=sheet.pk, by=contributor)
    review.decline_practice(page_id=sheet.pk, by=editor, reason="Pas encore.")
    assert ([str(state) for state in fresh(sheet.pk).states], public_summary()) == (["published", "declined"], old)
    new_version.give_up_version(page_id=sheet.pk, by=contributor)
    assert [str(state) for state in fresh(sheet.pk).states] == ["published"]


def test_the_contributor_sees_both_versions_what_differs_and_the_way_back(sheet, contributor, sign_in):
    page = sign_in(contributor).get(f"/mes-fiches/{sheet.identifier}/").content.decode()
    assert "Deux versions" not in page
    begin(sheet, contributor)
    page = sign_in(contributor).get(f"/mes-fiches/{sheet.identifier}/").content.decode()
    assert "Deux versions" in page
    assert "1 réponse diffère" in page
    assert f"/mes-fiches/{sheet.identifier}/renoncer/" in page


def test_giving_up_brings_the_public_text_back_and_nobody_else_can(sheet, contributor, sign_in):
    old = public_summary()
    begin(sheet, contributor)
    with pytest.raises(Forbidden):
        new_version.give_up_version(page_id=sheet.pk, by=make_user("autre@essai.example"))
    assert sign_in(contributor).get(f"/mes-fiches/{sheet.identifier}/renoncer/").status_code == 200
    assert fresh(sheet.pk).review_state == "draft"
    sign_in(contributor).post(f"/mes-fiches/{sheet.identifier}/renoncer/")
    record = fresh(sheet.pk)
    assert (record.review_state, record.page.latest_revision.as_object().summary, public_summary()) == ("settled", old, old)
    assert not record.page.has_unpublished_changes
    assert kinds(record)[-1] == "version_restored"
    assert record.page.revisions.filter(content__summary="Un résumé plus précis.").exists()


def test_what_was_given_up_does_not_come_back_with_the_next_version(sheet, editor, contributor):
    begin(sheet, contributor)
    new_version.give_up_version(page_id=sheet.pk, by=contributor)
    drafts.save_draft(page_id=sheet.pk, by=contributor, values={"title": "Le banc des parents, deux ans après"})
    submission.submit_practice(page_id=sheet.pk, by=contributor)
    approve(fresh(sheet.pk), editor)
    data = PublicPractice.objects.get().data
    assert (data["title"], data["summary"] == "Un résumé plus précis.") == ("Le banc des parents, deux ans après", False)


def test_a_version_under_review_is_taken_back_before_it_is_given_up(sheet, contributor):
    begin(sheet, contributor)
    submission.submit_practice(page_id=sheet.pk, by=contributor)
    with pytest.raises(Forbidden):
        new_version.give_up_version(page_id=sheet.pk, by=contributor)
    submission.take_back_practice(page_id=sheet.pk, by=contributor)
    new_version.give_up_version(page_id=sheet.pk, by=contributor)
    assert fresh(sheet.pk).review_state == "settled"


def test_what_editors_asked_to_change_can_be_given_up(sheet, editor, contributor):
    begin(sheet, contributor)
    submission.submit_practice(page_id=sheet.pk, by=contributor)
    review.request_changes(page_id=sheet.pk, by=editor, comment="Qui l’a vu ?")
    new_version.give_up_version(page_id=sheet.pk, by=contributor)
    record = fresh(sheet.pk)
    assert (record.review_state, record.page.current_workflow_state) == ("settled", None)
    begin(sheet, contributor, "Une troisième version.")
    assert changes_requested(fresh(sheet.pk)) is None
    submission.submit_practice(page_id=sheet.pk, by=contributor)
    approve(fresh(sheet.pk), editor)
    assert public_summary() == "Une troisième version."


def test_editors_read_a_new_version_once_it_is_sent_and_not_before(sheet, editor, contributor, sign_in):
    def on_the_desk(words):
        client = sign_in(editor)
        screens = [client.get(f"/gestion/fiches/{sheet.pk}/{part}").content.decode() for part in ("", "apercu/")]
        return [words in screen for screen in screens]

    begin(sheet, contributor, "Encore à moi seule.")
    assert on_the_desk("Encore à moi seule.") == [False, False]
    submission.submit_practice(page_id=sheet.pk, by=contributor)
    assert on_the_desk("Encore à moi seule.") == [True, True]
    review.request_changes(page_id=sheet.pk, by=editor, comment="Qui l’a vu ?")
    begin(sheet, contributor, "Pas encore renvoyé.")
    assert on_the_desk("Encore à moi seule.") == [True, True]
    assert on_the_desk("Pas encore renvoyé.") == [False, False]
    new_version.give_up_version(page_id=sheet.pk, by=contributor)
    assert on_the_desk("Encore à moi seule.") == [False, False]
