"""The sections in which people look for things: the tabs of the search in everything."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from publications.vocabulary import ArticleType, Kind, NewsType, ToolType, VoiceSide


class Section(TextChoices):
    """`SHEETS` is what no content is."""

    SHEETS = "fiches", pgettext_lazy("section", "Practice sheets")
    PUBLICATIONS = "publications", pgettext_lazy("section", "Publications")
    TOOLS = "outils", pgettext_lazy("section", "Tools")
    VOICES = "paroles", pgettext_lazy("section", "Voices")
    NEWS = "actualites", pgettext_lazy("section", "News")
    DOSSIERS = "dossiers", pgettext_lazy("section", "Dossiers")


SECTION_OF: Mapping[str, Section] = {
    Kind.CAHIER: Section.PUBLICATIONS,
    Kind.ARTICLE: Section.PUBLICATIONS,
    Kind.TOOL: Section.TOOLS,
    Kind.VOICE: Section.VOICES,
    Kind.NEWS: Section.NEWS,
    Kind.DOSSIER: Section.DOSSIERS,
}

#: What contents are parted into, all kinds together: `type` in addresses and in the index.
ContentType: type[TextChoices] = TextChoices(  # type: ignore[call-overload]
    "ContentType",
    {choice.name: (choice.value, choice._label_) for kind in (ArticleType, ToolType, NewsType, VoiceSide) for choice in kind},
)
