"""Whether a person is mailed: asked first, confirmed by the link of that mail, stopped by one click."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.domain import consents
from accounts.models import Consent, User

from .. import notifications
from ..models import AlertConsent, Match, Rhythm, SavedSearch

#: A second first mail is sent at the person's asking, not sooner.
ASK_AGAIN_AFTER = timedelta(minutes=5)


@transaction.atomic
def ask_for_consent(*, user: User) -> bool:
    """Mails the link by which alerts are confirmed, unless they are or it has just been sent; says whether it was."""
    consent, is_new = AlertConsent.objects.select_for_update().get_or_create(user=user)
    return is_new and _ask(consent)


@transaction.atomic
def ask_again(*, user: User) -> bool:
    """The same, for somebody who has not found the first mail."""
    consent, is_new = AlertConsent.objects.select_for_update().get_or_create(user=user)
    too_soon = not is_new and consent.asked_at > timezone.now() - ASK_AGAIN_AFTER
    return not consent.given_at and not too_soon and _ask(consent)


def _ask(consent: AlertConsent) -> bool:
    consent.asked_at = timezone.now()
    consent.save(update_fields=["asked_at"])
    notifications.consent_asked(consent)
    return True


@transaction.atomic
def give_consent(*, consent: AlertConsent) -> None:
    """Alerts may be mailed from now on. Confirming twice is confirming once."""
    AlertConsent.objects.filter(pk=consent.pk, given_at=None).update(given_at=timezone.now())
    consents.give_consent(user=consent.user, kind=Consent.Kind.ALERTS)


@transaction.atomic
def stop_all(*, user_id: int) -> None:
    """No alert is mailed any more; the searches stay. Beginning again asks for consent again."""
    AlertConsent.objects.filter(user_id=user_id).delete()
    consents.withdraw_consent(user_id=user_id, kind=Consent.Kind.ALERTS)
    Match.objects.unsent().filter(search__user_id=user_id).delete()


@transaction.atomic
def stop_one(*, user_id: int, search_id: int) -> None:
    """The search stays, and is followed no more."""
    SavedSearch.objects.filter(pk=search_id, user_id=user_id).update(rhythm=Rhythm.NEVER)
    Match.objects.unsent().filter(search_id=search_id, search__user_id=user_id).delete()
