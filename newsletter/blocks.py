"""What a letter is made of, in an order: headings, texts, and things that are public on the site."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from publications.cited.references import clean_reference

from .choices import regions, themes

TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul"]


class AudienceBlock(blocks.StructBlock):
    """Who sees a part of the letter; nothing ticked: everybody."""

    themes = blocks.MultipleChoiceBlock(label=_("Themes"), choices=themes, required=False, widget=forms.CheckboxSelectMultiple)
    regions = blocks.MultipleChoiceBlock(label=_("Regions"), choices=regions, required=False, widget=forms.CheckboxSelectMultiple)

    class Meta:
        icon = "group"
        label = _("Only for some subscribers")
        help_text = _("Tick nothing and everybody receives this part. Those who follow everything always receive it.")
        collapsed = True


class HeadingPart(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=150)
    audience = AudienceBlock()

    class Meta:
        icon = "title"
        label = _("Heading")


class TextPart(blocks.StructBlock):
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)
    audience = AudienceBlock()

    class Meta:
        icon = "pilcrow"
        label = _("Text")


class PublicPart(blocks.StructBlock):
    """A sheet or a content: its title and summary are read from the site when the letter leaves."""

    reference = blocks.CharBlock(
        label=_("Address or identifier"),
        help_text=_(
            "Paste the address of its page, or its identifier (op-…, oc-…). What is not public when the letter leaves is left out."
        ),
        max_length=500,
    )
    words = blocks.TextBlock(
        label=_("A word of yours"),
        help_text=_("Instead of its summary, why one should read it. Empty: its summary."),
        required=False,
        max_length=600,
        rows=3,
    )
    audience = AudienceBlock()

    class Meta:
        icon = "doc-full"
        label = _("Sheet or publication")

    def clean(self, value):
        cleaned = super().clean(value)
        try:
            cleaned["reference"] = clean_reference(cleaned["reference"])
        except ValidationError as error:
            raise blocks.StructBlockValidationError(block_errors={"reference": error}) from None
        return cleaned


class LetterBlock(blocks.StreamBlock):
    heading = HeadingPart()
    text = TextPart()
    public = PublicPart()
