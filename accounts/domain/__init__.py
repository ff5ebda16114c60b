"""What may be done to accounts. Functions take keywords and write in one transaction, with the line of the audit that tells it."""

from .account import rename, vouch_for_address

__all__ = ["rename", "vouch_for_address"]
