"""How each person wants her news: a port, since people are known to `accounts` only."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rhythm(models.TextChoices):
    AT_ONCE = "at_once", _("as it comes, one message each time")
    DAILY = "daily", _("once a day, all in one message")
    NEVER = "never", _("never: I look on the site")


@dataclass(frozen=True)
class Wish:
    """What a person chose, and the address where she changes it or stops without signing in (empty when she has no account)."""

    rhythm: str = Rhythm.AT_ONCE
    stop_url: str = ""


_ask: list[Callable[[str], Wish]] = []


def register(ask: Callable[[str], Wish]) -> None:
    """`ask(address)` gives the wish of who has this address."""
    _ask[:] = [ask]


def wish_of(address: str) -> Wish:
    return _ask[0](address) if _ask else Wish()
