"""News in their own order: by the date that editors gave, and by the day on which something takes place."""

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce
from django.utils import timezone

from ..models import PublicContent
from ..queries import listed
from ..vocabulary import Kind


def newest_first(news: QuerySet[PublicContent]) -> QuerySet[PublicContent]:
    return news.alias(dated=KeyTextTransform("date", "data")).order_by("-dated", "-first_published_at", "identifier")


def upcoming() -> QuerySet[PublicContent]:
    """What is still to take place or goes on, the soonest first."""
    happens = KeyTransform("happens", "data")
    first = KeyTextTransform("on", happens)
    dated = listed(Kind.NEWS).alias(begins=first, ends=Coalesce(KeyTextTransform("until", happens), first))
    return dated.filter(ends__gte=timezone.localdate().isoformat()).order_by("begins", "identifier")
