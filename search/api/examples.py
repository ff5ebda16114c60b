"""What answers look like: an invented sheet, shortened where lists repeat themselves."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from practices.vocabulary import Mode

from ..facets import BY_PARAMETER

THEME = {"slug": "vie-de-quartier", "label": "Vie de quartier et habitants"}


def listing() -> dict[str, Any]:
    """The answer to `q=jardin`."""
    sheet = {
        "id": "op-3k7m2q9x",
        "url": f"{settings.SITE_URL}/pratiques/hauts-de-france/le-jardin-du-pied-d-immeuble-2q9x/",
        "title": "Le jardin du pied d’immeuble",
        "summary": "Des voisins cultivent ensemble, et parlent de ce qui les occupe.",
        "mode": Mode.COMMUNITY.value,
        "scale": "neighbourhood",
        "status": "running",
        "start_date": "2023-04",
        "end_date": "",
        "organisation": {"name": "Centre social des Tilleuls", "type": "social_centre"},
        "main_theme": THEME,
        "themes": [],
        "keywords": ["jardin partagé"],
        "territories": [{"code": "com-60057", "label": "Beauvais"}],
        "region": {"code": "reg-32", "slug": "hauts-de-france", "label": "Hauts-de-France"},
        "published_at": "2026-03-02T09:30:00Z",
        "updated_at": "2026-05-18T14:05:00Z",
        "effects_count": 2,
        "effects_without_success": 1,
        "barriers_count": 1,
        "is_demo": False,
        "strict": True,
        "highlights": {"title": ["Le <mark>jardin</mark> du pied d’immeuble"]},
    }
    facets = {"mode": [{"value": Mode.COMMUNITY.value, "label": str(Mode.COMMUNITY.label), "count": 1}]}
    head = {"count": 1, "page": 1, "pages": 1, "took_ms": 7, "degraded": False, "suggestion": None}
    return {**head, "results": [sheet], "facets": facets}


def errors() -> dict[str, Any]:
    """The answer to `mode=solo`."""
    message = _("“%(value)s” is not a known value of the filter “%(filter)s”.")
    message %= {"value": "solo", "filter": BY_PARAMETER["mode"].label}
    return {"errors": [{"field": "mode", "value": "solo", "message": message}]}
