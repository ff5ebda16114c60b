"""The fields of the sheet, chapter by chapter: the domain's table. A field added here appears in every format, form and page."""

from .action import ACTION
from .telling import TELLING

CHAPTERS = (*ACTION, *TELLING)
