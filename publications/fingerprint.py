"""What tells one text from another: a sign-off is good for the text that was signed, and for no other."""

import hashlib
import json
from typing import Any

from wagtail.models import Page, Revision

#: Fields of the page that say where it stands, not what it says.
_OF_ITS_STATE = {field.name for field in Page._meta.local_fields} - {"title", "slug"} | {"pk", "comments", "wagtail_admin_comments"}


def fingerprint(revision: Revision) -> str:
    """The same for two versions that say the same, whoever saved them and however often."""
    said = {key: _without_keys(value) for key, value in revision.content.items() if key not in _OF_ITS_STATE}
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def _without_keys(value: Any) -> Any:
    """Rows of a child relation get their keys when they are first published; they say the same before and after."""
    if isinstance(value, list):
        return [{key: inner for key, inner in row.items() if key != "pk"} if isinstance(row, dict) else row for row in value]
    return value
