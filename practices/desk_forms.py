"""What an editor types when she decides."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .cleaning import clean_text
from .models import RegionPage


class CommentForm(forms.Form):
    """Words for the contributor; she reads them as they are."""

    comment = forms.CharField(label=_("Your message to the contributor"), widget=forms.Textarea(attrs={"rows": 5}), strip=True)

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("auto_id", f"{type(self).__name__.lower()}_%s")
        super().__init__(*args, **kwargs)

    def clean_comment(self):
        return clean_text(self.cleaned_data["comment"], longest=5_000)


class ChangesForm(CommentForm):
    """What to change."""


class DeclineForm(CommentForm):
    """Why the sheet is not kept."""


class HandOverForm(CommentForm):
    """To which region, and why."""

    region = forms.ModelChoiceField(label=_("Region"), queryset=RegionPage.objects.none(), empty_label=_("Choose a region"))
    field_order = ["region", "comment"]

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = RegionPage.objects.exclude(pk=record.region_id).order_by("title")


class ApprovalForm(forms.Form):
    """The version that was read: hidden fields of the page that showed it."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    content_hash = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)

    def clean(self):
        if self.errors:
            raise ValidationError(_("The version that you read is not known: read the sheet again."))
        return super().clean()
