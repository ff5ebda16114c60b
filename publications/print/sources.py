"""What a printed file is made of: one version of a cahier or of an article, with its pieces as they go out with it.

Nothing here depends on the day on which it is read: a file made before the publication is the one that goes out.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from wagtail.models import Revision

from practices.models import PublicState

from ..domain.whole import is_signed
from ..fingerprint import fingerprint
from ..models import CitedSheet, EditorialPage, EditorialRecord, PublicContent, ScheduledPiece, VoiceConsent, WorkState
from ..public import Content
from ..saved_versions import as_page, found_once
from ..vocabulary import ConsentUse, Kind

#: What changes without a word of the text having changed.
OF_THE_DAY = ("published_at", "updated_at", "uses", "version", "errata")

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Piece:
    """`state`: here; withheld (her words may be read on the site and not be printed); gone (taken off the site since)."""

    kind: str
    identifier: str
    part: str
    data: Data
    state: str = "here"


@dataclass(frozen=True)
class Edition:
    """One version of a cahier or an article. `issue`: the cahier that an article belongs to; `told`: contents that its text embeds."""

    data: Data
    version: int
    dated: str
    errata: list[str]
    issue: Data | None
    pieces: list[Piece]
    told: dict[str, Piece] = field(default_factory=dict)
    sheets: dict[str, Data] = field(default_factory=dict)

    @property
    def holds(self) -> list[str]:
        """Identifiers of the contents whose words are in it."""
        inside = {piece.identifier for piece in [*self.pieces, *self.told.values()] if piece.state == "here"}
        return sorted({self.data["id"], *(identifier for identifier in inside if identifier.startswith("oc-"))})

    @property
    def digest(self) -> str:
        told = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(told.encode()).hexdigest()


def edition(record: EditorialRecord, revision: Revision) -> Edition:
    """What a file of this version says. Pieces as they go out with it: as scheduled, else as public, else the newest."""
    page = as_page(revision)
    data = _kept(Content(page, record).data)
    rows = data.get("pieces", [])
    contents = _contents([row["identifier"] for row in rows if row["kind"] != "sheet"], record)
    cited = _cited([(row["identifier"], row["version"]) for row in rows if row["kind"] == "sheet"])
    pieces = [_piece(row, contents, cited) for row in rows]
    articles = [data, *(piece.data for piece in pieces if piece.kind == Kind.ARTICLE)]
    issue = dict(_issue(page)) if page.kind == Kind.ARTICLE else {}
    going_out = {row["identifier"] for row in [*rows, *issue.pop("pieces", [])]}
    version = _version(record, revision)
    return Edition(
        data=data,
        version=version,
        dated=revision.created_at.date().isoformat() if version > 1 else "",
        errata=[erratum.text for erratum in record.errata.all() if erratum.edition <= version],
        issue=issue or None,
        pieces=pieces,
        told=_embedded(articles, record, going_out),
        sheets=_embedded_sheets(articles),
    )


def _version(record: EditorialRecord, revision: Revision) -> int:
    """Its number among those that were public, or the next: as publishing it will count."""
    live = record.page.live_revision if record.public_state == PublicState.PUBLISHED else None
    return record.edition if live and fingerprint(live) == fingerprint(revision) else record.edition + 1


def _piece(row: Data, contents: Mapping[str, Piece], cited: Mapping[tuple[str, int], Data]) -> Piece:
    if row["kind"] == "sheet":
        data = cited.get((row["identifier"], row["version"]))
        return Piece("sheet", row["identifier"], row["part"], data or {}, "here" if data else "gone")
    found = contents.get(row["identifier"]) or Piece(row["kind"], row["identifier"], "", {}, "gone")
    return Piece(found.kind, found.identifier, row["part"], found.data, found.state)


def _contents(identifiers: Iterable[str], cahier: EditorialRecord) -> dict[str, Piece]:
    """Each content in the version that goes out; words that may not be printed do not come at all."""
    wanted = list(identifiers)
    if not wanted:
        return {}
    rows = EditorialRecord.objects.filter(identifier__in=wanted).select_related("page__latest_revision").prefetch_related("errata")
    records = {each.identifier: each for each in rows}
    public = dict(PublicContent.objects.filter(pk__in=records).values_list("pk", "data"))
    scheduled = ScheduledPiece.objects.filter(cahier=cahier, revision__isnull=False).select_related("revision")
    going_out = {row.piece_id: row.revision for row in scheduled}
    lent = _lent([each.pk for each in records.values()])
    found = {}
    for identifier, each in records.items():
        page = _going_out(each, going_out)
        if page is not None:
            data = Content(page, each).data
        elif (shown := public.get(identifier)) is not None:
            data = shown
        else:
            data = {}
        kind = each.page.specific_class.kind
        if not data:
            found[identifier] = Piece(kind, identifier, "", {}, "gone")
        elif kind == Kind.VOICE and each.pk not in lent:
            found[identifier] = Piece(kind, identifier, "", {"url": data["url"]}, "withheld")
        else:
            found[identifier] = Piece(kind, identifier, "", _kept(data))
    return found


def _going_out(record: EditorialRecord, scheduled: Mapping[int, Revision]) -> EditorialPage | None:
    """The version that is not public yet and goes out; None when what is public is what is printed, or when it is gone."""
    if (revision := scheduled.get(record.pk)) is not None and record.work_state != WorkState.SETTLED:
        return as_page(revision)
    if record.work_state in (WorkState.READY, WorkState.SCHEDULED) and is_signed(record):
        return as_page(record.page.latest_revision)
    if record.public_state != PublicState.NEVER:
        return None
    page = record.page.specific
    return as_page(page.latest_revision) if page.latest_revision else page


def _lent(pages: list[int]) -> set[int]:
    """The voices whose persons agree to print."""
    return set(VoiceConsent.objects.valid().filter(page_id__in=pages, use=ConsentUse.PRINT).values_list("page_id", flat=True))


def _cited(wanted: list[tuple[str, int]]) -> dict[tuple[str, int], Data]:
    rows = CitedSheet.objects.filter(identifier__in=[identifier for identifier, _version in wanted])
    return {(row.identifier, row.version): row.data for row in rows}


def _embedded(articles: list[Data], record: EditorialRecord, going_out: set[str]) -> dict[str, Piece]:
    """The voices that the texts of articles show, by the number that the texts give them: those that are or were public, or go out too."""
    named = {number: identifier for data in articles for number, identifier in data.get("voices", {}).items()}
    never = EditorialRecord.objects.filter(identifier__in=named.values(), public_state=PublicState.NEVER)
    silent = set(never.values_list("identifier", flat=True)) - going_out
    found = _contents(set(named.values()) - silent, record)
    return {number: found[identifier] for number, identifier in sorted(named.items()) if identifier in found}


def _embedded_sheets(articles: list[Data]) -> dict[str, Data]:
    """The sheets that the texts of articles cite, by identifier and version."""
    blocks = [block["value"] for data in articles for block in data.get("body", []) if block["type"] == "sheet"]
    found = _cited([(value["identifier"], value["version"] or 0) for value in blocks])
    return {f"{identifier} {version}": data for (identifier, version), data in sorted(found.items())}


def _issue(article: EditorialPage) -> dict[str, Any]:
    """What an article says of its cahier: the public one, else the newest."""
    cahier = article.get_parent().pk
    return found_once(("issue", cahier), lambda: _issue_of(cahier))


def _issue_of(cahier: int) -> dict[str, Any]:
    record = EditorialRecord.objects.select_related("page__latest_revision").get(page_id=cahier)
    data = PublicContent.objects.filter(pk=record.identifier).values_list("data", flat=True).first()
    if data is None:
        newest = record.page.latest_revision
        data = Content(as_page(newest) if newest else record.page.specific, record).data
    return {key: data[key] for key in ("id", "title", "series", "number", "date", "issn", "url", "themes", "pieces")}


def _kept(data: Data) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in OF_THE_DAY}
