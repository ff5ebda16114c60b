"""The home page, pages of text, and the menus around every page."""

from .navigation import FooterLink, MainLink, Navigation
from .pages import HomePage, StandardPage

__all__ = ["FooterLink", "HomePage", "MainLink", "Navigation", "StandardPage"]
