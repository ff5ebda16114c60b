"""What people type about their searches and lists."""

from django import forms
from django.utils.translation import gettext_lazy as _

from practices.cleaning import clean_text

from .models import NAME_LENGTH, NOTE_LENGTH, Rhythm, SheetList


class PlainText(forms.CharField):
    """Plain text, cleaned as everywhere on the site."""

    def __init__(self, *, longest: int, multiline: bool = False, **options):
        widget = forms.Textarea(attrs={"rows": 4}) if multiline else forms.TextInput(attrs={"autocomplete": "off"})
        super().__init__(strip=True, widget=widget, **options)
        self.longest, self.multiline = longest, multiline

    def to_python(self, value):
        return clean_text(value, longest=self.longest, multiline=self.multiline)


class SearchForm(forms.Form):
    name = PlainText(label=_("What will you call this search?"), longest=NAME_LENGTH)
    rhythm = forms.ChoiceField(
        label=_("When do you want its new sheets by mail?"), choices=Rhythm.choices, initial=Rhythm.WEEKLY, widget=forms.RadioSelect
    )


class ListForm(forms.Form):
    name = PlainText(label=_("Name of the list"), longest=NAME_LENGTH)


class SharingForm(forms.Form):
    shares_notes = forms.BooleanField(
        label=_("Show my notes too"), help_text=_("Without this box only the sheets are shown."), required=False
    )


class NoteForm(forms.Form):
    note = PlainText(
        label=_("Your note"),
        help_text=_("Plain text. Only you read it, unless you share the list with its notes."),
        longest=NOTE_LENGTH,
        multiline=True,
        required=False,
    )


class KeepForm(NoteForm):
    """Which list a sheet goes to: one that exists, or a new one."""

    NEW = "new"
    into = forms.ChoiceField(label=_("In which list?"), widget=forms.RadioSelect)
    name = PlainText(label=_("Name of the new list"), longest=NAME_LENGTH, required=False)
    field_order = ["into", "name", "note"]

    def __init__(self, *args, lists: list[SheetList], **kwargs):
        """`lists`: the person's own, with `holds` (`queries.lists_to_keep_in`)."""
        super().__init__(*args, **kwargs)
        self.lists = {str(own.pk): own for own in lists}
        choices = [*((key, own.name) for key, own in self.lists.items()), (self.NEW, _("A new list"))]
        self.fields["into"].choices = choices
        self.fields["into"].initial = next((str(own.pk) for own in lists if not own.holds), self.NEW)

    @property
    def chosen(self) -> SheetList | None:
        """The list, or None for a new one."""
        return self.lists.get(self.cleaned_data["into"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("into") == self.NEW and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Give the new list a name."))
        return cleaned
