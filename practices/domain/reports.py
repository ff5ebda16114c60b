"""What readers say is wrong with a public sheet, and what the editors of its region answer."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..life import notifications
from ..models import PracticeEvent, PublicState, Report
from ..permissions import may_judge
from .errors import Forbidden, OutOfDate
from .records import locked_record, note

#: How long the address of who reported is kept once the report is answered.
ADDRESS_KEPT = timedelta(days=90)
#: The same words about the same sheet within this time are one report, sent twice.
SAME_WITHIN = timedelta(hours=1)


@transaction.atomic
def report_practice(*, page_id: int, reason: str, text: str, email: str = "", by=None) -> Report:
    """A reader, or the author about a correction of her text, tells the editors of the region. Raises OutOfDate."""
    record = locked_record(page_id)
    if record.public_state != PublicState.PUBLISHED:
        raise OutOfDate(_("This sheet is not public."))
    same = record.reports.filter(reason=reason, text=text, handled_at=None, at__gt=timezone.now() - SAME_WITHIN).first()
    if same:
        return same
    report = Report.objects.create(record=record, reason=reason, text=text, email=email)
    # The reader's words stay in the report: the history of a sheet is read by its contributor.
    note(record, PracticeEvent.Kind.REPORTED, by=by)
    notifications.sheet_reported(record, report)
    return report


@transaction.atomic
def answer_report(*, report_id: int, by, answer: str = "") -> Report:
    """Closes a report; with an answer and an address, who reported gets it by mail. Raises Forbidden, OutOfDate."""
    report = Report.objects.select_related("record").get(pk=report_id)
    record = locked_record(report.record_id)
    if refusal := may_judge(by, record):
        raise Forbidden(refusal)
    report.refresh_from_db()
    if report.handled_at:
        raise OutOfDate(_("This report was answered already."))
    report.handled_by, report.handled_at, report.answer = by, timezone.now(), answer
    report.save()
    note(record, PracticeEvent.Kind.REPORT_ANSWERED, by=by)
    if answer and report.email:
        notifications.report_answered(record, report)
    return report


def forget_reporters() -> int:
    """Erases the addresses of those whose report was answered long enough ago; returns how many."""
    return Report.objects.filter(handled_at__lte=timezone.now() - ADDRESS_KEPT).exclude(email="").update(email="")
