"""The sheet: its place (tree), its content (page), its state (record), and what the public reads (public)."""

from .grid import GridReading
from .import_run import ImportNote, ImportRun
from .life import DailyCount, Report
from .page import KeywordedPractice, PracticeDocument, PracticePage, PracticeTerritory, ThemedPractice
from .public import PublicPractice
from .record import GONE, UNDER_REVIEW, PracticeEvent, PracticeRecord, PublicState, ReviewState
from .review import ChangeRequest, Reading, Review
from .review_task import RegionalReviewTask
from .sheet_file import SheetFile
from .together import CoAuthor, Comment, CommentNotice
from .tree import DraftsPage, PracticeIndexPage, RegionPage
from .upload import Upload
from .writing import OpenForm

__all__ = [
    "GONE",
    "UNDER_REVIEW",
    "ChangeRequest",
    "CoAuthor",
    "Comment",
    "CommentNotice",
    "DailyCount",
    "DraftsPage",
    "GridReading",
    "ImportNote",
    "ImportRun",
    "OpenForm",
    "KeywordedPractice",
    "PracticeDocument",
    "PracticeEvent",
    "PracticeIndexPage",
    "PracticePage",
    "PracticeRecord",
    "PracticeTerritory",
    "PublicPractice",
    "PublicState",
    "Reading",
    "RegionPage",
    "RegionalReviewTask",
    "Report",
    "Review",
    "ReviewState",
    "SheetFile",
    "ThemedPractice",
    "Upload",
]
