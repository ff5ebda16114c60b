"""Taking a person out of the sheets: what was hers alone goes, what stays no longer tells who she was. docs/decisions/erasure.md."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from accounts.personal_data import Leaving

from .duties import lay_down
from .parting import part_with_sheets
from .rewriting import forget_everywhere
from .traces import involved, learn


def erase(leaving: Leaving) -> None:
    """In the transaction that ends with the account. Numbers stay: who did what, when, can still be followed, and leads to nobody."""
    learn(leaving)
    sheets = involved(leaving)
    with _history_may_lose_words():
        lay_down(leaving)
        part_with_sheets(leaving)
        forget_everywhere(sheets, leaving)


@contextmanager
def _history_may_lose_words() -> Iterator[None]:
    """The database refuses to change the history; it lets its comments be rewritten while this is set (migration 0009)."""
    _set("on")
    yield
    _set("off")


def _set(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('observatory.erasing', %s, true)", [value])
