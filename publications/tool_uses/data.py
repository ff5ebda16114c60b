"""What accounts of the use of tools keep about a person: given to her, and erased with her."""

from typing import Any

from accounts.models import Departure, User
from accounts.personal_data import Leaving, Source

from ..domain.tool_uses import forget_author
from ..models import ToolUse


def data_of(user: User) -> dict[str, Any]:
    """What she told of tools, and what became of it."""
    return {"accounts": [_told(use) for use in ToolUse.objects.filter(author=user).select_related("record__page", "territory")]}


def erase(leaving: Leaving) -> None:
    """Her public accounts stay without her name where she leaves her sheets; nothing else does."""
    leaving.traces.forget(ToolUse.objects.filter(author=leaving.user))
    forget_author(user=leaving.user, keep=leaving.sheets == Departure.Sheets.KEEP)


SOURCE = Source(name="outils", data_of=data_of, erase=erase)


def _told(use: ToolUse) -> dict[str, Any]:
    return {
        "tool": use.record.page.title,
        "identifier": use.record.identifier,
        "purpose": use.purpose,
        "territory": use.territory.name,
        "outcome": use.outcome,
        "signature": use.signature,
        "state": use.state,
        "sent_at": use.sent_at,
        "decided_at": use.decided_at,
        "reason": use.reason,
    }
