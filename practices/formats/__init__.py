"""Sheets in files, out and in: objects as JSON lines, or one row a sheet in CSV and XLSX."""

from .errors import UnreadableFile
from .reading import read_file

__all__ = ["UnreadableFile", "read_file"]
