"""What the observatory publishes: its tree, what each kind is made of, its state (record), and what the public reads (public)."""

from .article import ArticlePage
from .cahier import CahierPage, CahierPiece
from .dossier import DossierItem, DossierPage
from .news import NewsPage
from .page import ContentAuthor, ContentTerritory, EditorialPage, ThemedContent
from .public import PublicContent
from .record import EditorialEvent, EditorialRecord, WorkState
from .tool import ToolFile, ToolPage
from .tree import DossierIndexPage, NewsIndexPage, PublicationIndexPage, ToolIndexPage, VoiceIndexPage
from .voice import VoiceConsent, VoicePage

__all__ = [
    "ArticlePage",
    "CahierPage",
    "CahierPiece",
    "ContentAuthor",
    "ContentTerritory",
    "DossierIndexPage",
    "DossierItem",
    "DossierPage",
    "EditorialEvent",
    "EditorialPage",
    "EditorialRecord",
    "NewsIndexPage",
    "NewsPage",
    "PublicContent",
    "PublicationIndexPage",
    "ThemedContent",
    "ToolFile",
    "ToolIndexPage",
    "ToolPage",
    "VoiceConsent",
    "VoiceIndexPage",
    "VoicePage",
    "WorkState",
]
