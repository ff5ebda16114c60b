"""The sheet: its content (page), its state (record), and what the public reads (public)."""

from .public import PublicPractice

__all__ = ["PublicPractice"]
