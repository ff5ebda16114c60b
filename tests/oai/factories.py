"""Many public sheets and tombstones at little cost: copies of one sheet that was really published."""

import itertools
from datetime import timedelta

from practices.domain.drafts import create_draft
from practices.models import PracticeRecord, PublicPractice, PublicState, RegionPage
from tests.practices.factories import make_editor, make_published, make_user
from tests.search.factories import identifier

_numbers = itertools.count(1)


def publish(**changes):
    """One sheet, published as people do; gives (its record, its owner)."""
    owner = make_user(f"autrice-{next(_numbers)}@essai.example")
    return make_published(owner, make_editor(), **changes), owner


def copies(practice, number, *, first, step=timedelta(seconds=7), **fields):
    """Copies of a public sheet, changed one after the other; `fields` are columns. Gives their identifiers, oldest first."""
    made = []
    for place in range(number):
        key = identifier(next(_numbers) + 40_000)
        stamp = (first + place * step).strftime("%Y-%m-%dT%H:%M:%SZ")
        values = {name: getattr(practice, name) for name in ("title", "filters", "text", "version", "region_slug", "first_published_at")}
        values |= {"identifier": key, "slug": f"copie-{key}", "content_hash": key, "updated_at": first + place * step}
        values["data"] = practice.data | {
            "id": key,
            "external_id": key,
            "url": f"/pratiques/hauts-de-france/copie-{key}/",
            "updated_at": stamp,
        }
        made.append(PublicPractice(**values | fields))
    PublicPractice.objects.bulk_create(made)
    return [copy.identifier for copy in made]


def bury(owner, *, at, region="hauts-de-france", themes=("isolement", "lien-social"), state=PublicState.WITHDRAWN):
    """A tombstone; gives its identifier."""
    record = create_draft(owner=owner, title="Une fiche retirée").record
    page = RegionPage.objects.get(slug=region)
    values = {"region": page, "slug": f"retiree-{record.identifier}", "first_published_at": at - timedelta(days=9), "public_state": state}
    gone = {"gone_at": at, "gone_reason": "Le canari demande le silence.", "gone_from": {"region": region, "theme": list(themes)}}
    PracticeRecord.objects.filter(pk=record.pk).update(**values, **gone)
    return record.identifier
