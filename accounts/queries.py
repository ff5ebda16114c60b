"""What is read about accounts."""

from datetime import datetime, timedelta

from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import AccountEvent, Departure, EditorInvitation, User
from accounts.personal_data import sources

#: How long the link of an invitation opens.
LINK_LIFE = timedelta(days=14)
#: How long an invitation that nobody answered is remembered.
FORGOTTEN_AFTER = timedelta(days=90)
#: An account that nobody uses for so long is deleted.
INACTIVE_AFTER = timedelta(days=730)
#: The first warning comes so long before, the second so long.
FIRST_WARNING = timedelta(days=30)
SECOND_WARNING = timedelta(days=14)


def open_invitations(group: Group) -> QuerySet[EditorInvitation]:
    """Those that can still be accepted."""
    return EditorInvitation.objects.filter(group=group, invited_at__gt=timezone.now() - LINK_LIFE).exclude(email="")


def departure_of(user: User) -> Departure | None:
    return Departure.objects.filter(user=user).first()


def seen_at(user: User) -> datetime:
    """When this person was last known to use the account."""
    return user.last_login or user.date_joined


def unused_since(moment: datetime) -> QuerySet[User]:
    """Accounts into which nobody has signed since then, and whose deletion is not under way."""
    seen = Coalesce("last_login", "date_joined")
    return User.objects.annotate(seen=seen).filter(seen__lt=moment, departure=None).order_by("pk")


def is_active_since(user: User, moment: datetime) -> bool:
    """Whether this person did something since then, signed in or by a link of a mail."""
    return seen_at(user) >= moment or any(source.active_since(user, moment) for source in sources())


def told_since(user: User, kind: AccountEvent.Kind) -> bool:
    """Whether this was noted since the person was last seen."""
    return AccountEvent.objects.filter(kind=kind, subject_id=user.pk, at__gte=seen_at(user)).exists()


def administrators() -> list[User]:
    """People who look after accounts."""
    right = {"content_type__app_label": "accounts", "codename": "change_user"}
    by_group = Q(**{f"groups__permissions__{key}": value for key, value in right.items()})
    by_hand = Q(**{f"user_permissions__{key}": value for key, value in right.items()})
    return list(User.objects.filter(Q(is_superuser=True) | by_group | by_hand, is_active=True).distinct().order_by("pk"))
