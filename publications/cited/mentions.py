"""The public contents that name a sheet: what the sheet's own page says of them, and how many they are for its authors."""

from django.db.models import Q

from practices.life.mentions import Mention

from ..models import PublicContent
from ..vocabulary import Kind

#: A sheet's page names the latest ones.
MOST = 12


def mentions_of(identifier: str) -> list[Mention]:
    """Tools that served in this sheet and dossiers that hold it, the latest first. One query."""
    found = PublicContent.objects.filter(filters__contains={"sheets": [identifier]}).only("kind", "title", "path")[:MOST]
    return [Mention(str(Kind(each.kind).label), each.title, each.path) for each in found]


def citations_of(identifier: str) -> int:
    """How many public contents hold this sheet, or cite it in their text."""
    in_text = Q(data__body__contains=[{"type": "sheet", "value": {"identifier": identifier}}])
    return PublicContent.objects.filter(Q(filters__contains={"sheets": [identifier]}) | in_text).count()
