"""Messages that the site passes on to a sheet's team. Nothing of them is kept but their number. docs/decisions/contact-relay.md."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core.models import GIVE_UP_AFTER, OutgoingMail

from ..life import notifications, relay
from ..models import DailyCount, PracticeRecord, PublicState
from ..permissions import may_withdraw
from .errors import Forbidden, OutOfDate
from .publication import rewrite_about
from .records import locked_record

#: Messages that a team gets of one sheet in a day; further writers are asked to come back.
MOST_A_DAY = 20


@transaction.atomic
def pass_on(*, page_id: int, name: str, email: str, message: str) -> None:
    """Sends a reader's message to the team of a public sheet, to be answered to the reader. Raises OutOfDate."""
    record = locked_record(page_id)
    if record.public_state != PublicState.PUBLISHED or not relay.is_offered(record, record.page):
        raise OutOfDate(_("This team cannot be written to through the site any more."))
    today, _new = DailyCount.objects.get_or_create(record=record, kind=DailyCount.Kind.CONTACT, day=timezone.localdate())
    if today.number >= MOST_A_DAY:
        raise OutOfDate(_("This team has had many messages today: come back tomorrow."))
    DailyCount.objects.filter(pk=today.pk).update(number=F("number") + 1)
    notifications.message_passed_on(record, name=name, email=email, message=message)


@transaction.atomic
def answer_for_address(*, page_id: int, digest: str, accepted: bool) -> PracticeRecord:
    """The holder of the contact address takes messages, or no longer. The caller has checked that it is she (signed link).

    Raises OutOfDate when the sheet has another contact by now.
    """
    record = locked_record(page_id)
    if not record.page.contact_email or relay.digest(record.page.contact_email) != digest:
        raise OutOfDate(_("This sheet has another contact by now."))
    record.relay_digest, record.relay_accepted = digest, accepted
    record.save()
    if record.public_state == PublicState.PUBLISHED:
        rewrite_about(record)
    return record


@transaction.atomic
def set_relay(*, page_id: int, by, accepted: bool) -> PracticeRecord:
    """The contributor opens or closes the form; the contact's own agreement is asked by mail where the address is not hers.

    Raises Forbidden, OutOfDate.
    """
    record = locked_record(page_id)
    if refusal := may_withdraw(by, record, PublicState.WITHDRAWN):
        raise Forbidden(refusal)
    if record.public_state != PublicState.PUBLISHED or not record.page.contact_email:
        raise OutOfDate(_("There is no contact to write to on the public sheet."))
    if accepted and not (record.page.contact_public or relay.belongs_to_owner(record.page)):
        notifications.relay_asked(record)
        return record
    return answer_for_address(page_id=page_id, digest=relay.digest(record.page.contact_email), accepted=accepted)


def forget_messages() -> int:
    """Messages that were passed on, or could not be, are deleted from the outbox; returns how many."""
    passed_on = OutgoingMail.objects.filter(template=notifications.PASSED_ON)
    done = passed_on.exclude(sent_at=None) | passed_on.filter(created_at__lt=timezone.now() - GIVE_UP_AFTER - timedelta(hours=1))
    deleted, _by_model = done.delete()
    return deleted
