"""A letter drawn from its number: its parts read from the public records, for one wish, as HTML and as text."""

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core.typography import french
from publications.cited.references import public_objects
from publications.vocabulary import Kind

from .models import Issue
from .rich import Rich, rich
from .segments import Segment, Segments


@dataclass(frozen=True)
class Part:
    """A heading, a text or a thing of the site: only one of the three."""

    segment: Segment
    heading: str = ""
    rich: Rich | None = None
    item: dict[str, Any] | None = None


@dataclass(frozen=True)
class Links:
    """The addresses at a letter's foot. One that is tried or shown has no subscriber: they lead to the form."""

    preferences: str
    stop: str


@dataclass(frozen=True)
class Letter:
    subject: str
    html: str
    text: str


class Composition:
    """One number, its public things read once; each subscriber's letter is drawn from it."""

    def __init__(self, issue: Issue):
        self.issue = issue
        self.segments = Segments()
        self.addressed_to = self.segments.of(issue.themes, issue.regions)
        self.missing: list[str] = []
        self.parts = self._parts()

    def for_wish(self, wish: Segment | None) -> list[Part]:
        """What somebody with this wish reads, None for all of it. A heading with nothing below it is left out."""
        parts = [part for part in self.parts if wish is None or part.segment.meets(wish)]
        return [part for part, after in zip(parts, [*parts[1:], None], strict=False) if not part.heading or (after and not after.heading)]

    def letter(self, wish: Segment | None, links: Links) -> Letter | None:
        """None when nothing is left to say to this wish."""
        parts = self.for_wish(wish)
        if not parts:
            return None
        context = {
            "issue": self.issue,
            "parts": parts,
            "links": links,
            "site_url": settings.SITE_URL,
            "site_name": settings.WAGTAIL_SITE_NAME,
            "web_url": settings.SITE_URL + self.issue.get_absolute_url() if self.issue.number else "",
        }
        html = render_to_string("newsletter/letter/mail.html", context)
        text = render_to_string("newsletter/letter/mail.txt", context).strip() + "\n"
        return Letter(french(" ".join(self.issue.subject.split())), html, text)

    def _parts(self) -> list[Part]:
        named = [block.value["reference"] for block in self.issue.body if block.block_type == "public"]
        objects = {one["id"]: one for one in public_objects(named)}
        self.missing = [identifier for identifier in dict.fromkeys(named) if identifier not in objects]
        parts = [self._part(block, objects) for block in self.issue.body]
        return [part for part in parts if part]

    def _part(self, block: Any, objects: dict[str, dict[str, Any]]) -> Part | None:
        value = block.value
        part = Part(self.segments.of(value["audience"]["themes"] or (), value["audience"]["regions"] or ()))
        if block.block_type == "heading":
            return replace(part, heading=value["heading"])
        if block.block_type == "text":
            written = rich(value["text"].source)
            return replace(part, rich=written) if written.text else None
        found = objects.get(value["reference"])
        return replace(part, item=_item(found, value["words"])) if found else None


def _item(found: dict[str, Any], words: str) -> dict[str, Any]:
    """What a letter says of a sheet or a content. Of a voice, nothing but where it is read: a mail cannot be taken back with a consent."""
    kind = Kind(found["kind"]).label if "kind" in found else _("practice sheet")
    summary = "" if found.get("kind") == Kind.VOICE else found["summary"]
    places = [place["label"] for place in found["territories"]]
    return {
        "kind": str(kind)[:1].upper() + str(kind)[1:],
        "title": found["title"],
        "words": words.strip() or summary,
        "url": settings.SITE_URL + found["url"],
        "path": found["url"],
        "places": ", ".join(places[:3]),
    }
