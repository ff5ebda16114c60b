"""What the audit of accounts hears: roles and second steps change in several places."""

from allauth.account.signals import user_signed_up
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import m2m_changed

from accounts.domain.audit import note_account
from accounts.domain.consents import give_consent
from accounts.domain.departures import stay_by_signing_in
from accounts.models import AccountEvent, Consent, User

Kind = AccountEvent.Kind


def listen() -> None:
    m2m_changed.connect(note_roles, sender=User.groups.through, dispatch_uid="accounts.roles")
    user_logged_in.connect(stay_by_signing_in, dispatch_uid="accounts.stay")
    user_signed_up.connect(note_sign_up, dispatch_uid="accounts.sign_up")
    authenticator_added.connect(note_factor_added, dispatch_uid="accounts.factor_added")
    authenticator_removed.connect(note_factor_removed, dispatch_uid="accounts.factor_removed")


def note_roles(sender, instance, action, reverse, pk_set, **kwargs) -> None:
    """Whatever the way, in the transaction that changes them."""
    if action == "pre_clear":
        # The signal does not say what is cleared.
        pk_set = set((instance.user_set if reverse else instance.groups).values_list("pk", flat=True))
    kind = {"post_add": Kind.ROLE_GIVEN, "post_remove": Kind.ROLE_REMOVED, "pre_clear": Kind.ROLE_REMOVED}.get(action)
    if kind is None or not pk_set:
        return
    if reverse:
        pairs = [(person, instance.name) for person in User.objects.filter(pk__in=pk_set)]
    else:
        pairs = [(instance, name) for name in Group.objects.filter(pk__in=pk_set).values_list("name", flat=True)]
    for person, role in pairs:
        note_account(kind, subject=person, about=role)


def note_sign_up(sender, request, user, **kwargs) -> None:
    """Whoever signs up agrees to the rules that the page links to."""
    note_account(Kind.SIGNED_UP, subject=user, by=user)
    give_consent(user=user, kind=Consent.Kind.TERMS)


def note_factor_added(sender, user, authenticator, **kwargs) -> None:
    note_account(Kind.FACTOR_ADDED, subject=user, by=user, about=authenticator.type)


def note_factor_removed(sender, user, authenticator, **kwargs) -> None:
    note_account(Kind.FACTOR_REMOVED, subject=user, by=user, about=authenticator.type)
