"""The little language of `q`."""

import pytest

from search.words import Term, Words, parse


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("jardin partagé", Words("jardin partagé", ())),
        ('"faire avec" groupe', Words("groupe", (Term("faire avec", "phrase"),))),
        ("« aller vers »", Words("", (Term("aller vers", "phrase"),))),
        ("“pouvoir d’agir”", Words("", (Term("pouvoir d’agir", "phrase"),))),
        ("jardin -école", Words("jardin", (Term("école", excluded=True),))),
        ('-"jardin partagé"', Words("", (Term("jardin partagé", "phrase", excluded=True),))),
        ("titre:café", Words("", (Term("café", field="titre"),))),
        ('-thème:"non recours"', Words("", (Term("non recours", "phrase", excluded=True, field="theme"),))),
        ("TERRITOIRE:lille", Words("", (Term("lille", field="territoire"),))),
        ("aller-vers", Words("aller-vers", ())),
        ("note:18h", Words("note 18h", ())),
        ("a - b", Words("a b", ())),
        ('un "guillemet seul', Words("un guillemet seul", ())),
        ("titre: ", Words("titre:", ())),
        ('"" «» - : ? * ( ] \\', Words("", ())),
        ("", Words("", ())),
    ],
)
def test_what_is_typed_is_read_as_meant(q, expected):
    assert parse(q) == expected
