"""What editors do with several sheets at once: each is checked and answered for by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ..domain import holding
from ..domain.errors import Refused
from ..domain.review import take_in_charge
from ..models import PracticeRecord
from .people import Person

#: As many sheets as a page shows, and some.
MOST = 100
NONE_TICKED = _("Tick at least one sheet.")


@dataclass(frozen=True)
class Act:
    """`do` gets the page, who acts, and the form's clean values; `done` says how many it was done to."""

    label: object
    done: object
    do: Callable[..., object]


ACTS: dict[str, Act] = {
    "take": Act(
        _("I am reading them"),
        ngettext_lazy("You are reading %(number)s sheet:", "You are reading %(number)s sheets:", "number"),
        lambda page_id, by, values: take_in_charge(page_id=page_id, by=by),
    ),
    "give": Act(
        _("Give"),
        ngettext_lazy("%(number)s sheet given to %(person)s:", "%(number)s sheets given to %(person)s:", "number"),
        lambda page_id, by, values: holding.give_practice(page_id=page_id, by=by, holder_id=values["person"]),
    ),
    "release": Act(
        _("Give them up"),
        ngettext_lazy("%(number)s sheet is held by nobody any more:", "%(number)s sheets are held by nobody any more:", "number"),
        lambda page_id, by, values: holding.release_practice(page_id=page_id, by=by),
    ),
    "due": Act(
        _("Set the due date"),
        ngettext_lazy("Due date set for %(number)s sheet:", "Due date set for %(number)s sheets:", "number"),
        lambda page_id, by, values: holding.set_due_date(page_id=page_id, by=by, due_on=values["due_on"]),
    ),
    "remind_holder": Act(
        _("Remind who holds them"),
        ngettext_lazy("Reminder sent to who holds %(number)s sheet:", "Reminders sent to who holds %(number)s sheets:", "number"),
        lambda page_id, by, values: holding.remind_holder(page_id=page_id, by=by),
    ),
    "remind_contributor": Act(
        _("Remind the contributors"),
        ngettext_lazy(
            "Reminder sent to the contributor of %(number)s sheet:", "Reminders sent to the contributors of %(number)s sheets:", "number"
        ),
        lambda page_id, by, values: holding.remind_contributor(page_id=page_id, by=by),
    ),
}


class ActForm(forms.Form):
    """The sheets that were ticked, and what to do with them. `back`: the one sheet whose screen this comes from."""

    act = forms.ChoiceField(choices=[(name, act.label) for name, act in ACTS.items()], error_messages={"required": _("Choose what to do.")})
    sheets = forms.TypedMultipleChoiceField(coerce=int, error_messages={"required": NONE_TICKED, "invalid_choice": NONE_TICKED})
    person = forms.TypedChoiceField(label=_("Give to"), coerce=int, required=False, empty_value=None)
    due_on = forms.DateField(label=_("Due on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    back = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)

    def __init__(self, *args, editors: Sequence[Person], **kwargs):
        super().__init__(*args, auto_id="desk-%s", **kwargs)
        self.fields["person"].choices = [("", "—"), *((person.pk, person.shown) for person in editors)]
        self.fields["due_on"].widget.attrs["min"] = f"{timezone.localdate():%Y-%m-%d}"
        ticked = self.data.getlist("sheets") if self.is_bound else []
        # Which of them she may act on is for each act to say.
        self.fields["sheets"].choices = [(pk, pk) for pk in ticked[:MOST] if pk.isdecimal() and len(pk) < 10]

    def clean(self):
        values = super().clean()
        if values.get("act") == "give" and not values.get("person"):
            self.add_error("person", _("Choose to whom."))
        if values.get("act") == "due" and not values.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Choose a day."))
        return values


@dataclass
class Report:
    """What was done, and what was refused with its reason."""

    done: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    unknown: int = 0


def act_on(name: str, page_ids: Iterable[int], *, by, visible: Mapping[int, str], values: Mapping) -> Report:
    """Does it to each sheet, one transaction each. `visible`: titles of the sheets on this editor's desk; of others nothing is said."""
    report = Report()
    for page_id in page_ids:
        try:
            if page_id not in visible:
                raise PracticeRecord.DoesNotExist
            ACTS[name].do(page_id, by, values)
        except PracticeRecord.DoesNotExist:
            report.unknown += 1
        except Refused as refusal:
            report.refused.append((visible[page_id], str(refusal)))
        else:
            report.done.append(visible[page_id])
    return report
