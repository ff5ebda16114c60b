"""Brings the demo cahier in: its articles and voices are written, agreed to and published by the same acts as real ones."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from PIL import Image as Drawing
from PIL import ImageDraw
from wagtail.images.models import Image

from accounts.models import User
from core.media import public_collection
from practices.demo.loading import NATIONAL_EDITOR
from practices.models import PracticeRecord
from practices.uploads import Ready
from territories.models import Territory
from themes.models import Theme

from ..domain.consents import Given, record_agreement
from ..domain.publication import publish_revision
from ..domain.records import locked_record, note
from ..models import (
    ArticlePage,
    CahierPage,
    CahierPiece,
    ContentAuthor,
    ContentTerritory,
    EditorialEvent,
    EditorialPage,
    PublicationIndexPage,
    VoiceIndexPage,
    VoicePage,
)
from ..vocabulary import ConsentUse

FILE = Path(__file__).parent / "cahier.json"
#: People in each of six sessions: the figure of one article.
BARS = (6, 8, 9, 11, 9, 10)
PAPER, INK, BRICK = "#faf6ef", "#20242e", "#9c3b23"

Told = dict[str, Any]


def load_demo_cahier() -> dict[str, int]:
    """Creates the demo cahier and its pieces, all at once, if it is not there yet."""
    told = json.loads(FILE.read_text(encoding="utf-8"))
    number = 1 + len(told["articles"]) + len(told["voices"])
    if CahierPage.objects.filter(slug=told["slug"]).exists():
        return {"created": 0, "present": number}
    with transaction.atomic():
        _load(told)
    return {"created": number, "present": 0}


def _load(told: Told) -> None:
    editor = User.objects.get(email=NATIONAL_EDITOR)
    sheets = dict(PracticeRecord.objects.filter(is_demo=True).values_list("external_id", "identifier"))
    voices = {name: _voice(voice, editor) for name, voice in told["voices"].items()}
    cahier = CahierPage(**_fields(told, "title", "slug", "number", "summary"), date=told["date"], live=False)
    _place(PublicationIndexPage.objects.get(), cahier, told)
    cahier.editorial = _stream(told["editorial"], "editorial")
    articles = {name: _article(article, cahier, sheets, voices) for name, article in told["articles"].items()}
    cahier.pieces = [_piece(place, piece, sheets, voices, articles) for place, piece in enumerate(told["pieces"])]
    _publish(cahier, editor)


def _voice(told: Told, editor: User) -> VoicePage:
    page = VoicePage(**_fields(told, "title", "slug", "side", "said_by", "said_as", "summary", "words"), live=False)
    _place(VoiceIndexPage.objects.get(), page, told)
    given = Given(given_on=timezone.localdate(), manner="signed_paper", uses=tuple(ConsentUse.values))
    record_agreement(page_id=page.pk, by=editor, given=given, proof=Ready(BytesIO(b"%PDF-1.4\n% accord de demonstration\n"), "pdf"))
    _publish(page, editor)
    return page


def _article(told: Told, cahier: CahierPage, sheets: dict[str, str], voices: dict[str, VoicePage]) -> ArticlePage:
    page = ArticlePage(**_fields(told, "title", "slug", "subtitle", "type", "summary"), live=False)
    page.bibliography = "\n".join(told["bibliography"])
    _place(cahier, page, told)
    blocks = [[kind, _value(kind, value, sheets, voices)] for kind, value in told["body"]]
    page.body = page._meta.get_field("body").stream_block.to_python([{"type": kind, "value": value} for kind, value in blocks])
    _publish(page, User.objects.get(email=NATIONAL_EDITOR))
    return page


def _value(kind: str, value: Any, sheets: dict[str, str], voices: dict[str, VoicePage]) -> Any:
    if kind == "sheet":
        return {"identifier": sheets[value], "version": None}
    if kind == "voice":
        return {"voice": voices[value].pk}
    if kind == "figure":
        return {"image": {"image": _figure().pk, "decorative": False, "alt_text": value["alt"]}, **_fields(value, "caption", "source")}
    return value


def _piece(place: int, told: Told, sheets: dict[str, str], voices: dict[str, VoicePage], articles: dict[str, ArticlePage]) -> CahierPiece:
    part = told.get("part", "")
    if "sheet" in told:
        return CahierPiece(sort_order=place, part=part, sheet=sheets[told["sheet"]])
    page = voices[told["voice"]] if "voice" in told else articles[told["article"]]
    return CahierPiece(sort_order=place, part=part, page=page)


def _place(parent: Any, page: EditorialPage, told: Told) -> None:
    """Into the tree, tagged and signed."""
    parent.add_child(instance=page)
    page.themes.set(Theme.objects.filter(slug__in=told.get("themes", [])))
    page.territory_rows = [ContentTerritory(territory=Territory.objects.get(pk=code)) for code in told.get("territories", [])]
    page.author_rows = [ContentAuthor(**author) for author in told.get("authors", [])]
    page.record.is_demo = True
    page.record.save()


def _publish(page: EditorialPage, editor: User) -> None:
    """Public at once: the demo shows what went through the workflow, not the way through it."""
    revision = page.save_revision(user=editor)
    record = locked_record(page.pk)
    publish_revision(record=record, revision=revision, by=editor)
    note(record, EditorialEvent.Kind.PUBLISHED, by=editor, revision=revision)


def _stream(blocks: list[list[Any]], name: str) -> Any:
    return CahierPage._meta.get_field(name).stream_block.to_python([{"type": kind, "value": value} for kind, value in blocks])


def _figure() -> Image:
    """A plain chart without a word in it: its alternative and its caption tell it."""
    drawing = Drawing.new("RGB", (1600, 800), PAPER)
    pen = ImageDraw.Draw(drawing)
    for place, people in enumerate(BARS):
        left = 140 + place * 230
        pen.rectangle((left, 700 - people * 52, left + 150, 700), fill=BRICK)
    pen.line((90, 702, 1510, 702), fill=INK, width=5)
    written = BytesIO()
    drawing.save(written, "PNG")
    file = ContentFile(written.getvalue(), name="six-seances.png")
    return Image.objects.create(title="Six séances (démonstration)", file=file, collection=public_collection())


def _fields(told: Told, *names: str) -> Told:
    return {name: told[name] for name in names}
