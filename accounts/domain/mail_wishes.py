"""How each person wants her news, chosen signed in or by the link at the foot of a message."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from accounts.models import MailWish, User
from core.mail_rhythms import Rhythm, Wish

SALT = "accounts.mail-wish"


def wish_of(address: str) -> Wish:
    """What who has this address chose; an address without an account has chosen nothing."""
    user = User.objects.filter(email__iexact=address).select_related("mail_wish").first()
    if user is None:
        return Wish()
    path = reverse("accounts:mail_wish_by_link", args=[signing.dumps(user.pk, salt=SALT)])
    return Wish(rhythm=rhythm_of(user), stop_url=settings.SITE_URL + path)


def rhythm_of(user: User) -> str:
    return user.mail_wish.rhythm if hasattr(user, "mail_wish") else Rhythm.AT_ONCE


def choose_rhythm(*, user: User, rhythm: str) -> None:
    MailWish.objects.update_or_create(user=user, defaults={"rhythm": Rhythm(rhythm)})


def reader_of(token: str) -> User | None:
    """Whose message bore this link; None when it is forged or the account is gone. It does not expire: a message is kept for long."""
    try:
        number = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=number, is_active=True).select_related("mail_wish").first()
