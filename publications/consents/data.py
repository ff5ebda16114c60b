"""What the site keeps about an editor who recorded agreements. Those who speak have no account: docs/decisions/voices.md."""

from typing import Any

from accounts.models import User
from accounts.personal_data import Leaving, Source

from ..models import VoiceAgreement


def data_of(user: User) -> list[dict[str, Any]]:
    rows = VoiceAgreement.objects.filter(noted_by=user).order_by("pk")
    return list(rows.values("page__record__identifier", "given_on", "manner", "noted_at"))


def erase(leaving: Leaving) -> None:
    """The agreement outlives whoever recorded it, without her: the account's end empties the column."""


SOURCE = Source(name="accords-enregistres", data_of=data_of, erase=erase)
