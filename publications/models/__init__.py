"""What the observatory publishes: its tree, what each kind is made of, its state (record), and what the public reads (public)."""

from .article import ArticlePage
from .attached import AttachedText
from .cahier import CahierPage
from .cited import CitedSheet
from .consent import VoiceAgreement, VoiceConsent
from .content_file import ContentFile
from .dossier import DossierItem, DossierPage
from .editions import Erratum, PublicVersion, ScheduledPiece
from .external_link import ExternalLink
from .news import NewsLink, NewsPage
from .page import ContentAuthor, ContentTerritory, EditorialPage, ThemedContent
from .piece import CahierPiece
from .public import PublicContent
from .reading import ContentReading, SignOff
from .record import EditorialEvent, EditorialRecord, WorkState
from .tool import ToolFile, ToolPage, ToolSheet
from .tool_use import ToolUse
from .tree import DossierIndexPage, NewsIndexPage, PublicationIndexPage, ToolIndexPage, VoiceIndexPage
from .voice import VoicePage
from .workflow import Assent, EditorialDeskTask, EditorialTask, LayoutTask, ReadingTask, SignOffTask

__all__ = [
    "ArticlePage",
    "Assent",
    "AttachedText",
    "CahierPage",
    "CahierPiece",
    "CitedSheet",
    "ContentAuthor",
    "ContentFile",
    "ContentReading",
    "ContentTerritory",
    "DossierIndexPage",
    "DossierItem",
    "DossierPage",
    "EditorialDeskTask",
    "EditorialEvent",
    "EditorialPage",
    "EditorialRecord",
    "EditorialTask",
    "Erratum",
    "ExternalLink",
    "LayoutTask",
    "NewsIndexPage",
    "NewsLink",
    "NewsPage",
    "PublicContent",
    "PublicVersion",
    "PublicationIndexPage",
    "ReadingTask",
    "ScheduledPiece",
    "SignOff",
    "SignOffTask",
    "ThemedContent",
    "ToolFile",
    "ToolIndexPage",
    "ToolPage",
    "ToolSheet",
    "ToolUse",
    "VoiceAgreement",
    "VoiceConsent",
    "VoiceIndexPage",
    "VoicePage",
    "WorkState",
]
