"""What subscribers and editors choose among: themes of the first level, and regions."""

from django.db.models import F

from core.typography import french
from territories.models import Territory
from themes.models import Theme

Choices = list[tuple[str, str]]


def themes() -> Choices:
    return [(slug, french(name)) for slug, name in Theme.objects.current().filter(parent=None).values_list("slug", "name")]


def regions() -> Choices:
    found = Territory.objects.filter(kind=Territory.Kind.REGION, region_code=F("code"))
    return [(code, french(name)) for code, name in found.values_list("code", "name")]
