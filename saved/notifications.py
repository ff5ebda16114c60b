"""The mails about saved searches, and the signed links in them. Templates: templates/saved/mail/."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse

from accounts.models import User
from core.mail import queue_mail
from practices.models import PublicPractice

from .models import CONSENT_LINK_LIFE, AlertConsent, SavedSearch

CONSENT_SALT = "saved.consent"
STOP_SALT = "saved.stop"
ABOUT = "saved searches"
#: Sheets told in full in one mail; the others are counted.
MOST_TOLD = 30

#: A sheet and the searches that it answers to.
Found = tuple[PublicPractice, list[SavedSearch]]


def consent_asked(consent: AlertConsent) -> None:
    """The first mail: nothing else is sent before its link is used."""
    url = _absolute("saved:confirm", consent_token(consent))
    context = {"name": consent.user.name, "url": url, "days": CONSENT_LINK_LIFE.days, "searches_url": _absolute("saved:searches")}
    queue_mail(to=consent.user.email, template="saved/mail/consent.txt", context=context, about=ABOUT)


def alert(user: User, found: list[Found]) -> None:
    """One mail with every new sheet, why it is sent, and how to stop it in one click."""
    searches = list({search.pk: search for _sheet, searches in found for search in searches}.values())
    stop_url = _absolute("saved:stop", stop_token(user.pk))
    context = {
        "name": user.name,
        "count": len(found),
        "sheets": [_told(sheet, of) for sheet, of in found[:MOST_TOLD]],
        "others": len(found) - MOST_TOLD,
        "searches": [_followed(search) for search in searches],
        "searches_url": _absolute("saved:searches"),
        "stop_url": stop_url,
    }
    headers = {"List-Unsubscribe": f"<{stop_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    queue_mail(to=user.email, template="saved/mail/alert.txt", context=context, about=ABOUT, headers=headers)


def consent_token(consent: AlertConsent) -> str:
    """Confirms alerts to the very address that it is mailed to."""
    return signing.dumps([consent.pk, consent.user.email], salt=CONSENT_SALT)


def read_consent_token(token: str) -> AlertConsent | None:
    """None once alerts were stopped or the address has changed. Raises signing.BadSignature, also when it is too old."""
    pk, email = signing.loads(token, salt=CONSENT_SALT, max_age=CONSENT_LINK_LIFE)
    return AlertConsent.objects.filter(pk=pk, user__email=email, user__is_active=True).first()


def stop_token(user_id: int, search_id: int = 0) -> str:
    """Stops the alerts of one search, or all. Never too old: whoever wants to stop can."""
    return signing.dumps([user_id, search_id], salt=STOP_SALT)


def read_stop_token(token: str) -> tuple[int, int]:
    """Person and search (0: all). Raises signing.BadSignature."""
    user_id, search_id = signing.loads(token, salt=STOP_SALT)
    return user_id, search_id


def _told(sheet: PublicPractice, searches: list[SavedSearch]) -> dict[str, Any]:
    return {
        "title": sheet.title,
        "summary": sheet.data["summary"],
        "url": _absolute("practices:permanent", sheet.identifier),
        "names": [search.name for search in searches],
    }


def _followed(search: SavedSearch) -> dict[str, Any]:
    return {
        "name": search.name,
        "rhythm": search.get_rhythm_display(),
        "url": settings.SITE_URL + search.get_absolute_url(),
        "stop_url": _absolute("saved:stop", stop_token(search.user_id, search.pk)),
    }


def _absolute(name: str, *arguments: str) -> str:
    return settings.SITE_URL + reverse(name, args=arguments)
