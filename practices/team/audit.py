"""Who did what, when, to which sheet, from which state to which; and what happened to accounts and rights. Read, never written here."""

import csv
import heapq
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from accounts.models import AccountEvent

from ..formats.cells import protect
from ..formats.writing import BOM
from ..models import PracticeEvent, PublicState, RegionPage, ReviewState

#: Values of the filter by kind: `fiche:published`, `compte:role_given`.
SHEET, ACCOUNT = "fiche", "compte"
_BATCH = 2_000
#: Kinds of second steps, as allauth keeps them.
FACTORS = {"totp": lazy("application"), "webauthn": lazy("passkey"), "recovery_codes": lazy("recovery codes")}


@dataclass(frozen=True)
class Wanted:
    """What the audit is narrowed to; empty means all."""

    since: date | None = None
    until: date | None = None
    person_id: int | None = None
    identifier: str = ""
    region: RegionPage | None = None
    kind: str = ""


@dataclass(frozen=True)
class Line:
    """One act. People are numbers, with the name that the account has today; none once it is gone."""

    at: datetime
    domain: str
    kind: str | Promise
    actor_id: int | None
    actor: str
    person_id: int | None
    person: str
    identifier: str = ""
    region: str = ""
    state_from: str = ""
    state_to: str = ""
    about: str = ""


def lines(wanted: Wanted) -> Iterator[Line]:
    """Newest first, as they are read from the database: all of them are never in memory."""
    sheets = map(_of_sheet, _sheet_events(wanted).iterator(chunk_size=_BATCH))
    accounts = map(_of_account, _account_events(wanted).iterator(chunk_size=_BATCH))
    return heapq.merge(sheets, accounts, key=lambda line: line.at, reverse=True)


def count(wanted: Wanted) -> int:
    return _sheet_events(wanted).count() + _account_events(wanted).count()


def csv_lines(found: Iterable[Line]) -> Iterator[str]:
    """As a French spreadsheet opens it; a text that it would calculate stands behind an apostrophe."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(_headings())
    yield BOM + buffer.getvalue()
    for line in found:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([protect(str(cell)) for cell in _cells(line)])
        yield buffer.getvalue()


def kinds() -> list[tuple[str, Any]]:
    """Every kind of act, by what it is about."""
    return [
        (_("Sheets"), [(f"{SHEET}:{kind}", label) for kind, label in PracticeEvent.Kind.choices]),
        (_("Accounts and rights"), [(f"{ACCOUNT}:{kind}", label) for kind, label in AccountEvent.Kind.choices]),
    ]


def in_words(both_states: str) -> str:
    """« publiée, en relecture » for `published/in_review`; what says nothing is left out."""
    public, _slash, review = both_states.partition("/")
    words = []
    if public in PublicState.values and public != PublicState.NEVER:
        words.append(PublicState(public).label)
    if review in ReviewState.values and review != ReviewState.SETTLED:
        words.append(ReviewState(review).label)
    return ", ".join(map(str, words))


def _sheet_events(wanted: Wanted) -> QuerySet[PracticeEvent]:
    events = _narrowed(PracticeEvent.objects.select_related("record__region", "actor", "person"), wanted, SHEET, ("actor", "person"))
    if wanted.identifier:
        events = events.filter(record__identifier=wanted.identifier)
    if wanted.region:
        names = Q(region_from=wanted.region.title) | Q(region_to=wanted.region.title)
        events = events.filter(Q(record__region=wanted.region) | names)
    return events


def _account_events(wanted: Wanted) -> QuerySet[AccountEvent]:
    events = _narrowed(AccountEvent.objects.select_related("actor", "subject"), wanted, ACCOUNT, ("actor", "subject"))
    if wanted.identifier:
        return events.none()
    return events.filter(about=wanted.region.group.name) if wanted.region else events


def _narrowed(events: QuerySet[Any], wanted: Wanted, domain: str, people: tuple[str, str]) -> QuerySet[Any]:
    head, _colon, kind = wanted.kind.partition(":")
    if head and head != domain:
        return events.none()
    if kind:
        events = events.filter(kind=kind)
    if wanted.since:
        events = events.filter(at__date__gte=wanted.since)
    if wanted.until:
        events = events.filter(at__date__lte=wanted.until)
    if wanted.person_id is not None:
        events = events.filter(Q(**{f"{people[0]}_id": wanted.person_id}) | Q(**{f"{people[1]}_id": wanted.person_id}))
    return events.order_by("-at", "-pk")


def _of_sheet(event: PracticeEvent) -> Line:
    moved = f"{event.region_from} → {event.region_to}" if event.region_to else ""
    region = event.record.region
    return Line(
        at=event.at,
        domain=SHEET,
        kind=event.get_kind_display(),
        actor_id=event.actor_id,
        actor=_named(event.actor),
        person_id=event.person_id,
        person=_named(event.person),
        identifier=event.record.identifier,
        region=region.title if region else "",
        state_from=in_words(event.state_from),
        state_to=in_words(event.state_to),
        about=moved,
    )


def _of_account(event: AccountEvent) -> Line:
    return Line(
        at=event.at,
        domain=ACCOUNT,
        kind=event.get_kind_display(),
        actor_id=event.actor_id,
        actor=_named(event.actor),
        person_id=event.subject_id,
        person=_named(event.subject),
        about=str(FACTORS.get(event.about, event.about)),
    )


def _named(user: Any) -> str:
    """The account may be gone: its number stays."""
    return str(user) if user else ""


def _headings() -> list[str]:
    return [
        _("When"),
        _("What it is about"),
        _("Act"),
        _("By (number)"),
        _("By"),
        _("Person (number)"),
        _("Person"),
        _("Sheet"),
        _("Region in charge"),
        _("State before"),
        _("State after"),
        _("Details"),
    ]


def _cells(line: Line) -> list[Any]:
    return [
        timezone.localtime(line.at).isoformat(timespec="seconds"),
        line.domain,
        line.kind,
        line.actor_id or "",
        line.actor,
        line.person_id or "",
        line.person,
        line.identifier,
        line.region,
        line.state_from,
        line.state_to,
        line.about,
    ]
