"""One line of the audit of accounts."""

from allauth.core import context

from accounts.models import AccountEvent, User


def note_account(kind: AccountEvent.Kind, *, subject: User | None, by: User | None = None, about: str = "") -> AccountEvent:
    """Writes what happened, in the transaction of the act. `by`: who did it, else whoever is signed in; nobody for the clock."""
    actor = by or acting()
    return AccountEvent.objects.create(
        kind=kind,
        subject_id=subject.pk if subject else None,
        actor_id=actor.pk if actor else None,
        about=about[: AccountEvent._meta.get_field("about").max_length],
    )


def acting() -> User | None:
    """Who is signed in where this runs inside a request."""
    user = getattr(context.request, "user", None)
    return user if user is not None and user.is_authenticated else None
