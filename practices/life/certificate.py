"""The certificate of contribution to a public sheet, as PDF. What it says comes from the public sheet and from the person's account."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User
from core.printed import MOTIF, motif

from ..citations import authors, published_on
from ..models import PracticeRecord
from ..permissions import is_author

#: Crossings of the motif.
COLUMNS, ROWS = 60, 9


def pdf(data: Mapping[str, Any], record: PracticeRecord, person: User) -> bytes:
    """`data`: the public object (PublicPractice.data)."""
    from core.printing import pdf as printed

    theme = (data["main_theme"] or {}).get("slug", "")
    ornament = {MOTIF: motif(data["id"], theme, COLUMNS, ROWS)}
    return printed(render_to_string("practices/certificate.html", context(data, record, person)), ornament)


def context(data: Mapping[str, Any], record: PracticeRecord, person: User) -> dict[str, Any]:
    return {
        "sheet": data,
        "name": person.name or person.email,
        "holds": is_author(person, record),
        "signed_by": authors(data),
        "published": published_on(data),
        "address": f"{settings.SITE_URL}/p/{record.identifier}/",
        "today": timezone.localdate(),
    }
