"""The signed links of letters: they say who asks, without an account."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from .composition import Links
from .models import CONFIRMED_WITHIN, Delivery, Subscriber

CONFIRM_SALT = "newsletter.confirm"
PREFERENCES_SALT = "newsletter.preferences"
STOP_SALT = "newsletter.stop"


def confirm_path(subscriber_id: int) -> str:
    return reverse("newsletter:confirm", args=[signing.dumps(subscriber_id, salt=CONFIRM_SALT)])


def preferences_path(subscriber_id: int) -> str:
    return reverse("newsletter:preferences", args=[signing.dumps(subscriber_id, salt=PREFERENCES_SALT)])


def stop_path(subscriber_id: int, delivery_id: int = 0) -> str:
    """`delivery_id`: the letter that bears the link, to count who leaves after which."""
    return reverse("newsletter:stop", args=[signing.dumps([subscriber_id, delivery_id], salt=STOP_SALT)])


def absolute(path: str) -> str:
    return settings.SITE_URL + path


def links_of(delivery: Delivery) -> Links:
    assert delivery.subscriber_id
    reader = delivery.subscriber_id
    return Links(preferences=absolute(preferences_path(reader)), stop=absolute(stop_path(reader, delivery.pk)))


def links_of_nobody() -> Links:
    """In a letter that is tried or looked at."""
    form = absolute(reverse("newsletter:subscribe"))
    return Links(preferences=form, stop=form)


def read_confirm_token(token: str) -> Subscriber | None:
    """None once the person has left or was forgotten. Raises signing.BadSignature, also when it is too old."""
    return Subscriber.objects.filter(pk=signing.loads(token, salt=CONFIRM_SALT, max_age=CONFIRMED_WITHIN)).first()


def read_preferences_token(token: str) -> Subscriber | None:
    """Never too old: a letter is kept for long. None once the person has left. Raises signing.BadSignature."""
    return Subscriber.objects.confirmed().filter(pk=signing.loads(token, salt=PREFERENCES_SALT)).first()


def read_stop_token(token: str) -> tuple[int, int]:
    """Subscriber and letter sent (0: none). Never too old: whoever wants to leave can. Raises signing.BadSignature."""
    subscriber_id, delivery_id = signing.loads(token, salt=STOP_SALT)
    return subscriber_id, delivery_id
