"""Brings the demo news in: written and published by the acts of real ones, dated around the day of the loading."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from practices.demo.loading import NATIONAL_EDITOR
from practices.models import PracticeRecord
from territories.models import Territory
from themes.models import Theme

from ..domain.publication import publish_content
from ..models import ContentTerritory, EditorialRecord, NewsIndexPage, NewsLink, NewsPage

FILE = Path(__file__).parent / "news.json"

Told = dict[str, Any]


def load_demo_news() -> dict[str, int]:
    """Creates the demo news that are not there yet, one transaction each."""
    known = set(NewsPage.objects.values_list("slug", flat=True))
    told = json.loads(FILE.read_text(encoding="utf-8"))
    missing = [news for news in told if news["slug"] not in known]
    for news in missing:
        with transaction.atomic():
            _load(news)
    return {"created": len(missing), "present": len(told) - len(missing)}


def _load(told: Told) -> None:
    editor = User.objects.get(email=NATIONAL_EDITOR)
    page = NewsPage(
        **{name: told[name] for name in ("slug", "title", "summary", "type")},
        **{name: told.get(name, "") for name in ("place", "source", "source_url")},
        **_days(told),
        body=[("text", text) for text in told["body"]],
        live=False,
    )
    NewsIndexPage.objects.get().add_child(instance=page)
    page.themes.set(Theme.objects.filter(slug__in=told.get("themes", [])))
    page.territory_rows = [ContentTerritory(territory=Territory.objects.get(pk=code)) for code in told.get("territories", [])]
    sheets = dict(PracticeRecord.objects.filter(is_demo=True).values_list("external_id", "identifier"))
    contents = dict(EditorialRecord.objects.filter(is_demo=True).values_list("page__slug", "identifier"))
    named = [contents[slug] for slug in told.get("contents", [])] + [sheets[name] for name in told.get("sheets", [])]
    page.links = [NewsLink(identifier=identifier) for identifier in named]
    page.record.is_demo = True
    page.record.save()
    publish_content(page_id=page.pk, revision_id=page.save_revision(user=editor).pk, by=editor)


def _days(told: Told) -> Told:
    today = timezone.localdate()
    days: Told = {"date": today - timedelta(days=told["days_ago"])}
    if "happens_in" in told:
        days["happens_on"] = today + timedelta(days=told["happens_in"])
    if "happens_for" in told:
        days["happens_until"] = days["happens_on"] + timedelta(days=told["happens_for"])
    if "expires_in" in told:
        days["expires_on"] = today + timedelta(days=told["expires_in"])
    return days
