"""What an editor types on the screen of one sheet: whom she asks to read it, what she decides, and the letter that goes with it."""

from collections.abc import Mapping, Sequence
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.groups import REVIEWERS
from accounts.models import User

from .. import sheet
from ..cleaning import clean_email, clean_text
from ..domain.reviewers import USUAL_TERM
from ..models import RegionPage
from ..review import grid, letters
from ..review.letters import Asked
from ..review.readings import Round

LETTER_LENGTH = 5_000
REQUEST_LENGTH = 2_000
MOST_REQUESTS = 30
EMPTY_REQUESTS = 3


class DeskForm(forms.Form):
    """Several forms stand on one screen: each has ids of its own."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("auto_id", f"{self.anchor}_%s")
        super().__init__(*args, **kwargs)

    @property
    def anchor(self) -> str:
        """Where the form stands on the screen."""
        return type(self).__name__.lower()


class CommentForm(DeskForm):
    """Words for the contributor; she reads them as they are."""

    comment = forms.CharField(label=_("Your message to the contributor"), widget=forms.Textarea(attrs={"rows": 5}), strip=True)

    def clean_comment(self):
        return clean_text(self.cleaned_data["comment"], longest=LETTER_LENGTH)


class HandOverForm(CommentForm):
    """To which region, and why."""

    region = forms.ModelChoiceField(label=_("Region"), queryset=RegionPage.objects.none(), empty_label=_("Choose a region"))
    field_order = ["region", "comment"]

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = RegionPage.objects.exclude(pk=record.region_id).order_by("title")


class AssignForm(DeskForm):
    """A member of the readers' group, or anybody by mail; and until when."""

    member = forms.ModelChoiceField(label=_("A reader of the group"), queryset=User.objects.none(), required=False, empty_label=_("Nobody"))
    email = forms.CharField(label=_("or somebody else’s mail address"), required=False, widget=forms.EmailInput)
    name = forms.CharField(label=_("Name of this person"), required=False, max_length=120)
    due_on = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("initial", {"due_on": timezone.localdate() + USUAL_TERM})
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = User.objects.filter(groups__name=REVIEWERS, is_active=True).order_by("name", "email")

    def clean_email(self):
        return clean_email(self.cleaned_data["email"])

    def clean_name(self):
        return clean_text(self.cleaned_data["name"], longest=120, multiline=False)

    def clean(self):
        data = super().clean()
        if bool(data.get("member")) == bool(data.get("email")) and not self.errors:
            raise ValidationError(_("Choose a reader of the group, or give one mail address."))
        return data

    @property
    def reader(self) -> dict:
        """For `domain.reviewers.assign_reviewer`."""
        data = self.cleaned_data
        address = data["member"].email if data["member"] else data["email"]
        return {"email": address, "name": data["name"], "due_on": data["due_on"]}


class LetterForm(DeskForm):
    """A decision's letter, and which remarks of readers go with it: nothing of theirs leaves that the editor did not choose."""

    kind = ""

    comment = forms.CharField(label=_("Your letter to the contributor"), widget=forms.Textarea(attrs={"rows": 10}), strip=True)
    include = forms.MultipleChoiceField(
        label=_("Remarks of readers to put in it"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("Without their names.")
    )

    def __init__(self, data=None, *, record, readings: Round, **kwargs):
        initial = {"comment": letters.draft(self.kind, record), **kwargs.pop("initial", {})}
        super().__init__(data, initial=initial, **kwargs)
        self.remarks = readings.remarks
        self.fields["include"].choices = list(self.remarks.items())
        if not self.remarks:
            del self.fields["include"]

    def clean_comment(self):
        return clean_text(self.cleaned_data["comment"], longest=LETTER_LENGTH)

    @property
    def chosen(self) -> list[str]:
        return [self.remarks[name] for name in self.cleaned_data.get("include", [])]

    @property
    def letter(self) -> str:
        """As it is sent."""
        return letters.assembled(self.cleaned_data["comment"], remarks=self.chosen)


class ApprovalForm(LetterForm):
    """The version that was read (hidden fields of the page that showed it), and the decision's grid."""

    kind = letters.PUBLISHED

    revision = forms.IntegerField(widget=forms.HiddenInput)
    content_hash = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)

    def __init__(self, data=None, *, record, readings: Round, **kwargs):
        agreed = {**record.grid, **{key: answer for key, answer in readings.agreed.items() if answer != grid.Answer.UNSET}}
        initial = {f"answer_{key}": agreed.get(key, grid.Answer.UNSET) for key in grid.BY_KEY} | kwargs.pop("initial", {})
        super().__init__(data, record=record, readings=readings, initial=initial, **kwargs)
        self.fields["comment"].required = False
        for key, criterion in grid.BY_KEY.items():
            self.fields[f"answer_{key}"] = forms.ChoiceField(
                label=f"{key}. {criterion.label}", choices=grid.Answer.choices, widget=forms.RadioSelect, required=False
            )

    @property
    def knows_its_version(self) -> bool:
        """Whether the posted version is one at all; else there is nothing to correct in the form, the sheet is to be read again."""
        return not {"revision", "content_hash"} & set(self.errors)

    @property
    def questions(self) -> list[tuple[grid.Criterion, forms.BoundField]]:
        return [(criterion, self[f"answer_{key}"]) for key, criterion in grid.BY_KEY.items()]

    @property
    def answers(self) -> grid.Answers:
        return {key: self.cleaned_data[f"answer_{key}"] or grid.Answer.UNSET.value for key in grid.BY_KEY}


