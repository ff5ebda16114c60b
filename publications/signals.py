"""What other apps may listen to. Sent inside the transaction that writes, so that a receiver's own rows stand or fall with it."""

from django.dispatch import Signal

#: A content became public, changed in public or left the public.
#: Arguments: `identifier` (oc-…), `version` (int, grows with each change), `deleted` (bool).
public_content_changed = Signal()

#: A consent was withdrawn by the person, or came to its end. Printed files that hold her words must be made anew, and must not be given
#: out meanwhile. Arguments: `page_id` and `identifier` (oc-…) of the voice, `uses` (publications.vocabulary.ConsentUse values).
voice_consent_withdrawn = Signal()
