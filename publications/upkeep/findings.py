"""What needs an editor's hand in what is public: links that lead nowhere any more, images without a word for those who do not see them.

Addresses of the site itself are read in the database; those of others were asked for by the worker (domain.external_links).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import TextChoices
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page

from core.media import PUBLIC_COLLECTION
from core.templatetags.core_tags import day
from practices.models import PublicPractice

from ..domain.external_links import broken_links
from ..models import PublicContent
from .named import anchors, blocks, external

#: What has an address below that of a content.
_BELOW = re.compile(
    r"(/.+/)(?:citation\.(?:bib|ris)|cahier\.(?:pdf|epub)|article\.pdf|versions/\d+/|(?:fiches|paroles|outils)/o[pc]-\w{8}/)", re.ASCII
)
#: Addresses whose answer depends on what is public, by their first word.
_CONTENTS = ("actualites", "publications", "outils", "paroles", "dossiers")


class Trouble(TextChoices):
    LINK = "link", _("A link leads nowhere")
    OTHER_SITE = "other_site", _("A page of another site is gone")
    NO_ALTERNATIVE = "no_alternative", _("An image without an alternative")
    HIDDEN_IMAGE = "hidden_image", _("An image that visitors do not see")


@dataclass(frozen=True)
class Finding:
    """`what`: the address, or the title of the image."""

    identifier: str
    title: str
    trouble: Trouble
    what: str


def findings() -> list[Finding]:
    """Of every public content, in the order of their titles. One query more for each link to a sheet."""
    rows = list(PublicContent.objects.defer("text", "texts").order_by("title", "identifier"))
    known = _Known()
    return [Finding(row.pk, row.title, trouble, what) for row in rows for trouble, what in dict.fromkeys(_troubles(row.data, known))]


class _Known:
    """What the addresses and numbers of the site lead to, read once."""

    def __init__(self) -> None:
        self.contents = dict(PublicContent.objects.values_list("path", "pk"))
        self.identifiers = set(self.contents.values())
        self.pages = dict(Page.objects.filter(live=True).values_list("pk", "url_path"))
        self.page_paths = {"/" + path.split("/", 2)[2] for path in self.pages.values() if path.count("/") > 1}
        self.documents = set(Document.objects.values_list("pk", flat=True))
        self.images = dict(Image.objects.values_list("pk", "title"))
        self.broken = broken_links()
        self.public_images = set(Image.objects.filter(collection__name=PUBLIC_COLLECTION).values_list("pk", flat=True))

    def leads_somewhere(self, address: str) -> bool:
        """Whether an address is another site's, or one of ours that answers."""
        parts = urlsplit(address)
        if parts.scheme not in ("", "http", "https") or (parts.netloc and parts.netloc != urlsplit(settings.SITE_URL).netloc):
            return True
        return not parts.path or self._answers(parts.path)

    def _answers(self, path: str) -> bool:
        if path in self.contents or path in self.page_paths:
            return True
        if below := _BELOW.fullmatch(path):
            return below[1] in self.contents
        first, *rest = path.strip("/").split("/")
        if first == "c" and rest:
            return rest[0].lower() in self.identifiers
        if first == "p" and rest:
            return PublicPractice.objects.filter(pk=rest[0].lower()).exists()
        if first == "pratiques" and len(rest) > 1:
            return PublicPractice.objects.filter(region_slug=rest[0], slug=rest[1]).exists()
        if first in _CONTENTS and rest:
            return False
        try:
            return resolve(path).url_name != "wagtail_serve"
        except Resolver404:
            return False


def _troubles(data: dict[str, Any], known: _Known) -> Iterator[tuple[Trouble, str]]:
    if data["image"] and data["image"]["id"] not in known.public_images:
        yield Trouble.HIDDEN_IMAGE, known.images.get(data["image"]["id"], "")
    for link in anchors(data):
        yield from _link(link, known)
    for block in blocks(data):
        yield from _block(block["type"], block["value"], known)
    if (source := data.get("source")) and source.get("url") and not known.leads_somewhere(source["url"]):
        yield Trouble.LINK, source["url"]
    yield from _of_other_sites(data, known)


def _of_other_sites(data: dict[str, Any], known: _Known) -> Iterator[tuple[Trouble, str]]:
    for written, asked in external(data):
        if (link := known.broken.get(asked)) and link.failing_since:
            why = f"{link.get_outcome_display()} ({link.status})" if link.status else link.get_outcome_display()
            yield (
                Trouble.OTHER_SITE,
                _("%(address)s: %(why)s, since %(day)s") % {"address": written, "why": why, "day": day(link.failing_since)},
            )


def _link(link: dict[str, str], known: _Known) -> Iterator[tuple[Trouble, str]]:
    kind, number = link.get("linktype"), link.get("id", "")
    if kind == "page" and number.isdecimal() and int(number) not in known.pages:
        yield Trouble.LINK, str(_("a page of this site that is gone"))
    elif kind == "document" and number.isdecimal() and int(number) not in known.documents:
        yield Trouble.LINK, str(_("a document that is gone"))
    elif not kind and not known.leads_somewhere(link.get("href", "")):
        yield Trouble.LINK, link["href"]


def _block(kind: str, value: Any, known: _Known) -> Iterator[tuple[Trouble, str]]:
    if kind in ("image", "figure"):
        image = value["image"]
        title = known.images.get(image["image"], "")
        if not image["decorative"] and not (image["alt_text"] or "").strip():
            yield Trouble.NO_ALTERNATIVE, title
        if image["image"] not in known.public_images:
            yield Trouble.HIDDEN_IMAGE, title
    elif kind == "reference" and value["url"] and not known.leads_somewhere(value["url"]):
        yield Trouble.LINK, value["url"]
