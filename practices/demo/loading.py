"""Brings the demo sheets in, through the same acts as real ones."""

import json
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.models import OutgoingMail

from .. import content
from ..domain import drafts, review, reviewers, submission
from ..domain.imports import import_row, link_adaptation, read_row
from ..models import PracticePage, PracticeRecord
from ..review.letters import Asked

FILES = sorted(Path(__file__).parent.glob("sheets_*.jsonl"))
CONTRIBUTOR, NATIONAL_EDITOR, READER = "contributrice@demo.example", "nationale@demo.example", "relectrice@demo.example"
QUESTIONS = (
    "Merci pour ce récit très vivant. Pouvez-vous dire qui porte l’effet que vous décrivez en dernier, et sur quoi cela s’appuie ? "
    "Une phrase des personnes concernées aiderait aussi les autres équipes."
)
REQUESTS = (
    Asked("effects", "Qui porte l’effet que vous décrivez en dernier, et sur quoi cela s’appuie-t-il ?"),
    Asked("", "Une phrase des personnes concernées aiderait les autres équipes."),
)
REASON = "L’action décrite est un accompagnement individuel : elle n’entre pas dans le champ de l’observatoire. Merci de votre confiance."


def demo_rows():
    """The demo sheets as objects of the import format, `demo_state` among their keys."""
    for path in FILES:
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def load_demo_sheets() -> dict[str, int]:
    """Creates the demo sheets that are not there yet, one transaction each; returns how many were created and were there."""
    began = timezone.now()
    lookup = content.Lookup()
    known = set(PracticeRecord.objects.filter(is_demo=True).values_list("external_id", flat=True))
    people = {user.email: user for user in User.objects.filter(email__endswith="@demo.example")}
    counts = {"created": 0, "present": 0}
    adaptations = {}
    for data in demo_rows():
        name, state = data["external_id"], data.pop("demo_state")
        if name in known:
            counts["present"] += 1
            continue
        with transaction.atomic():
            page_id = _publish(data, people, lookup) if state == "published" else _stage(data, state, people, lookup)
        if data.get("adapted_from"):
            adaptations[page_id] = data["adapted_from"]
        counts["created"] += 1
    for page_id, source in adaptations.items():
        link_adaptation(page_id=page_id, source=source)
    # The demo's people have no mailbox: the mails about these sheets would only fill the console.
    OutgoingMail.objects.filter(created_at__gte=began, to__endswith="@demo.example").delete()
    return counts


def _publish(data, people, lookup) -> int:
    row, faults = read_row(data, publish=True, lookup=lookup)
    if faults:
        raise ValueError(f"{data['external_id']}: {faults}")
    record, _created = import_row(row, owner=people[CONTRIBUTOR], publish=True, is_demo=True, lookup=lookup)
    return record.pk


def _stage(data, state, people, lookup) -> int:
    """A sheet written by the demo contributor and left in its state by the editors of its region."""
    contributor = people[CONTRIBUTOR]
    page = drafts.create_draft(owner=contributor, title=data["title"], external_id=data["external_id"], is_demo=True)
    raw, _unknown = content.flatten({key: value for key, value in data.items() if key not in ("external_id", "adapted_from")})
    values, _faults = content.clean(raw, lookup=lookup)
    drafts.save_draft(page_id=page.pk, by=contributor, values=values)
    if state == "draft":
        return page.pk
    submission.submit_practice(page_id=page.pk, by=contributor)
    editor = _editor(page, people)
    if state in ("in_review", "changes_requested", "declined"):
        review.take_in_charge(page_id=page.pk, by=editor)
    if state == "in_review":
        reviewers.assign_reviewer(page_id=page.pk, by=editor, email=READER, due_on=timezone.localdate() + reviewers.USUAL_TERM)
    if state == "changes_requested":
        review.request_changes(page_id=page.pk, by=editor, comment=QUESTIONS, asked=REQUESTS)
    if state == "declined":
        review.decline_practice(page_id=page.pk, by=editor, reason=REASON)
    return page.pk


def _editor(page: PracticePage, people):
    """The demo editor of the sheet's region, or the national one."""
    group = PracticeRecord.objects.select_related("region__group").get(page_id=page.pk).region.group
    return next((user for user in people.values() if group in user.groups.all()), people[NATIONAL_EDITOR])
