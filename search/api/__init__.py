"""The JSON API: the same searches as the pages, for machines. Open to every site for reading."""

from .routes import api

__all__ = ["api"]
