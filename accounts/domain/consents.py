"""What people agree to, dated and in which words."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Consent, User

#: When the words of each kind were last changed: those who agreed before agreed to other words.
VERSIONS = {
    Consent.Kind.TERMS: "2026-11",
    Consent.Kind.NAMES: "2026-11",
    Consent.Kind.CONTACT: "2026-11",
    Consent.Kind.ALERTS: "2026-11",
}


@transaction.atomic
def give_consent(*, user: User, kind: Consent.Kind, about: str = "") -> Consent:
    """Writes that this person agrees. Agreeing again to the same words changes nothing; to new words ends the former consent."""
    held = Consent.objects.filter(user=user, kind=kind, about=about, withdrawn_at=None)
    if same := held.filter(version=VERSIONS[kind]).first():
        return same
    held.update(withdrawn_at=timezone.now())
    return Consent.objects.create(user=user, kind=kind, about=about, version=VERSIONS[kind])


@transaction.atomic
def withdraw_consent(*, user_id: int, kind: Consent.Kind, about: str = "") -> None:
    """Writes that this person no longer agrees; nothing when she never did."""
    Consent.objects.filter(user_id=user_id, kind=kind, about=about, withdrawn_at=None).update(withdrawn_at=timezone.now())
