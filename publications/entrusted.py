"""What of publications awaits one person outside the admin: texts to read, proofs to sign, corrections to answer."""

from dataclasses import dataclass

from django.db.models import F, QuerySet

from accounts.models import User

from .fingerprint import fingerprint
from .models import ContentReading, EditorialRecord, SignOff, WorkState


@dataclass(frozen=True)
class Entrusted:
    """How many of each."""

    readings: int
    #: Proofs to sign and corrections to answer: they are on one page.
    proofs: int


def entrusted(user: User) -> Entrusted:
    return Entrusted(readings=readings_of(user).count(), proofs=len(proofs_of(user)) + corrections_of(user).count())


def readings_of(user: User) -> QuerySet[ContentReading]:
    """Those that she can still give in."""
    awaited = ContentReading.objects.filter(reader=user, done_at=None, given_up_at=None)
    return awaited.filter(record__work_state=WorkState.READING, round=F("record__round"))


def proofs_of(user: User) -> list[SignOff]:
    """Those of the text as it is now."""
    asked = SignOff.objects.filter(user=user, signed_at=None, refused_at=None, record__work_state=WorkState.SIGN_OFF)
    rows = asked.select_related("record__page__latest_revision")
    return [row for row in rows if fingerprint(row.record.page.latest_revision) == row.fingerprint]


def corrections_of(user: User) -> QuerySet[EditorialRecord]:
    """Contents to be corrected whose newest version names this account among its authors."""
    asked = EditorialRecord.objects.filter(work_state=WorkState.CHANGES_REQUESTED)
    return asked.filter(page__latest_revision__content__author_rows__contains=[{"user": user.pk}])
