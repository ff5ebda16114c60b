"""Typing slips, without the engine."""

import pytest

from search.slips import corrected, distance, near_forms


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("jardin", "jardin", 0),
        ("jardn", "jardin", 1),
        ("jardiin", "jardin", 1),
        ("jadrin", "jardin", 1),
        ("jerdon", "jardin", 2),
        ("", "ab", 2),
    ],
)
def test_slips_are_counted(one, other, slips):
    assert distance(one, other) == distance(other, one) == slips


def option(text, freq):
    return {"text": text, "freq": freq, "score": 0.8}


def test_only_the_nearest_forms_are_kept_the_most_frequent_first():
    entries = [
        {"text": "parnts", "options": [option("parts", 9), option("parents", 3), option("parns", 5), option("pants", 4)]},
        {"text": "jrdin", "options": [option("jardins", 9)]},
        {"text": "jardin", "options": []},
    ]
    assert near_forms({"suggest": {"nowhere": entries}}) == {"parnts": ("parts", "parns", "pants")}
    assert near_forms({}) == {}


def test_the_rest_of_the_query_stays_as_it_was_typed():
    assert corrected('Jardn -"école" titre:Potagé', {"jardn": ("jardin",)}) == 'jardin -"école" titre:Potagé'


def test_only_whole_words_are_corrected():
    assert corrected("jardn et jardniers", {"jardn": ("jardin",)}) == "jardin et jardniers"
