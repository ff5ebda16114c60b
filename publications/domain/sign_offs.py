"""« Bon à tirer »: the authors' yes to the very version that goes out."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from practices.domain.errors import Faulty, Forbidden, OutOfDate

from .. import notifications as mails
from ..fingerprint import fingerprint
from ..models import ContentAuthor, EditorialEvent, EditorialRecord, SignOff, WorkState
from ..permissions import may_handle
from .proofs import request_files
from .records import latest_version, locked_record, note

Kind = EditorialEvent.Kind

REMINDED_BEFORE = timedelta(days=2)
REMINDED_AFTER = timedelta(days=1)
USUAL_TERM = timedelta(days=10)


@transaction.atomic
def ask_sign_off(*, page_id: int, by, author: str = "", email: str = "") -> int:
    """Sends the proof of the newest version to the authors who have not signed it; `author` and `email`: to one without an account.

    Returns to how many. Raises Forbidden, OutOfDate, Faulty.
    """
    record = locked_record(page_id)
    if reason := may_handle(by, record):
        raise Forbidden(reason)
    if record.work_state != WorkState.SIGN_OFF:
        raise OutOfDate(_("This content is not at the sign-off."))
    # Corrected since its layout, the text has no printed proof yet.
    request_files(record, record.page.latest_revision)
    if author:
        signer = _signer(record, author)
        return _send(record, by, author=author, user=signer.user, email="" if signer.user else email)
    sent = send_proofs(record, by=by)
    if not sent:
        raise Faulty(_("Nobody is left to write to: give the address of the authors who have no account."))
    return sent


def send_proofs(record: EditorialRecord, *, by) -> int:
    """To every author whose address is known and who has not answered this version. The caller holds the lock."""
    known = dict(record.sign_offs.filter(user=None).exclude(email="").values_list("author", "email"))
    waiting = set(unsigned(record))
    rows = [row for row in latest_version(record).author_rows.all() if row.name in waiting]
    return sum(
        _send(record, by, author=row.name, user=row.user, email=known.get(row.name, ""))
        for row in rows
        if (row.user and row.user.is_active) or row.name in known
    )


@transaction.atomic
def sign(*, page_id: int, sign_off_id: int) -> None:
    """The author says yes. The caller has checked that it is she (signed link). Raises OutOfDate when the text changed since."""
    record = locked_record(page_id)
    row = _awaited(record, sign_off_id)
    row.signed_at = timezone.now()
    row.save()
    note(record, Kind.PROOF_SIGNED, by=row.user, comment=row.author, revision=row.revision)
    mails.to_handlers(record, "proof_signed", author=row.author)


@transaction.atomic
def record_agreement(*, page_id: int, by, author: str, given_on: date, how: str) -> None:
    """An author said yes on paper or by mail: an editor writes down when and how. It is good for this very version, as any other yes.

    Raises Forbidden, OutOfDate, Faulty.
    """
    record = locked_record(page_id)
    if reason := may_handle(by, record):
        raise Forbidden(reason)
    if record.work_state != WorkState.SIGN_OFF:
        raise OutOfDate(_("This content is not at the sign-off."))
    if given_on > timezone.localdate():
        raise Faulty(_("This day is still to come."))
    signer = _signer(record, author)
    answered = standing(record).filter(author=author).exclude(signed_at=None, refused_at=None).first()
    if answered is not None:
        raise Faulty(_("“%(name)s” has answered this version already.") % {"name": author})
    standing(record).filter(author=author).delete()
    revision, now = record.page.latest_revision, timezone.now()
    said = {"given_on": given_on, "note": how, "recorded_by": by, "signed_at": now}
    asked = {"asked_by": by, "asked_at": now, "due_on": timezone.localdate(), "revision": revision, "fingerprint": fingerprint(revision)}
    SignOff.objects.create(record=record, author=author, user=signer.user, **asked, **said)
    words = f"{author}, {date_format(given_on, 'j F Y')} : {how}"
    note(record, Kind.SIGNED_ON_PAPER, by=by, person=signer.user, comment=words, revision=revision)


@transaction.atomic
def refuse(*, page_id: int, sign_off_id: int, comment: str) -> None:
    """The author says what is to be corrected first; the editors are told. Raises OutOfDate."""
    record = locked_record(page_id)
    row = _awaited(record, sign_off_id)
    row.refused_at, row.comment = timezone.now(), comment
    row.save()
    note(record, Kind.PROOF_REFUSED, by=row.user, comment=f"{row.author} : {comment}", revision=row.revision)
    mails.to_handlers(record, "proof_refused", author=row.author, comment=comment)


def unsigned(record: EditorialRecord) -> list[str]:
    """The authors, as they sign, who have not said yes to the newest version."""
    signed = set(standing(record).filter(signed_at__isnull=False).values_list("author", flat=True))
    return [row.name for row in latest_version(record).author_rows.all() if row.name not in signed]


def standing(record: EditorialRecord):
    """What was asked and answered on the text as it is now."""
    revision = record.page.latest_revision
    return record.sign_offs.filter(fingerprint=fingerprint(revision) if revision else "")


def is_awaited(row: SignOff) -> bool:
    """Whether this proof can still be signed."""
    record = row.record
    answered = row.signed_at or row.refused_at
    return not answered and record.work_state == WorkState.SIGN_OFF and standing(record).filter(pk=row.pk).exists()


def send_sign_off_reminders() -> int:
    """Reminds authors before and after their day; returns how many mails."""
    today = timezone.localdate()
    awaited = SignOff.objects.filter(signed_at=None, refused_at=None, record__work_state=WorkState.SIGN_OFF)
    before = Q(reminded_before_at=None, due_on__gte=today, due_on__lte=today + REMINDED_BEFORE, asked_at__date__lt=today)
    after = Q(reminded_after_at=None, due_on__lte=today - REMINDED_AFTER)
    return sum(_remind(*row, today) for row in list(awaited.filter(before | after).values_list("record_id", "pk")))


@transaction.atomic
def _remind(page_id: int, pk: int, today: date) -> int:
    record = locked_record(page_id)
    row = record.sign_offs.select_related("user").get(pk=pk)
    row.record = record
    name = "reminded_after_at" if row.due_on < today else "reminded_before_at"
    if getattr(row, name) or not is_awaited(row):
        return 0
    setattr(row, name, timezone.now())
    row.save()
    return mails.to_signer(row, "proof_due")


def _signer(record: EditorialRecord, author: str) -> ContentAuthor:
    row = next((row for row in latest_version(record).author_rows.all() if row.name == author), None)
    if row is None:
        raise Faulty(_("“%(name)s” does not sign this text.") % {"name": author})
    return row


def _send(record: EditorialRecord, by, *, author: str, user, email: str) -> int:
    """One proof an author and version; asking again makes a new link."""
    if user is None and not email:
        raise Faulty(_("Give an address to which the proof can be sent."))
    revision = record.page.latest_revision
    standing(record).filter(author=author, signed_at=None).delete()
    row = SignOff.objects.create(
        record=record,
        author=author,
        user=user,
        email=email.lower(),
        asked_by=by,
        due_on=record.due_on or timezone.localdate() + USUAL_TERM,
        revision=revision,
        fingerprint=fingerprint(revision),
    )
    note(record, Kind.PROOF_SENT, by=by, person=user, comment=author, revision=revision)
    return mails.to_signer(row, "proof")


def _awaited(record: EditorialRecord, pk: int) -> SignOff:
    row = record.sign_offs.select_related("user", "revision").filter(pk=pk).first()
    if row is not None:
        row.record = record
    if row is None or not is_awaited(row):
        raise OutOfDate(_("This proof is no longer the one to sign: the text has changed, or it was answered."))
    return row
