"""What every list of the desk needs and changes seldom, kept in the process for a few seconds (core.fresh)."""

from django.db.models.signals import m2m_changed, post_save

from accounts.models import User
from core.fresh import Fresh
from territories.models import Territory
from territories.signals import territories_changed
from themes.models import Theme
from themes.signals import theme_changed


def _members() -> list[tuple[int, str, int, str, str]]:
    memberships = User.groups.through.objects.filter(user__is_active=True, group__region_page__isnull=False)
    return list(memberships.values_list("group", "group__region_page__region_code", "user", "user__name", "user__email"))


def _places() -> dict[str, str]:
    kinds = [Territory.Kind.DEPARTMENT, Territory.Kind.ABROAD]
    return dict(Territory.objects.filter(kind__in=kinds).exclude(code="iso-fr").values_list("code", "name"))


#: Group, region (empty for the national one), key, name and address of every active editor. To name them: permissions ask the database.
members = Fresh(_members)
themes = Fresh(lambda: list(Theme.objects.order_by("position", "name")))
#: Names of départements and countries by code.
places: Fresh[dict[str, str]] = Fresh(_places)


def follow_changes() -> None:
    """One's own changes are seen at once."""
    m2m_changed.connect(members.forget, sender=User.groups.through, dispatch_uid="practices.desk.members")
    post_save.connect(members.forget, sender=User, dispatch_uid="practices.desk.names")
    theme_changed.connect(themes.forget, dispatch_uid="practices.desk.themes")
    territories_changed.connect(places.forget, dispatch_uid="practices.desk.places")
