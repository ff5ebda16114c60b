"""Sheets on the editors' desk in any number: one true sheet, copied by SQL under every region, each in a state of its own."""

import random
from datetime import timedelta

from django.db import connection
from django.utils import timezone
from wagtail.models import Page

from core.text import fold
from practices.identifiers import CROCKFORD
from practices.models import (
    ChangeRequest,
    PracticeEvent,
    PracticePage,
    PracticeRecord,
    PublicState,
    RegionPage,
    Report,
    Review,
    ReviewState,
)
from territories.models import Territory
from territories.queries import with_ancestors
from tests.practices.factories import make_submitted, make_user
from themes.models import Theme

TITLES = ("Le jardin partagé", "Le café des parents", "La chorale de quartier", "L’épicerie solidaire", "Les marches exploratoires")
STATES = (
    *[ReviewState.SETTLED] * 10,
    *[ReviewState.SUBMITTED] * 4,
    *[ReviewState.IN_REVIEW] * 3,
    *[ReviewState.CHANGES_REQUESTED] * 2,
    ReviewState.DECLINED,
)


def fill(number: int, *, editors, seed: int = 1) -> list[PracticeRecord]:
    """Writes them and gives their records; `editors` hold those under review."""
    chance, now = random.Random(seed), timezone.now()
    template = make_submitted(make_user(f"modele-{seed}@essai.example"))
    regions = list(RegionPage.objects.order_by("pk"))
    themes = list(Theme.objects.filter(parent__isnull=False, successor=None).values_list("pk", flat=True))
    departments = list(Territory.objects.filter(kind="dep").values_list("code", flat=True))
    above = {code: with_ancestors([code]) for code in departments}
    records = [_record(template, chance, now, regions, themes, above, editors) for _each in range(number)]
    _copy_pages(template, records)
    PracticeRecord.objects.bulk_create(records)
    _surround(records, chance, editors)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return records


def _record(template, chance, now, regions, themes, above, editors) -> PracticeRecord:
    state = chance.choice(STATES)
    published = state == ReviewState.SETTLED or chance.random() < 0.2
    title = f"{chance.choice(TITLES)} {chance.randint(1, 10_000)}"
    since = now - timedelta(days=chance.randint(0, 120))
    held = state in (ReviewState.IN_REVIEW, ReviewState.CHANGES_REQUESTED)
    return PracticeRecord(
        identifier="op-" + "".join(chance.choices(CROCKFORD, k=8)),
        review_state=state,
        public_state=PublicState.PUBLISHED if published else PublicState.NEVER,
        state_since=since,
        submitted_at=since,
        submitted_revision_id=template.submitted_revision_id,
        first_published_at=since if published else None,
        region=chance.choice(regions),
        holder=chance.choice(editors) if held else None,
        due_on=(now + timedelta(days=chance.randint(-10, 30))).date() if held and chance.random() < 0.5 else None,
        round=chance.randint(1, 3),
        listed_title=title,
        listed_words=fold(title),
        listed_themes=chance.sample(themes, chance.randint(1, 3)),
        listed_territories=above[chance.choice(list(above))],
    )


def _copy_pages(template: PracticeRecord, records: list[PracticeRecord]) -> None:
    """The rows of the page's two tables, with their own place in the tree."""
    first = Page.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1
    places = {region.pk: region.path for region in {record.region for record in records}}
    rows = []
    for number, record in enumerate(records):
        record.page_id = first + number
        path = places[record.region_id] + Page._int2str(50_000 + number).rjust(Page.steplen, "0")
        rows.append((record.page_id, path, record.identifier, f"/fiches/{record.identifier}/", record.listed_title))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE copies (pk int, path text, slug text, url_path text, title text) ON COMMIT DROP")
        cursor.executemany("INSERT INTO copies VALUES (%s, %s, %s, %s, %s)", rows)
        own = {
            "id": "copies.pk",
            "path": "copies.path",
            "slug": "copies.slug",
            "url_path": "copies.url_path",
            "title": "copies.title",
            "draft_title": "copies.title",
            "translation_key": "gen_random_uuid()",
        }
        _insert(cursor, Page, own, f"id = {template.pk}")
        _insert(cursor, PracticePage, {"page_ptr_id": "copies.pk"}, f"page_ptr_id = {template.pk}")
        cursor.execute("SELECT setval(pg_get_serial_sequence('wagtailcore_page', 'id'), (SELECT max(id) FROM wagtailcore_page))")
    for region in RegionPage.objects.all():
        region.numchild = Page.objects.filter(path__startswith=region.path, depth=region.depth + 1).count()
        region.save(update_fields=["numchild"], clean=False)


def _insert(cursor, model, own: dict[str, str], where: str) -> None:
    columns = [field.column for field in model._meta.local_concrete_fields]
    values = ", ".join(own.get(column, f'"{column}"') for column in columns)
    named = ", ".join(f'"{column}"' for column in columns)
    cursor.execute(f"INSERT INTO {model._meta.db_table} ({named}) SELECT {values} FROM {model._meta.db_table}, copies WHERE {where}")


def _surround(records: list[PracticeRecord], chance: random.Random, editors) -> None:
    """History, reviews, requests and reports, as they come."""
    today = timezone.localdate()
    events = [PracticeEvent(record=record, kind=PracticeEvent.Kind.SUBMITTED, at=record.submitted_at) for record in records]
    for record in records:
        if record.round > 1:
            events.append(PracticeEvent(record=record, kind=PracticeEvent.Kind.CHANGES_REQUESTED, actor=chance.choice(editors)))
        if record.holder_id:
            events.append(PracticeEvent(record=record, kind=PracticeEvent.Kind.TAKEN_IN_CHARGE, actor=record.holder))
    PracticeEvent.objects.bulk_create(events)
    under_review = [record for record in records if record.review_state == ReviewState.IN_REVIEW]
    Review.objects.bulk_create(
        Review(record=record, round=record.round, email=f"lecture-{number}@essai.example", due_on=today)
        for number, record in enumerate(under_review)
    )
    asked = [record for record in records if record.review_state == ReviewState.CHANGES_REQUESTED]
    ChangeRequest.objects.bulk_create(
        ChangeRequest(record=record, round=record.round, field="summary", text="Qui le dit ?") for record in asked
    )
    public = [record for record in records if record.public_state == PublicState.PUBLISHED]
    Report.objects.bulk_create(Report(record=record, reason=Report.Reason.OTHER, text="Une erreur.") for record in public[::20])
