"""The letter that goes with a decision: a text to start from, and what the editor chose to put in it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.template import Context, Engine
from django.utils.translation import gettext as _

from core.templatetags.core_tags import day

from .. import sheet
from ..models import PracticeRecord

PUBLISHED, CHANGES, DECLINED = "published", "changes_requested", "declined"


@dataclass(frozen=True)
class Asked:
    """One thing to change: the key of a field of the sheet, or empty for the sheet as a whole."""

    field: str
    text: str


def requests_mark() -> str:
    """Where the requests go in a letter; an editor may move it, or leave it out: they then come last."""
    return _("[the requests]")


def remarks_mark() -> str:
    """Where the remarks of readers go that the editor chose."""
    return _("[the remarks]")


def reason_mark() -> str:
    """What an editor replaces by her reason: a letter that still holds it is not sent."""
    return _("[your reason]")


def draft(kind: str, record: PracticeRecord) -> str:
    """The letter to start from for this decision on this sheet."""
    marks = {"requests": requests_mark(), "remarks": remarks_mark(), "reason": reason_mark()}
    template = Engine.get_default().get_template(f"practices/letters/{kind}.txt")
    context = {"title": record.page.draft_title, "region": record.region_in_charge.title, **marks}
    return _without_gaps(template.render(Context(context, autoescape=False)))


def assembled(letter: str, *, asked: Sequence[Asked] = (), due_on: date | None = None, remarks: Iterable[str] = ()) -> str:
    """The letter as it is sent: the requests and the chosen remarks in their places, nothing of a place that stays empty."""
    letter = _placed(letter, requests_mark(), _listed_requests(asked, due_on))
    return _without_gaps(_placed(letter, remarks_mark(), "\n".join(f"– {remark}" for remark in remarks)))


def field_label(key: str) -> str:
    """A field of the sheet in words, the sheet as a whole for none."""
    return str(sheet.BY_KEY[key].label) if key in sheet.BY_KEY else _("The sheet as a whole")


def _listed_requests(asked: Sequence[Asked], due_on: date | None) -> str:
    lines = [f"{number}. {field_label(each.field)} – {each.text}" for number, each in enumerate(asked, start=1)]
    if due_on:
        lines.append("\n" + _("If you can, answer before %(day)s.") % {"day": day(due_on)})
    return "\n".join(lines)


def _placed(letter: str, mark: str, text: str) -> str:
    if mark in letter:
        return letter.replace(mark, text, 1).replace(mark, "")
    return f"{letter}\n\n{text}" if text else letter


def _without_gaps(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text).strip()
