"""What a person agrees to for her words, use by use, and how she takes it back. docs/decisions/voices.md."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from practices.domain.errors import Faulty, Forbidden
from practices.models import PublicState
from practices.uploads import Ready

from ..consents import notifications
from ..models import EditorialEvent, EditorialRecord, VoiceAgreement, VoiceConsent, WorkState
from ..permissions import may_keep_consents
from ..signals import voice_consent_withdrawn
from ..vocabulary import ConsentUse
from .citing import retell_citing
from .publication import take_off
from .records import locked_record, note, set_work_state
from .voice_words import erase_words


@dataclass(frozen=True)
class Given:
    """What the person signed, said or wrote. `uses`: values of ConsentUse; `expires_on`: its last day, None for no end."""

    given_on: date
    manner: str
    uses: Collection[str]
    expires_on: date | None = None
    with_portrait: bool = False
    with_recording: bool = False


def valid(page_id: int, use: str) -> bool:
    """Whether the person agrees to this use of her words today."""
    return VoiceConsent.objects.valid().filter(page_id=page_id, use=use).exists()


@transaction.atomic
def record_agreement(*, page_id: int, by, given: Given, proof: Ready) -> VoiceAgreement:
    """A national editor keeps what was agreed to, with its proof; it takes the place of what stood for the same uses.

    Raises Forbidden, Faulty.
    """
    record = locked_record(page_id)
    if reason := may_keep_consents(by):
        raise Forbidden(reason)
    _check(given)
    agreement = VoiceAgreement(
        page_id=page_id,
        given_on=given.given_on,
        manner=given.manner,
        with_portrait=given.with_portrait,
        with_recording=given.with_recording,
        noted_by=by,
    )
    agreement.proof.save(f"x.{proof.extension}", File(proof.file))
    VoiceConsent.objects.standing().filter(page_id=page_id, use__in=given.uses).update(replaced_at=timezone.now())
    for use in _in_order(given.uses):
        VoiceConsent.objects.create(page_id=page_id, agreement=agreement, use=use, given_on=given.given_on, expires_on=given.expires_on)
    note(record, EditorialEvent.Kind.CONSENT_GIVEN, by=by, comment=_uses_in_words(given.uses))
    return agreement


@transaction.atomic
def withdraw_consents(*, page_id: int, uses: Collection[str] = tuple(ConsentUse.values), by=None) -> list[str]:
    """What the person takes back, at once and everywhere; returns the uses that it was true for.

    `by`: the editor to whom she said it; None for her own link, which its caller has checked. Once nothing is agreed to any more,
    her words are kept nowhere. Raises Forbidden.
    """
    record = locked_record(page_id)
    if by is not None and (reason := may_keep_consents(by)):
        raise Forbidden(reason)
    standing = VoiceConsent.objects.standing().filter(page_id=page_id)
    withdrawn = _in_order(standing.filter(use__in=uses).values_list("use", flat=True))
    if not withdrawn:
        return []
    standing.filter(use__in=withdrawn).update(withdrawn_at=timezone.now())
    note(record, EditorialEvent.Kind.CONSENT_WITHDRAWN, by=by, comment=_uses_in_words(withdrawn))
    if not standing.exists():
        # First, so that what is noted of the rest does not bear her words any more.
        erase_words(record)
    if ConsentUse.SITE in withdrawn:
        _off_the_site(record, by=by, words=_("The person who spoke here has taken her words back. We thank her for having lent them."))
    _tell(record, withdrawn)
    return withdrawn


def end_expired_consents() -> int:
    """Takes off what is past the last day that was agreed to, one transaction each; returns how many voices it was."""
    past = VoiceConsent.objects.standing().filter(expires_on__lt=timezone.localdate(), ended_at__isnull=True)
    pages = sorted(set(past.values_list("page_id", flat=True)))
    for page_id in pages:
        _end_expired(page_id)
    return len(pages)


@transaction.atomic
def _end_expired(page_id: int) -> None:
    """The words stay with the editors: she may be asked whether she agrees anew."""
    record = locked_record(page_id)
    past = VoiceConsent.objects.standing().filter(page_id=page_id, expires_on__lt=timezone.localdate(), ended_at__isnull=True)
    ended = _in_order(past.values_list("use", flat=True))
    past.update(ended_at=timezone.now())
    if ConsentUse.SITE in ended:
        _off_the_site(record, words=_("The person who spoke here had agreed until a date that is past."))
    if ended:
        said = _("%(uses)s: the last day has passed") % {"uses": _uses_in_words(ended)}
        note(record, EditorialEvent.Kind.CONSENT_WITHDRAWN, comment=said)
        voice_consent_withdrawn.send(VoiceConsent, page_id=page_id, identifier=record.identifier, uses=ended)
        notifications.expired(record, _uses_in_words(ended))


def _check(given: Given) -> None:
    if not given.uses or not set(given.uses) <= set(ConsentUse.values):
        raise Faulty(_("Say what she agrees to: one use at least."))
    if given.given_on > timezone.localdate():
        raise Faulty(_("Nobody agrees tomorrow: this date is to come."))
    if given.expires_on and given.expires_on < timezone.localdate():
        raise Faulty(_("This last day is past: such a consent allows nothing."))


def _off_the_site(record: EditorialRecord, *, by=None, words: str) -> None:
    if record.work_state == WorkState.SCHEDULED:
        set_work_state(record, WorkState.READY, scheduled_for=None, scheduled_revision=None)
        note(record, EditorialEvent.Kind.UNSCHEDULED, by=by)
    if record.public_state == PublicState.PUBLISHED:
        take_off(record=record, by=by, words=words)
        retell_citing(record)


def _tell(record: EditorialRecord, uses: list[str]) -> None:
    """Who holds printed files hears it in this transaction; editors get a mail: papers and other networks are in their hands."""
    voice_consent_withdrawn.send(VoiceConsent, page_id=record.pk, identifier=record.identifier, uses=uses)
    notifications.withdrawn(record, _uses_in_words(uses))


def _in_order(uses) -> list[str]:
    return [use for use in ConsentUse.values if use in set(uses)]


def _uses_in_words(uses) -> str:
    return ", ".join(str(ConsentUse(use).label) for use in _in_order(uses))
