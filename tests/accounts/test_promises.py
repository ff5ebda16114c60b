"""What the page « Vos données » says is what the code does."""

from datetime import timedelta

import pytest

from accounts import queries, throttling
from accounts.domain.departures import REFLECTION
from core.models import KEPT_FOR
from home.content import PRIVACY

TEXT = " ".join(text for _kind, text in PRIVACY["body"])


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Les courriels que le site vous a envoyés</b>, 90 jours", timedelta(days=90) == KEPT_FOR),
        ("30 jours, pour protéger les comptes", timedelta(days=30) == throttling.KEPT_FOR),
        ("à rejoindre une rédaction, 90 jours", timedelta(days=90) == queries.FORGOTTEN_AFTER),
        ("pendant 2 ans est supprimé", timedelta(days=730) == queries.INACTIVE_AFTER),
        ("un mois avant, puis 14 jours avant", (timedelta(days=30), timedelta(days=14)) == (queries.FIRST_WARNING, queries.SECOND_WARNING)),
        ("vous avez 14 jours pour changer d’avis", timedelta(days=14) == REFLECTION),
    ],
)
def test_delays_are_those_of_the_code(said, kept):
    assert said in TEXT
    assert kept is True
