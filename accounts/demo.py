"""The people of the demo. Their password is known to all: never on a real site."""

from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from accounts.domain import vouch_for_address
from accounts.groups import ADMINISTRATORS, NATIONAL_EDITORS, REVIEWERS, regional_editors
from accounts.models import User

PASSWORD = "observatoire"


class DemoAccount(NamedTuple):
    email: str
    name: str
    group: str = ""
    superuser: bool = False


ACCOUNTS = (
    DemoAccount("contributrice@demo.example", "Contributrice (démonstration)"),
    DemoAccount("redaction-hdf@demo.example", "Rédaction Hauts-de-France (démonstration)", regional_editors("Hauts-de-France")),
    DemoAccount("redaction-idf@demo.example", "Rédaction Île-de-France (démonstration)", regional_editors("Île-de-France")),
    DemoAccount("relectrice@demo.example", "Relectrice (démonstration)", REVIEWERS),
    DemoAccount("nationale@demo.example", "Rédaction nationale (démonstration)", NATIONAL_EDITORS),
    DemoAccount("chercheuse@demo.example", "Chercheuse (démonstration)"),
    DemoAccount("admin@demo.example", "Administration (démonstration)", ADMINISTRATORS, superuser=True),
)


def load_demo_accounts() -> dict[str, int]:
    """The accounts of the demo, as they are described above; again: put back as described. The groups must exist (load_reference)."""
    if not settings.DEMO_ALLOWED:
        raise ImproperlyConfigured("The demo accounts have a public password: they are not loaded on a real site.")
    with transaction.atomic():
        for account in ACCOUNTS:
            _load(account)
    return {"accounts": len(ACCOUNTS)}


def _load(account: DemoAccount) -> None:
    user = User.objects.filter(email=account.email).first() or User(email=account.email)
    user.name = account.name
    user.is_active = True
    user.is_staff = user.is_superuser = account.superuser
    if not user.check_password(PASSWORD):
        user.set_password(PASSWORD)
    user.save()
    user.groups.set([Group.objects.get(name=account.group)] if account.group else [])
    vouch_for_address(user=user)
