"""Dates as people write them are understood wherever one is given; those that say nothing sure are refused."""

import pytest
from django.core.exceptions import ValidationError

from practices.cleaning import clean_partial_date


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2023", "2023"),
        ("2023-05", "2023-05"),
        ("2023-05-14", "2023-05-14"),
        ("mai 2023", "2023-05"),
        ("Sept. 2023", "2023-09"),
        ("août 2023", "2023-08"),
        ("le 1er décembre 2023", "2023-12-01"),
        ("14 févr. 2023", "2023-02-14"),
        ("05/2023", "2023-05"),
        ("5/9/2023", "2023-09-05"),
        ("14.05.2023", "2023-05-14"),
        ("en 2023", "2023"),
        ("depuis le 3 mars 2021", "2021-03-03"),
        ("", ""),
    ],
)
def test_a_date_is_kept_as_precise_as_it_was_written(written, kept):
    assert clean_partial_date(written) == kept


@pytest.mark.parametrize(
    "written", ["bientôt", "mai", "jui 2023", "ma 2023", "13/2023", "31/02/2023", "30 février 2023", "mai juin 2023", "1789", "23"]
)
def test_a_date_that_says_nothing_sure_is_refused(written):
    with pytest.raises(ValidationError):
        clean_partial_date(written)
