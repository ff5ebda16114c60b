"""What the account itself keeps about a person: given to her, and erased with her."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db.models import Q
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from accounts.models import AccountEvent, EditorInvitation, User
from accounts.notifications import FAREWELL
from accounts.personal_data import ACCOUNT, Leaving, Source
from core.models import OutgoingMail


def data_of(user: User) -> dict[str, Any]:
    """Account, roles, second step, consents, mails of the last 90 days, failed sign-ins, what happened to the account."""
    addresses = [user.email, *_addresses(user)]
    return {
        "number": user.pk,
        "name": user.name,
        "email": user.email,
        "addresses": list(user.emailaddress_set.values("email", "verified", "primary")),
        "made_at": user.date_joined,
        "last_signed_in_at": user.last_login,
        "roles": list(user.groups.values_list("name", flat=True)),
        "full_rights": user.is_superuser,
        "second_step": [_factor(factor) for factor in Authenticator.objects.filter(user=user).order_by("pk")],
        "consents": [_consent(consent) for consent in user.consents.all()],
        "invitations": list(
            EditorInvitation.objects.filter(Q(accepted_by=user) | Q(email__in=addresses)).values("group__name", "invited_at", "accepted_at")
        ),
        "mails": list(OutgoingMail.objects.filter(to__in=addresses).order_by("pk").values("created_at", "sent_at", "subject", "body")),
        "failed_sign_ins": list(AccessAttempt.objects.filter(username__in=addresses).values("attempt_time", "ip_address", "user_agent")),
        "events": [_event(event, user) for event in AccountEvent.objects.filter(Q(subject_id=user.pk) | Q(actor_id=user.pk))],
        "back_office": _preferences(user),
    }


def erase(leaving: Leaving) -> None:
    """The rows that bear her address or name and do not go with the account."""
    user, traces = leaving.user, leaving.traces
    OutgoingMail.objects.filter(to__in=traces.addresses).delete()
    traces.forget(OutgoingMail.objects.all())
    EditorInvitation.objects.filter(email__in=traces.addresses).delete()
    for attempts in (AccessAttempt, AccessFailureLog, AccessLog):
        attempts.objects.filter(username__in=traces.addresses).delete()
    _forget_log(user)
    if picture := _picture(user):
        picture.delete(save=False)
    # What is kept for a while (limits of attempts, pages) is made anew; it may hold anything.
    cache.clear()


def forget_farewells() -> int:
    """The last mail to an erased person is forgotten as soon as it has left, or cannot."""
    farewells = OutgoingMail.objects.filter(template=FAREWELL)
    deleted, _by_model = farewells.exclude(pk__in=OutgoingMail.objects.to_send().values("pk")).delete()
    return deleted


SOURCE = Source(name=ACCOUNT, data_of=data_of, erase=erase)


def _addresses(user: User) -> list[str]:
    return list(EmailAddress.objects.filter(user=user).values_list("email", flat=True))


def _factor(factor: Authenticator) -> dict[str, Any]:
    name = factor.data.get("name", "") if factor.type == Authenticator.Type.WEBAUTHN else ""
    return {"kind": factor.type, "name": name, "added_at": factor.created_at, "last_used_at": factor.last_used_at}


def _consent(consent) -> dict[str, Any]:
    return {
        "kind": consent.kind,
        "version": consent.version,
        "about": consent.about,
        "given_at": consent.at,
        "withdrawn_at": consent.withdrawn_at,
    }


def _event(event: AccountEvent, user: User) -> dict[str, Any]:
    """Who else had a part in it is somebody else's data."""
    return {"kind": event.kind, "at": event.at, "about": event.about, "done_by_you": event.actor_id == user.pk}


def _preferences(user: User) -> dict[str, Any]:
    profile = UserProfile.objects.filter(user=user).first()
    return {"language": profile.preferred_language, "time_zone": profile.current_time_zone} if profile else {}


def _picture(user: User):
    profile = UserProfile.objects.filter(user=user).exclude(avatar="").first()
    return profile.avatar if profile else None


def _forget_log(user: User) -> None:
    """Wagtail writes down what accounts were called."""
    entries = ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk))
    entries.update(label=f"#{user.pk}", data={})
