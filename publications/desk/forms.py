"""What is typed on the screen of one publication."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.groups import NATIONAL_EDITORS, REVIEWERS
from accounts.models import User
from practices.cleaning import clean_text

from ..domain.readers import USUAL_TERM as READING_TERM
from ..domain.workflow import USUAL_TERM as CORRECTIONS_TERM
from ..fingerprint import fingerprint
from ..models import EditorialRecord
from ..permissions import step_groups

LETTER_LENGTH = 5_000


class DeskForm(forms.Form):
    """Several forms stand on one screen: each has ids of its own. `record`: the content that they are about."""

    def __init__(self, *args: Any, record: EditorialRecord, **kwargs: Any):
        kwargs.setdefault("auto_id", f"{type(self).__name__.lower()}_%s")
        super().__init__(*args, **kwargs)
        self.record = record
        self.prepare()

    def prepare(self) -> None:
        pass


class VersionForm(DeskForm):
    """The version that was on the screen when the button was pressed."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.fields["revision"].initial = self.record.page.latest_revision_id


class ApprovalForm(VersionForm):
    """`text`: what that version said then, for one may be written over in place."""

    text = forms.CharField(widget=forms.HiddenInput)
    comment = forms.CharField(label=_("A word for the history (optional)"), required=False, max_length=1000)

    def prepare(self) -> None:
        super().prepare()
        self.fields["text"].initial = fingerprint(self.record.page.latest_revision)


class CorrectionsForm(DeskForm):
    comment = forms.CharField(
        label=_("What is to be corrected; the authors read these words"), widget=forms.Textarea(attrs={"rows": 6}), max_length=LETTER_LENGTH
    )
    due_on = forms.DateField(label=_("Answer hoped for by"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def prepare(self) -> None:
        self.fields["due_on"].initial = timezone.localdate() + CORRECTIONS_TERM

    def clean_comment(self) -> str:
        return clean_text(self.cleaned_data["comment"], longest=LETTER_LENGTH)


class ReaderForm(DeskForm):
    member = forms.ModelChoiceField(label=_("A reader of the group"), queryset=User.objects.none(), required=False, empty_label=_("Nobody"))
    email = forms.EmailField(label=_("or the address of another member"), required=False)
    due_on = forms.DateField(label=_("Before"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def prepare(self) -> None:
        self.fields["due_on"].initial = timezone.localdate() + READING_TERM
        self.fields["member"].queryset = User.objects.filter(groups__name=REVIEWERS, is_active=True).order_by("name", "email")

    def clean(self):
        values = super().clean()
        if not values.get("member") and not values.get("email") and not self.errors:
            self.add_error("email", _("Choose a reader, or give an address."))
        return values

    @property
    def address(self) -> str:
        member = self.cleaned_data.get("member")
        return member.email if member else self.cleaned_data["email"]


class GiveForm(DeskForm):
    person = forms.ModelChoiceField(label=_("To whom"), queryset=User.objects.none(), empty_label=_("Choose somebody"))

    def prepare(self) -> None:
        members = User.objects.filter(is_active=True).distinct().order_by("name", "email")
        handling = members.filter(groups__name=NATIONAL_EDITORS) | members.filter(groups__in=step_groups(self.record))
        self.fields["person"].queryset = handling.distinct()


class DueForm(DeskForm):
    due_on = forms.DateField(label=_("New due date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def prepare(self) -> None:
        self.fields["due_on"].initial = self.record.due_on


class ProofForm(DeskForm):
    author = forms.CharField(max_length=200, widget=forms.HiddenInput)
    email = forms.EmailField(label=_("Address to which the proof is sent"))


class PaperForm(DeskForm):
    author = forms.CharField(max_length=200, widget=forms.HiddenInput)
    given_on = forms.DateField(label=_("Agreement given on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    how = forms.CharField(label=_("How, and where it is kept; who reads the history reads it"), max_length=500)


class ScheduleForm(VersionForm):
    at = forms.DateTimeField(
        label=_("It goes out on"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("Give a day and a time, such as 2026-12-01T09:00.")},
    )

    def prepare(self) -> None:
        super().prepare()
        tomorrow = timezone.localtime() + timedelta(days=1)
        self.fields["at"].initial = tomorrow.replace(hour=9, minute=0, second=0, microsecond=0)


class ErratumForm(VersionForm):
    text = forms.CharField(
        label=_("What was wrong, and what is right; readers find these words on the page"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )
