"""Whether the site passes messages on to a sheet's team, whose address it never shows. docs/decisions/contact-relay.md."""

from django.utils.crypto import salted_hmac

from ..models import PracticePage, PracticeRecord


def is_offered(record: PracticeRecord, page: PracticePage) -> bool:
    """The holder of the contact address takes messages: she said so, or she is the contributor, or the address is public by her wish.

    An address that changes asks its new holder anew.
    """
    address = page.contact_email
    if not address:
        return False
    if record.relay_digest == digest(address):
        return bool(record.relay_accepted)
    return page.contact_public or belongs_to_owner(page)


def belongs_to_owner(page: PracticePage) -> bool:
    """Whether the contact is the contributor herself: her account proves the address."""
    owner = page.owner
    return owner is not None and owner.is_active and owner.email.lower() == page.contact_email.lower()


def digest(address: str) -> str:
    """Tells whether an address is the one that answered, without keeping it."""
    return salted_hmac("practices.relay", address.lower(), algorithm="sha256").hexdigest()
