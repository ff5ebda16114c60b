"""What may be done to an account."""

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import User


@transaction.atomic
def rename(*, user: User, name: str) -> None:
    """Change the name that people see from now on."""
    user.name = name
    user.save(update_fields=["name"])


@transaction.atomic
def vouch_for_address(*, user: User) -> None:
    """Take the account's mail address as confirmed: whoever made the account knows who it is for."""
    EmailAddress.objects.filter(user=user).exclude(email=user.email.lower()).delete()
    EmailAddress.objects.update_or_create(user=user, email=user.email.lower(), defaults={"verified": True, "primary": True})
