"""« Je l’ai utilisé »: written by anybody with an account, read by the national editors, public once they accept it."""

import hashlib
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from practices.domain.errors import Faulty, Forbidden, OutOfDate, Refused
from practices.models import PublicState
from practices.permissions import Reason, is_national_editor
from territories.models import Territory

from ..models import EditorialRecord, ToolUse
from ..tool_uses import mails
from .publication import write_public_record
from .records import locked_record

#: Accounts of one person that wait to be read, all tools together.
MOST_WAITING = 10
#: How long an account that was not kept stays, so that its author finds her text again.
DECLINED_KEPT = timedelta(days=90)


def may_judge_use(user, use: ToolUse) -> Reason:
    """National editors; nobody accepts what they wrote."""
    if not is_national_editor(user):
        return _("Only the national editors decide about accounts of tools.")
    if use.author_id == user.pk:
        return _("You wrote this account: another editor decides about it.")
    return None


@transaction.atomic
def send_use(*, page_id: int, by, purpose: str, outcome: str, territory: Territory, signature: str = "") -> ToolUse:
    """Sends an account to the national editors; one that still waits is changed. Raises OutOfDate (tool not public), Refused (too many)."""
    record = locked_record(page_id)
    if record.public_state != PublicState.PUBLISHED:
        raise OutOfDate(_("This tool is not public any more."))
    values = {"purpose": purpose, "outcome": outcome, "territory": territory, "signature": signature, "sent_at": timezone.now()}
    waiting = ToolUse.objects.waiting().filter(author=by)
    if known := waiting.filter(record=record).first():
        ToolUse.objects.filter(pk=known.pk).update(**values)
        return ToolUse.objects.get(pk=known.pk)
    if waiting.count() >= MOST_WAITING:
        raise Refused(_("%(most)d accounts of yours wait to be read already: send this one once they are.") % {"most": MOST_WAITING})
    use = ToolUse.objects.create(record=record, author=by, **values)
    mails.arrived(use)
    return use


@transaction.atomic
def accept_use(*, use_id: int, by, read: str) -> ToolUse:
    """Has everybody read it below its tool. `read`: the digest of what the editor read. Raises Forbidden, OutOfDate."""
    use = _judged(use_id, by, read)
    _decide(use, ToolUse.State.ACCEPTED, by)
    _write_again(use.record)
    mails.accepted(use)
    return use


@transaction.atomic
def decline_use(*, use_id: int, by, read: str, reason: str) -> ToolUse:
    """Does not keep it, and tells its author why. Raises Forbidden, OutOfDate, Faulty (without a reason)."""
    use = _judged(use_id, by, read)
    if not reason.strip():
        raise Faulty(_("Say why: the author reads it."))
    use.reason = reason.strip()
    _decide(use, ToolUse.State.DECLINED, by)
    mails.declined(use)
    return use


@transaction.atomic
def take_back_use(*, use_id: int, by) -> None:
    """Its author takes it away, read or not, public or not. Raises Forbidden."""
    use = _locked(use_id)
    if use.author_id is None or use.author_id != by.pk:
        raise Forbidden(_("This account is not yours."))
    was_public = use.state == ToolUse.State.ACCEPTED
    use.delete()
    if was_public:
        _write_again(use.record)


@transaction.atomic
def forget_author(*, user, keep: bool) -> None:
    """A person who leaves: what is public stays without her signature if she wishes so, all the rest goes."""
    uses = ToolUse.objects.filter(author=user)
    public = {use.record_id for use in uses.accepted()}
    (uses.exclude(state=ToolUse.State.ACCEPTED) if keep else uses).delete()
    uses.update(author=None, signature="")
    for page_id in sorted(public):
        _write_again(locked_record(page_id))


def forget_declined() -> int:
    """Deletes what was not kept long enough ago; returns how many."""
    old = ToolUse.objects.filter(state=ToolUse.State.DECLINED, decided_at__lte=timezone.now() - DECLINED_KEPT)
    return old.delete()[0]


def digest(use: ToolUse) -> str:
    """Tells one text of an account from another."""
    text = "\x00".join([use.purpose, use.outcome, use.territory_id, use.signature])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _locked(use_id: int) -> ToolUse:
    """The account, its tool's record locked first, as everywhere. Raises ToolUse.DoesNotExist."""
    record = locked_record(ToolUse.objects.values_list("record_id", flat=True).get(pk=use_id))
    use = ToolUse.objects.select_for_update(of=("self",)).select_related("author", "territory").get(pk=use_id)
    use.record = record
    return use


def _judged(use_id: int, by, read: str) -> ToolUse:
    use = _locked(use_id)
    if reason := may_judge_use(by, use):
        raise Forbidden(reason)
    if use.state != ToolUse.State.WAITING:
        raise OutOfDate(_("Somebody has decided about this account already."))
    if digest(use) != read:
        raise OutOfDate(_("Its author has changed this account since you read it: read it again first."))
    return use


def _decide(use: ToolUse, state: str, by) -> None:
    use.state, use.decided_at, use.decided_by = state, timezone.now(), by
    use.save()


def _write_again(record: EditorialRecord) -> None:
    if record.public_state == PublicState.PUBLISHED:
        write_public_record(record=record, page=record.page.specific)
