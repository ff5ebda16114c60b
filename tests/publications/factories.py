"""Contents of every kind, written as the page editor writes them and published by the domain."""

from typing import Any

from publications.domain.publication import publish_revision
from publications.domain.records import locked_record
from publications.models import ContentTerritory, EditorialPage, NewsIndexPage, NewsPage
from territories.models import Territory
from themes.models import Theme


def make_news(*, title: str = "Une journée d’étude", **values: Any) -> NewsPage:
    return make_content(NewsPage, NewsIndexPage.objects.get(), title=title, **values)


def make_content(model: type[EditorialPage], parent, *, themes=(), territories=(), **values: Any) -> Any:
    """A draft below `parent`, with one revision. `themes`: slugs; `territories`: codes."""
    page = model(live=False, **values)
    parent.add_child(instance=page)
    page.themes.set(Theme.objects.filter(slug__in=themes))
    page.territory_rows = [ContentTerritory(territory=Territory.objects.get(pk=code)) for code in territories]
    page.save_revision()
    return page


def publish(page: EditorialPage) -> EditorialPage:
    """Public at once, in its newest version, whatever the workflow says."""
    record = locked_record(page.pk)
    publish_revision(record=record, revision=page.latest_revision, by=None)
    return type(page).objects.get(pk=page.pk)
