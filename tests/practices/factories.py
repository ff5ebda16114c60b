"""People and sheets for tests, made through the domain's own acts."""

from copy import deepcopy

from django.contrib.auth.models import Group

from accounts.groups import NATIONAL_EDITORS, regional_editors
from accounts.models import User
from practices import content
from practices.domain import drafts, review, submission
from practices.domain.records import latest_version
from practices.models import PracticeRecord

SHORT_SHEET = {
    "title": "Le banc des parents",
    "summary": "Un banc devant l’école, deux professionnelles, du café : les parents y parlent de ce qui les inquiète.",
    "status": "running",
    "start_date": "2023-09",
    "organisation": {"name": "Centre social des Tilleuls", "type": "social_centre"},
    "contact": {"name": "Contact Essai", "role": "CESF", "email": "contact@essai.example", "phone": "03 20 00 00 00", "public": False},
    "main_theme": "isolement",
    "mode": "group",
    "scale": "neighbourhood",
    "territories": ["com-59350"],
    "context": "Les parents attendaient sous la pluie sans se parler.",
    "objectives": ["Faire connaissance", "Trouver des relais de garde"],
    "audiences": ["parents", "families"],
    "participation": "involvement",
    "steps": [{"period": "automne 2023", "description": "Premiers cafés devant la grille.", "key_moment": True}],
    "lessons": {"keep": "Être là chaque mardi.", "change": "", "watch": ""},
    "licence": "CC-BY-4.0",
    "organisation_consent": True,
}


def make_user(email="contributrice@essai.example", *, group=None, **fields):
    """An active account; `group` is the name of the group it belongs to."""
    user = User.objects.create_user(email, "observatoire", **fields)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


def make_editor(region="Hauts-de-France", email=None):
    """An editor of the region, or a national editor for None."""
    group = regional_editors(region) if region else NATIONAL_EDITORS
    return make_user(email or f"redaction-{len(group)}-{User.objects.count()}@essai.example", group=group)


def sheet_values(**changes):
    """Clean values by attribute of a complete short sheet; `changes` are keys of the formats."""
    raw, unknown = content.flatten(deepcopy(SHORT_SHEET) | changes)
    values, faults = content.clean(raw)
    assert (unknown, faults) == ([], [])
    return values


def make_draft(owner, **changes) -> PracticeRecord:
    """A complete sheet that was not submitted."""
    page = drafts.create_draft(owner=owner, title=SHORT_SHEET["title"])
    drafts.save_draft(page_id=page.pk, by=owner, values=sheet_values(**changes))
    return fresh(page.pk)


def make_submitted(owner, **changes) -> PracticeRecord:
    record = make_draft(owner, **changes)
    submission.submit_practice(page_id=record.pk, by=owner)
    return fresh(record.pk)


def make_published(owner, editor, **changes) -> PracticeRecord:
    record = make_submitted(owner, **changes)
    approve(record, editor)
    return fresh(record.pk)


def approve(record, editor):
    """The editor reads the newest version and approves it."""
    version = latest_version(fresh(record.pk))
    return review.approve_practice(
        page_id=record.pk, by=editor, revision_id=version.latest_revision_id, content_hash=content.public_hash(version)
    )


def correct(record, editor, **changes):
    """The editor changes the text and saves it, as the page editor does."""
    version = latest_version(fresh(record.pk))
    content.assign(version, changes)
    return version.save_revision(user=editor)


def fresh(page_id) -> PracticeRecord:
    return PracticeRecord.objects.select_related("page__owner", "page__latest_revision", "region").get(pk=page_id)
