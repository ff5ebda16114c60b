"""What an editor's screen says of a sheet that is or was public."""

from typing import Any

from django import template

from accounts.models import User

from .. import permissions
from ..models import GONE, PracticeRecord, PublicState

register = template.Library()


@register.simple_tag
def public_life(record: PracticeRecord, user: User) -> dict[str, Any]:
    """Its open reports, and what this editor may do. Two queries."""
    published = record.public_state == PublicState.PUBLISHED
    may_judge = permissions.may_judge(user, record) is None
    return {
        "shown": published or record.public_state in GONE,
        "is_public": published,
        "reports": list(record.reports.filter(handled_at=None)) if published or record.public_state in GONE else [],
        "may_confirm": may_judge and bool(record.confirmation_asked_at or record.unconfirmed_since),
        "may_correct": permissions.may_amend(user, record) is None,
        "may_suspend": may_judge,
        "may_restore": permissions.may_restore(user, record) is None,
    }
