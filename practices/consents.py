"""What somebody agrees to when she sends a sheet: names that are signed, a contact that readers see."""

from accounts.domain.consents import give_consent, withdraw_consent
from accounts.models import Consent, User

from .models import PracticePage, PracticeRecord


def note_consents(record: PracticeRecord, page: PracticePage, by: User) -> None:
    """Dated at each submission, by the version that is sent: what is no longer on it is withdrawn."""
    shown = {Consent.Kind.NAMES: bool(page.authors), Consent.Kind.CONTACT: page.contact_public}
    for kind, agreed in shown.items():
        if agreed:
            give_consent(user=by, kind=kind, about=record.identifier)
        else:
            withdraw_consent(user_id=by.pk, kind=kind, about=record.identifier)
