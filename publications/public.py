"""From a page to what the public reads of it: the public object, the filter values, the searched text. Nothing private passes here."""

from functools import cached_property
from typing import Any

from core.public_records import iso
from territories.queries import describe, with_ancestors
from themes.models import Theme

from .models import EditorialPage, EditorialRecord
from .saved_versions import found_once, is_read_together


def _themes(tagged: set[int]) -> list[Theme]:
    """At least these, in their order; all of them where several contents are read together."""
    rows = Theme.objects.select_related("parent", "successor__parent")
    if is_read_together():
        return found_once("themes", lambda: list(rows))
    return list(rows.filter(pk__in=tagged))


class Content:
    """A page and its record read once."""

    def __init__(self, page: EditorialPage, record: EditorialRecord):
        self.page, self.record = page, record
        tagged = {item.tag_id for item in page.themed_items.all()}
        self.themes: list[Theme] = list(dict.fromkeys(theme.successor or theme for theme in _themes(tagged) if theme.pk in tagged))
        self.places = describe(page.territory_codes)

    @property
    def path(self) -> str:
        """`url_path` begins with the home page's own slug, which addresses do not have."""
        return "/" + self.page.url_path.split("/", 2)[2]

    @cached_property
    def data(self) -> dict[str, Any]:
        """The public object (see PublicContent)."""
        page, record = self.page, self.record
        return {
            "id": record.identifier,
            "kind": page.kind.value,
            "url": self.path,
            "title": page.title,
            "summary": page.summary,
            "image": self._image(),
            "authors": [{"name": row.name, "affiliation": row.affiliation} for row in page.author_rows.all()],
            "themes": [{"slug": theme.slug, "label": theme.name} for theme in self.themes],
            "territories": self.places,
            "licence": page.licence,
            "published_at": iso(record.first_published_at),
            "updated_at": iso(record.content_changed_at),
            "version": record.edition,
            "errata": self._errata(),
            "is_demo": record.is_demo,
            **page.own_data(),
        }

    @cached_property
    def filters(self) -> dict[str, list[Any]]:
        """For each parameter the values that it answers to, broader ones included."""
        slugs = [slug for theme in self.themes for slug in (theme.slug, theme.parent and theme.parent.slug) if slug]
        return {
            "theme": list(dict.fromkeys(slugs)),
            "territoire": with_ancestors(self.page.territory_codes),
            **self.page.own_filters(),
        }

    @cached_property
    def texts(self) -> list[str]:
        return [text for text in self.page.own_texts() if text.strip()]

    def weighted_texts(self) -> dict[str, str]:
        """Searched text by PostgreSQL weight: A title, B summary, labels and places, C the rest."""
        labels = [label for theme in self.themes for label in (theme.name, *theme.alternative_labels)]
        places = [name for place in self.places for name in (place["label"], place["context"], *place["former_regions"])]
        authors = [row.name for row in self.page.author_rows.all()]
        return {
            "A": self.page.title,
            "B": " ".join([self.page.summary, *labels, *places, *authors]),
            "C": " ".join(self.texts),
        }

    def _errata(self) -> list[dict[str, Any]]:
        """None before it is saved."""
        rows = self.record.errata.all() if self.record.pk else []
        return [{"text": row.text, "at": iso(row.at), "version": row.edition} for row in rows]

    def _image(self) -> dict[str, Any] | None:
        page = self.page
        if page.image_id is None:
            return None
        return {"id": page.image_id, "alt": "" if page.image_is_decorative else page.image_alt, "credit": page.image_credit}
