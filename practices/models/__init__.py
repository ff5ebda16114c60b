"""The sheet: its place (tree), its content (page), its state (record), and what the public reads (public)."""

from .page import KeywordedPractice, PracticeDocument, PracticePage, PracticeTerritory, ThemedPractice
from .public import PublicPractice
from .record import GONE, PracticeEvent, PracticeRecord, PublicState, ReviewState
from .review_task import RegionalReviewTask
from .tree import DraftsPage, PracticeIndexPage, RegionPage

__all__ = [
    "GONE",
    "DraftsPage",
    "KeywordedPractice",
    "PracticeDocument",
    "PracticeEvent",
    "PracticeIndexPage",
    "PracticePage",
    "PracticeRecord",
    "PracticeTerritory",
    "PublicPractice",
    "PublicState",
    "RegionPage",
    "RegionalReviewTask",
    "ReviewState",
    "ThemedPractice",
]
