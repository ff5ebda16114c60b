"""What other apps may listen to. Sent inside the transaction that writes, so that a receiver's own rows stand or fall with it."""

from django.dispatch import Signal

#: A sheet became public, changed in public or left the public.
#: Arguments: `identifier` (op-…), `version` (int, grows with each change), `deleted` (bool); `relatives`, the identifiers of the sheets
#: that its record speaks of or spoke of (absent when deleted).
public_practice_changed = Signal()
