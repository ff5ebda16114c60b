import pytest

from themes.domain import load_themes
from themes.models import Theme
from themes.signals import keyword_changed, theme_changed


@pytest.fixture
def themes(db):
    """The vocabulary of the file, by slug."""
    load_themes()
    return {theme.slug: theme for theme in Theme.objects.all()}


@pytest.fixture
def changes():
    """The slugs of themes and keywords announced as changed, in order."""
    heard = []

    def listen(sender, **kwargs):
        heard.append((kwargs.get("theme") or kwargs.get("keyword")).slug)

    theme_changed.connect(listen)
    keyword_changed.connect(listen)
    yield heard
    theme_changed.disconnect(listen)
    keyword_changed.disconnect(listen)
