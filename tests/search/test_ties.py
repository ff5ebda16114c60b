"""Between sheets that answer as well, the one that was published or confirmed last."""

from search.documents import document
from tests.search.conftest import titles


def test_recent_confirmation_breaks_ties_and_nothing_more(practices, search):
    same = {"summary": "Des voisins cultivent ensemble.", "theme": "isolement"}
    practices(
        {"title": "Jardin un", "confirmed_at": "2026-11-01T08:00:00Z", **same},
        {"title": "Jardin deux", **same},
        {"title": "Jardin trois", "confirmed_at": None, **same},
        {"title": "Tout autre chose", "confirmed_at": "2026-11-20T08:00:00Z", "summary": "On y parle aussi d’un jardin, une fois."},
    )
    assert titles(search("q=jardin")) == ["Jardin un", "Jardin trois", "Jardin deux", "Tout autre chose"]
    assert titles(search("tri=recent")) == ["Tout autre chose", "Jardin trois", "Jardin deux", "Jardin un"]


def test_a_sheet_that_nobody_confirmed_counts_from_its_publication(practices):
    (sheet,) = practices({"title": "Jardin"})
    assert document(sheet)["confirmed_at"] == sheet.data["published_at"]