class DeclineForm(LetterForm):
    """Why the sheet is not kept."""

    kind = letters.DECLINED

    def clean_comment(self):
        comment = super().clean_comment()
        if letters.reason_mark() in comment:
            raise ValidationError(_("Write your reason in the place of “%(mark)s”.") % {"mark": letters.reason_mark()})
        return comment


class ChangesForm(LetterForm):
    """What to change: requests in rows (`field` and `text`, repeated), until when, and the letter."""

    kind = letters.CHANGES

    due_on = forms.DateField(label=_("Hoped for before"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, data=None, *, record, readings: Round, again: Sequence[Asked] = (), **kwargs):
        super().__init__(data, record=record, readings=readings, **kwargs)
        self.row_errors: dict[int, str] = {}
        self._rows = list(again) if data is None else _posted_rows(data)

    @property
    def rows(self) -> list[tuple[int, Asked, str]]:
        """(number, what is asked, what is wrong), with room for some more."""
        room = [Asked("", "")] * (EMPTY_REQUESTS if len(self._rows) < MOST_REQUESTS else 0)
        return [(number, row, self.row_errors.get(number, "")) for number, row in enumerate([*self._rows, *room], start=1)]

    @property
    def field_choices(self) -> list[tuple[str, str, list]]:
        """(chapter, fields) for a select."""
        return [(str(chapter.heading), [(field.key, str(field.label)) for field in chapter.fields]) for chapter in sheet.CHAPTERS]

    @property
    def asked(self) -> list[Asked]:
        return self._clean_rows

    @property
    def letter(self) -> str:
        return letters.assembled(self.cleaned_data["comment"], asked=self.asked, due_on=self.cleaned_data["due_on"], remarks=self.chosen)

    def clean_due_on(self) -> date | None:
        due_on = self.cleaned_data["due_on"]
        if due_on and due_on < timezone.localdate():
            raise ValidationError(_("This day is past."))
        return due_on

    def clean(self):
        data = super().clean()
        self._clean_rows = []
        for number, row in enumerate(self._rows, start=1):
            try:
                text = clean_text(row.text, longest=REQUEST_LENGTH)
                if row.field not in ("", *sheet.BY_KEY):
                    raise ValidationError(_("This field is not one of the sheet’s."))
            except ValidationError as fault:
                self.row_errors[number] = fault.messages[0]
            else:
                self._clean_rows += [Asked(row.field, text)] if text else []
        if self.row_errors:
            raise ValidationError(_("Some requests need another look."))
        return data


def _posted_rows(data: Mapping) -> list[Asked]:
    """The rows that hold something; beyond the most that can be asked at once they are not read."""
    fields, texts = data.getlist("field"), data.getlist("text")
    rows = [Asked(field, text) for field, text in zip(fields, texts, strict=False) if text.strip()]
    return rows[:MOST_REQUESTS]
