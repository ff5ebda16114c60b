"""What the text of a page is made of: editorial pages and publications share these blocks."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

IMAGE_HELP = _("From the collection “Site (public)”: visitors do not see the images of the others.")
TEXT_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul", "h3"]


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=pgettext_lazy("quotation", "Words"))
    said_by = blocks.CharBlock(label=_("Said by"), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "core/blocks/quote.html"


class PictureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Image"), help_text=IMAGE_HELP)
    caption = blocks.CharBlock(label=_("Caption and credit"), required=False, max_length=300)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "core/blocks/picture.html"


class EditorialBlock(blocks.StreamBlock):
    heading = blocks.CharBlock(label=_("Heading"), icon="title", max_length=200, template="core/blocks/heading.html")
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES, template="core/blocks/text.html")
    quote = QuoteBlock()
    image = PictureBlock()
