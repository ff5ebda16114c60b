"""The pieces of a cahier as readers find them: what is no longer public is not there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from core.templatetags.core_tags import file_size
from core.typography import french

from ..cited.sheets import AsCited, as_cited
from ..models import PublicContent
from ..print.files import published
from ..queries import public_contents
from ..vocabulary import Kind
from .running import gather, run

Data = Mapping[str, Any]

SHEET = "sheet"


@dataclass(frozen=True)
class Piece:
    """`url`: where it is read within the cahier. `content`: the public object of a content. `sheet`: a sheet as cited."""

    identifier: str
    kind: str
    title: str
    url: str
    part: str
    authors: list[Data]
    summary: str = ""
    content: Data | None = None
    sheet: AsCited | None = None


@dataclass
class Part:
    """Pieces under one heading; the first part may have none, and then no anchor."""

    title: str
    anchor: str = ""
    pieces: list[Piece] = field(default_factory=list)


def pieces_of(cahier: Data, contents: Mapping[str, PublicContent], *, preview: bool = False) -> list[Piece]:
    """The pieces in their order. A preview shows those too that are not public yet. One query, for sheets."""
    told = cahier["pieces"]
    sheets = as_cited((piece["identifier"], piece["version"]) for piece in told if piece["kind"] == SHEET)
    drawn = (_piece(piece, contents, sheets, preview=preview) for piece in told)
    return [piece for piece in drawn if piece]


def in_parts(pieces: Iterable[Piece], told: Iterable[Data]) -> list[Part]:
    """The same under the headings of their parts; a part whose first piece is gone keeps its heading, an empty one has none."""
    by_identifier = {piece.identifier: piece for piece in pieces}
    parts = [Part("")]
    for each in told:
        if each["part"]:
            parts.append(Part(each["part"], f"partie-{len(parts)}"))
        if piece := by_identifier.get(each["identifier"]):
            parts[-1].pieces.append(piece)
    return [part for part in parts if part.pieces]


def neighbours(pieces: list[Piece], identifier: str) -> dict[str, Any]:
    """What comes before and after this piece, whatever its kind, and its place (1-based; 0: it is not there)."""
    place = next((number for number, piece in enumerate(pieces, 1) if piece.identifier == identifier), 0)
    before = pieces[place - 2] if place > 1 else None
    after = pieces[place] if 0 < place < len(pieces) else None
    return {"previous": before, "next": after, "place": place, "number": len(pieces)}


def around_cahier(content: Data, preview: bool) -> dict[str, Any]:
    """Its contents in parts. Two queries."""
    contents = public_contents([piece["identifier"] for piece in content["pieces"]])
    pieces = pieces_of(content, contents, preview=preview)
    editorial = run(content["editorial"], gather(content["editorial"], {}))
    parts = in_parts(pieces, content["pieces"])
    sections = {"editorial": _("Editorial")} if editorial.parts else {}
    sections |= {"sommaire": _("Contents")} | {part.anchor: french(part.title) for part in parts if part.title}
    return {
        "parts": parts,
        "pieces": pieces,
        "editorial": editorial,
        "sections": sections | _cite(preview),
        "downloads": _downloads(content, preview),
    }


def around_article(content: Data, preview: bool) -> dict[str, Any]:
    """Its text, its cahier, and what comes before and after. One query for the cahier, one for contents, and what the text asks for."""
    cahier = cahier_of(content)
    told = cahier.data["pieces"] if cahier else []
    contents = public_contents([*(piece["identifier"] for piece in told), *content["voices"].values()])
    voices = {page: contents[each].data for page, each in content["voices"].items() if each in contents}
    text = run(content["body"], gather(content["body"], voices))
    sections = text.headings | ({"notes": _("Notes")} if text.notes else {})
    sections |= {"bibliographie": _("Bibliography")} if content["bibliography"] else {}
    shown = {"text": text, "sections": sections | _cite(preview), "downloads": _downloads(content, preview)}
    return shown | within(cahier, contents, content["id"])


def cahier_of(content: Data) -> PublicContent | None:
    """The public cahier that an article belongs to. One query, none for what is no article."""
    if content["kind"] != Kind.ARTICLE:
        return None
    return PublicContent.objects.filter(path=_above(content["url"]), kind=Kind.CAHIER).defer("text", "texts").first()


def within(cahier: PublicContent | None, contents: Mapping[str, PublicContent], identifier: str) -> dict[str, Any]:
    """What a piece's page says of the cahier that it is read in; nothing without one."""
    if cahier is None:
        return {"cahier": None}
    pieces = [_piece(told, contents, None, preview=False) for told in cahier.data["pieces"]]
    return {"cahier": cahier.data, **neighbours([piece for piece in pieces if piece], identifier)}


def _piece(
    told: Data, contents: Mapping[str, PublicContent], sheets: Mapping[tuple[str, int], AsCited] | None, *, preview: bool
) -> Piece | None:
    """`sheets`: None where only titles and addresses are asked for."""
    common = {key: told[key] for key in ("identifier", "kind", "title", "url", "part", "authors")}
    if told["kind"] == SHEET:
        return _sheet(told, common, sheets)
    public = contents.get(told["identifier"])
    if public is None:
        return Piece(**common) if preview else None
    data = public.data
    return Piece(**common | {"title": data["title"], "authors": _signed(data)}, summary=data["summary"], content=data)


def _sheet(told: Data, common: dict[str, Any], sheets: Mapping[tuple[str, int], AsCited] | None) -> Piece | None:
    if sheets is None:
        return Piece(**common)
    if (cited := sheets.get((told["identifier"], told["version"]))) is None:
        return None
    authors = [{"name": author["name"], "affiliation": ""} for author in cited.data["authors"]]
    return Piece(**common | {"authors": authors}, summary=cited.data["summary"], sheet=cited)


def _signed(data: Data) -> list[Data]:
    """Who signs: a voice by its signature."""
    if data["kind"] == Kind.VOICE:
        return [{"name": data["said_by"], "affiliation": data["said_as"]}]
    return data["authors"]


def _cite(preview: bool) -> dict[str, str]:
    return {} if preview else {"citer": _("Quote and reuse")}


def _downloads(content: Data, preview: bool) -> list[dict[str, str]]:
    """The files of the text that is read today: `label`, `url`, `detail`. One query."""
    if preview:
        return []
    files = published(content["id"]).filter(version=content["version"]).order_by("-kind")
    return [
        {
            "label": str(file.get_kind_display()),
            "url": f"{content['url']}{content['kind']}{file.extension}",
            "detail": file_size(file.size),
        }
        for file in files
    ]


def _above(path: str) -> str:
    return path.rstrip("/").rpartition("/")[0] + "/"
