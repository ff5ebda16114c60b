"""The page editor of a sheet, chapter by chapter, from the declaration of its fields."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel

from .sheet import CHAPTERS, Chapter, Field


def chapter_panels() -> list[Panel]:
    """One panel a chapter, every field in it."""
    return [_chapter_panel(chapter) for chapter in CHAPTERS]


def _chapter_panel(chapter: Chapter) -> MultiFieldPanel:
    return MultiFieldPanel([panel for field in chapter.fields for panel in _field_panels(field)], heading=chapter.heading)


def _field_panels(field: Field) -> list[Panel]:
    match field.kind:
        case "territories":
            return [InlinePanel("territory_rows", heading=field.label, label=_("territory"), help_text=field.help)]
        case "documents":
            return [InlinePanel("document_rows", heading=field.label, label=_("document"))]
        case "image":
            return [FieldPanel(name) for name in ("image", "image_alt", "image_credit", "image_consent")]
    return [FieldPanel(field.attribute, heading=field.label, help_text=field.help)]
