"""What subscribers and editors choose among: themes of the first level, and regions."""

from django.db.models import F

from territories.models import Territory
from themes.models import Theme

Choices = list[tuple[str, str]]


def themes() -> Choices:
    return list(Theme.objects.current().filter(parent=None).values_list("slug", "name"))


def regions() -> Choices:
    return list(Territory.objects.filter(kind=Territory.Kind.REGION, region_code=F("code")).values_list("code", "name"))
