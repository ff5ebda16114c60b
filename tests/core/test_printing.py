"""What is laid out on paper, within bounds."""

from pyphen import Pyphen

from core.printing import LONGEST_WORD


def test_a_word_is_hyphenated_unless_it_has_no_end():
    french = Pyphen(lang="fr")
    assert french.inserted("anticonstitutionnellement", "-") == "an-ti-cons-ti-tu-tion-nel-le-ment"
    assert french.positions("a" + "ra" * (LONGEST_WORD // 2 - 1)) != []
    assert french.positions("ara" * (LONGEST_WORD // 3 + 1)) == []
