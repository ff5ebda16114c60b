"""Reading the vocabulary of themes. A theme that is gone stands for its successor."""

from collections.abc import Iterable
from typing import NamedTuple, TypedDict

from core.text import fold, telling_words

from .models import Keyword, Theme


class ThemeNode(NamedTuple):
    """A theme of the first level with those below it."""

    theme: Theme
    children: list[Theme]


class ThemeDescription(TypedDict):
    """What a public sheet says of a theme."""

    slug: str
    label: str


def theme_tree() -> list[ThemeNode]:
    """All themes in use, nested, in the editors' order. One query."""
    themes = list(Theme.objects.current())
    return [ThemeNode(theme, [child for child in themes if child.parent_id == theme.pk]) for theme in themes if theme.parent_id is None]


def _normalised(slug: str) -> str:
    return slug.strip().lower()


def resolve_theme(slug: str) -> Theme | None:
    """The theme of this slug, or what stands in its place today."""
    return resolve_themes([slug]).get(_normalised(slug))


def resolve_themes(slugs: Iterable[str]) -> dict[str, Theme]:
    """The same for many, by the slug asked for in lower case; unknown ones are absent. One query."""
    wanted = list(dict.fromkeys(_normalised(slug) for slug in slugs))
    themes = Theme.objects.select_related("parent", "successor__parent").filter(slug__in=[slug for slug in wanted if "\x00" not in slug])
    rows = {theme.slug: theme.successor or theme for theme in themes}
    return {slug: rows[slug] for slug in wanted if slug in rows}


def with_parents(slugs: Iterable[str]) -> list[str]:
    """These themes and the ones above them: all the filters that a sheet tagged with them answers to."""
    themes = resolve_themes(slugs).values()
    return list(dict.fromkeys(slug for theme in themes for slug in (theme.slug, theme.parent and theme.parent.slug) if slug))


def describe_themes(slugs: Iterable[str]) -> list[ThemeDescription]:
    """What the public reads of these themes, in this order, each once. One query."""
    themes = {theme.slug: theme for theme in resolve_themes(slugs).values()}
    return [{"slug": theme.slug, "label": theme.name} for theme in themes.values()]


def search_themes(text: str, *, limit: int = 10) -> list[Theme]:
    """The themes that these words may mean, the likeliest first. One query: there are a few dozen, compared here."""
    words = telling_words(fold(text))
    if not words:
        return []
    found = []
    for order, theme in enumerate(_in_tree_order()):
        if (likeness := _likeness(theme, words)) is not None:
            found.append((likeness, order, theme))
    return [theme for _likeness_, _order, theme in sorted(found, key=lambda row: row[:2])[:limit]]


def search_keywords(text: str, *, limit: int = 10) -> list[str]:
    """Keywords in which these letters follow each other, in lower case, those that begin so first; accents do not matter. One query."""
    names = Keyword.objects.current().filter(name__unaccent__icontains=text.replace("\x00", "")).values_list("name", flat=True)
    return sorted({name.lower() for name in names[:500]}, key=lambda name: (not fold(name).startswith(fold(text)), name))[:limit]


def _in_tree_order() -> list[Theme]:
    themes = list(Theme.objects.current().select_related("parent"))
    return sorted(themes, key=lambda theme: (theme.parent.position if theme.parent else theme.position, theme.parent_id is not None))


def _likeness(theme: Theme, words: list[str]) -> int | None:
    """0 a label or synonym to the letter, 1 its beginning, 2 words of one, 3 words of all of them or of the theme above; None: no."""
    labels = [telling_words(fold(label)) for label in (theme.name, *theme.alternative_labels)]
    around = [word for label in labels for word in label] + (fold(theme.parent.name).split() if theme.parent else [])
    if words in labels:
        return 0
    if any(_begins(label, words) for label in labels):
        return 1
    if any(_holds(label, words) for label in labels):
        return 2
    return 3 if _holds(around, words) else None


def _begins(label: list[str], words: list[str]) -> bool:
    return " ".join(label).startswith(" ".join(words))


def _holds(label: list[str], words: list[str]) -> bool:
    """Each word asked for begins one of the label's; a plural finds the singular and the reverse."""
    return all(any(word.startswith(_singular(asked)) for word in label) for asked in words)


def _singular(word: str) -> str:
    """Roughly: enough for « jeunes » to find « jeune », too little for « RSA » or « bus » to lose a letter."""
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word
