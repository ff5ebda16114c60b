"""What can be downloaded of a public content."""

from typing import Any

from django.template.defaultfilters import filesizeformat

from . import files
from .sources import Data


def downloads(content: Data) -> list[dict[str, Any]]:
    """The files of the version that is read today: `label`, `url`, `detail` (how heavy it is). One query."""
    return [_told(content, row) for row in files.published(content["id"]) if row.version == row.record.edition]


def _told(content: Data, row: Any) -> dict[str, Any]:
    url = f"{content['url']}{content['kind']}{row.extension}"
    return {"label": row.get_kind_display(), "url": url, "detail": filesizeformat(row.size)}
