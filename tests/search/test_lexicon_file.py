"""The lexicon that the observatory starts with: every entry would pass the admin's form, and says one thing once."""

import json

import pytest

from core.text import fold
from search.analysis import STOP_WORDS
from search.language.lexicon import span_of
from search.language.reading import read
from search.lexicon_loading import FILE
from search.models import LexiconEntry

ROWS = json.loads(FILE.read_text())
ACRONYMS = [row for row in ROWS if row["kind"] == LexiconEntry.Kind.ACRONYM]


def test_every_entry_is_one_that_an_editor_could_have_written(db):
    for row in ROWS:
        LexiconEntry(**row).full_clean()
        assert 1 <= len(row["meant"]) <= 6, row["typed"]


def test_no_two_entries_are_read_alike():
    """Whatever case, accents, plurals and articles: the reader takes « bénévole » and « bénévoles » for one."""
    read_as = [(row["kind"], span_of(read(row["typed"]))) for row in ROWS]
    assert sorted({key for key in read_as if read_as.count(key) > 1}) == []


def test_nothing_is_meant_twice_nor_by_itself():
    repeated = []
    for row in ROWS:
        folded = [fold(text) for text in (row["typed"], *row["meant"])]
        repeated += [row["typed"]] if len(set(folded)) < len(folded) else []
    assert repeated == []


def test_no_acronym_is_a_small_word():
    assert [row["typed"] for row in ACRONYMS if fold(row["typed"]) in STOP_WORDS] == []


@pytest.mark.parametrize("broad", ["travail", "social", "groupe", "action"])
def test_what_is_in_every_sheet_is_never_meant_alone(broad):
    assert [row["typed"] for row in ROWS if broad in map(fold, row["meant"])] == []


def test_texts_are_typed_plainly_and_reasons_are_written_well():
    typed = [row["typed"] for row in ROWS if "’" in "".join((row["typed"], *row["meant"]))]
    reasons = [row["typed"] for row in ROWS if "'" in row["reason"] or not row["reason"].endswith((".", "…"))]
    assert (typed, reasons) == ([], [])
