"""The subscription of a person to the letter, as part of all that the site keeps about her."""

from typing import Any

from allauth.account.models import EmailAddress

from accounts.models import User
from accounts.personal_data import Leaving, Source

from .domain.subscriptions import remove
from .models import Subscriber


def data_of(user: User) -> list[dict[str, Any]]:
    """What each address of hers receives, since when, and which letters were sent to it lately."""
    return [
        {
            "address": subscriber.email,
            "asked_at": subscriber.first_asked_at,
            "confirmed_at": subscriber.confirmed_at,
            "themes": subscriber.themes,
            "regions": subscriber.regions,
            "letters": list(subscriber.deliveries.order_by("pk").values("issue__number", "state", "settled_at")),
        }
        for subscriber in Subscriber.objects.filter(email__in=_addresses(user)).order_by("pk")
    ]


def erase(leaving: Leaving) -> None:
    """Her addresses receive nothing any more."""
    for address in _addresses(leaving.user):
        remove(email=address)


SOURCE = Source(name="lettre", data_of=data_of, erase=erase)


def _addresses(user: User) -> list[str]:
    """Those that she has shown to be hers: an account may have been made with somebody else's."""
    verified = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return [address.lower() for address in verified]
