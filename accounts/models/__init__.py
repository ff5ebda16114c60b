"""People, what they agreed to, and what happened to their accounts."""

from .audit import AccountEvent
from .consent import Consent
from .departure import Departure
from .invitation import EditorInvitation
from .mail_wish import MailWish
from .user import User, UserManager

__all__ = ["AccountEvent", "Consent", "Departure", "EditorInvitation", "MailWish", "User", "UserManager"]
