"""Subscribing, choosing, leaving. Nothing is sent before the address was confirmed; leaving takes effect at once and keeps nothing."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from core.models import OutgoingMail

from .. import notifications
from ..models import CONFIRMED_WITHIN, Delivery, DeliveryState, Subscriber

#: The form makes one mail leave to an address in so long, whoever asks and how often.
MAILED_AGAIN_AFTER = timedelta(hours=1)
#: Who was sent which letter is forgotten after so long; the counts stay.
KEPT_FOR = timedelta(days=90)


@transaction.atomic
def ask(*, email: str, themes: Iterable[str], regions: Iterable[str]) -> None:
    """Somebody gives this address, and whoever reads its mail confirms. One that has confirmed is told so by mail, and nothing changes."""
    address = email.lower()
    subscriber, _new = Subscriber.objects.select_for_update().get_or_create(email=address)
    if not subscriber.confirmed_at:
        subscriber.themes, subscriber.regions = sorted(set(themes)), sorted(set(regions))
    now = timezone.now()
    mails = subscriber.mailed_at is None or subscriber.mailed_at <= now - MAILED_AGAIN_AFTER
    if mails:
        subscriber.mailed_at = now
    subscriber.save()
    if mails and subscriber.confirmed_at:
        notifications.already_subscribed(subscriber)
    elif mails:
        notifications.confirmation_asked(subscriber)


@transaction.atomic
def confirm(*, subscriber: Subscriber) -> None:
    """Letters may be sent from now on; confirming twice is confirming once. The date is the proof of the consent."""
    Subscriber.objects.filter(pk=subscriber.pk, confirmed_at=None).update(confirmed_at=timezone.now())


@transaction.atomic
def choose(*, subscriber: Subscriber, themes: Iterable[str], regions: Iterable[str]) -> None:
    Subscriber.objects.filter(pk=subscriber.pk).update(themes=sorted(set(themes)), regions=sorted(set(regions)))


@transaction.atomic
def leave(*, subscriber_id: int, delivery_id: int = 0) -> bool:
    """No letter is sent any more, not even one that is about to leave; False when the person had left already.

    `delivery_id`: the letter whose link was used.
    """
    subscriber = Subscriber.objects.select_for_update().filter(pk=subscriber_id).first()
    if subscriber is None:
        return False
    Delivery.objects.filter(pk=delivery_id, subscriber=subscriber).update(unsubscribed_at=timezone.now())
    _forget(subscriber)
    return True


@transaction.atomic
def remove(*, email: str) -> bool:
    """The same for an address whose reader asks for it otherwise, or that bounces; False when it is not subscribed."""
    subscriber = Subscriber.objects.select_for_update().filter(email=email.lower()).first()
    if subscriber is None:
        return False
    _forget(subscriber)
    return True


def forget_what_is_over() -> int:
    """Requests that were not confirmed, with the mail that asked; and who was sent which letter. Returns how many requests."""
    now = timezone.now()
    OutgoingMail.objects.filter(template=notifications.CONFIRM, created_at__lte=now - CONFIRMED_WITHIN).delete()
    settled = Delivery.objects.exclude(state__in=[DeliveryState.WAITING, DeliveryState.HANDED])
    settled.filter(subscriber__isnull=False, settled_at__lte=now - KEPT_FOR).update(subscriber=None)
    deleted, _by_model = Subscriber.objects.forgettable().delete()
    return deleted


def _forget(subscriber: Subscriber) -> None:
    subscriber.deliveries.filter(state=DeliveryState.WAITING).delete()
    OutgoingMail.objects.filter(to=subscriber.email, about=notifications.ABOUT).delete()
    subscriber.delete()
