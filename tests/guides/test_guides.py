"""The documentation holds together: every picture is made by the list and shown, every link leads somewhere."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from observatory.environment import BASE_DIR

from .camera import FOLDER
from .pictures import PICTURES

PAGES = [BASE_DIR / "README.md", *sorted((BASE_DIR / "docs").rglob("*.md"))]
#: `[words](target)`, `![words](target)` for pictures.
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")


def links(page: Path) -> list[tuple[str, str, str]]:
    """(mark, words, target) of those that lead to a file of the project, code aside."""
    text = re.sub(r"```.*?```|`[^`]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [found for found in LINK.findall(text) if not re.match(r"[a-z]+:", found[2])]


def anchors(page: Path) -> set[str]:
    """Those that forges make of titles: lower case, words joined by hyphens, no other mark."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(BASE_DIR)))
def test_every_link_of_the_documentation_leads_somewhere(page):
    for _mark, _words, target in links(page):
        path, _hash, anchor = target.partition("#")
        file = (page.parent / unquote(path)).resolve() if path else page
        assert file.exists(), target
        if anchor:
            assert unquote(anchor) in anchors(file), target


def test_guides_show_the_pictures_of_the_list_and_no_others():
    shown = [Path(target).stem for page in PAGES for mark, _words, target in links(page) if mark and "images/guides/" in target]
    assert sorted(set(shown)) == sorted(picture.name for picture in PICTURES)


def test_the_folder_holds_what_the_list_makes_and_weighs_little():
    files = [path for path in FOLDER.iterdir() if path.is_file()]
    assert sorted(path.name for path in files) == sorted(f"{picture.name}.webp" for picture in PICTURES)
    assert sum(path.stat().st_size for path in files) < 1_500_000


def test_every_picture_is_said_in_words():
    assert [(page.name, target) for page in PAGES for mark, words, target in links(page) if mark and not words.strip()] == []


def test_every_role_has_its_guide_with_two_to_six_pictures():
    guides = sorted((BASE_DIR / "docs/users").glob("guide-*.md"))
    index = {target for _mark, _words, target in links(BASE_DIR / "docs/users/README.md")}
    assert len(guides) == 7
    assert {guide.name for guide in guides} <= index
    for guide in guides:
        assert 2 <= sum(bool(mark) for mark, _words, _target in links(guide)) <= 6, guide.name
