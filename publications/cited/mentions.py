"""The public contents that name a sheet: what the sheet's own page says of them."""

from practices.life.mentions import Mention

from ..models import PublicContent
from ..vocabulary import Kind

#: A sheet's page names the latest ones.
MOST = 12


def mentions_of(identifier: str) -> list[Mention]:
    """Tools that served in this sheet and dossiers that hold it, the latest first. One query."""
    found = PublicContent.objects.filter(filters__contains={"sheets": [identifier]}).only("kind", "title", "path")[:MOST]
    return [Mention(str(Kind(each.kind).label), each.title, each.path) for each in found]
