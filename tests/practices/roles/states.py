"""A sheet in each state of the table, with the people around it."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from accounts.groups import ADMINISTRATORS, REVIEWERS
from practices.domain import absence, coauthors, drafts, reports, review, reviewers, submission
from practices.models import PracticeRecord, Report
from practices.review.letters import Asked
from tests.practices.factories import approve, correct, fresh, make_draft, make_editor, make_user
from tests.practices.together import make_coauthor, row_of

REGION = "Hauts-de-France"
AFTER_PUBLICATION = ("published", "rewritten", "renewed", "withdrawn", "archived")


@dataclass
class Sheet:
    """`people` by role; the numbers that some acts need, 0 when there is none in this state."""

    record: PracticeRecord
    people: dict = field(default_factory=dict)
    colleague: object = None
    reading: int = 0
    request: int = 0
    report: int = 0


def make_sheet(state: str) -> Sheet:
    contributor, editor = make_user(name="Nadia Essai"), make_editor(REGION)
    sheet = Sheet(_in_state(state, contributor, editor))
    sheet.colleague = make_editor(REGION, "collegue@essai.example")
    reviewer = make_user("relectrice@essai.example", group=REVIEWERS)
    if state == "in_review":
        due = timezone.localdate() + timedelta(days=10)
        sheet.reading = reviewers.assign_reviewer(page_id=sheet.record.pk, by=editor, email=reviewer.email, name="", due_on=due).pk
    if state in ("in_review", "changes"):
        sheet.request = sheet.record.change_requests.get().pk
    if state == "published":
        reports.report_practice(page_id=sheet.record.pk, reason=Report.Reason.FALSE, text="Le lieu a fermé.")
        sheet.report = Report.objects.get().pk
    _people_around(sheet, contributor, reviewer, editor)
    return sheet


def _people_around(sheet: Sheet, contributor, reviewer, editor) -> None:
    """The sheet is proposed to the co-author who writes it, as it may be in any state."""
    roles = {"reader": "read", "commenter": "comment", "writer": "edit"}
    sheet.people = {
        "visitor": None,
        "member": make_user("quelqu-un@essai.example"),
        "contributor": contributor,
        **{name: make_coauthor(sheet.record, role) for name, role in roles.items()},
        "reviewer": reviewer,
        "editor": editor,
        "elsewhere": make_editor("Île-de-France"),
        "national": make_editor(None),
        "administrator": make_user("admin@essai.example", group=ADMINISTRATORS, is_superuser=True),
    }
    coauthors.offer(page_id=sheet.record.pk, by=contributor, coauthor_id=row_of(sheet.record, sheet.people["writer"]).pk)
    sheet.record = fresh(sheet.record.pk)


def _in_state(state, contributor, editor) -> PracticeRecord:
    record = make_draft(contributor)
    # A version to go back to.
    correct(record, contributor, summary="Un banc, du café : les parents y parlent de ce qui les inquiète.")
    if state != "draft":
        submission.submit_practice(page_id=record.pk, by=contributor)
    if state in ("in_review", "changes"):
        asked = [Asked("summary", "Pour qui ?")]
        review.request_changes(page_id=record.pk, by=editor, comment="Encore un effort.", asked=asked, due_on=None)
    if state == "in_review":
        # Its second round: a request is to be settled.
        submission.submit_practice(page_id=record.pk, by=contributor)
        review.take_in_charge(page_id=record.pk, by=editor)
    if state == "declined":
        review.decline_practice(page_id=record.pk, by=editor, reason="Ce n’est pas une action collective.")
    if state in AFTER_PUBLICATION:
        approve(fresh(record.pk), editor)
    if state in ("rewritten", "renewed"):
        drafts.save_draft(page_id=record.pk, by=contributor, values={"summary": "Le banc a changé de rue, et les parents avec lui."})
    if state == "renewed":
        submission.submit_practice(page_id=record.pk, by=contributor)
    if state == "withdrawn":
        absence.withdraw_practice(page_id=record.pk, by=contributor)
    if state == "archived":
        absence.archive_practice(page_id=record.pk, by=editor, reason="L’action n’existe plus.")
    return fresh(record.pk)
