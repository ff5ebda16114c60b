"""A real client (sickle) harvests the repository over HTTP, while people publish and withdraw."""

from datetime import UTC, datetime, timedelta

import psycopg2
import pytest
from django.db import connection
from sickle import Sickle
from sickle.oaiexceptions import NoRecordsMatch

from practices.domain.absence import withdraw_practice
from practices.models import PublicPractice, PublicState
from themes.domain import merge_theme
from themes.models import Theme

from .factories import bury, copies, publish
from .rules import OAI, check

APRIL = datetime(2026, 4, 1, 8, tzinfo=UTC)


class Harvester(Sickle):
    """Sickle, whose answers are held against the schemas on the way."""

    def __init__(self, address, **options):
        super().__init__(address, **options)
        self.answers = []

    def harvest(self, **asked):
        response = super().harvest(**asked)
        self.answers.append(check(response.raw.encode()))
        return response

    def identifiers(self, **asked):
        return [found.identifier.rpartition(":")[2] for found in self.ListIdentifiers(**{"metadataPrefix": "oai_dc"} | asked)]

    def records(self, **asked):
        """(identifier, whether it is gone) of each record."""
        return [(found.header.identifier.rpartition(":")[2], found.deleted) for found in self.ListRecords(**asked)]


@pytest.fixture
def harvester(live_server, reference_data):
    return Harvester(f"{live_server.url}/oai")


@pytest.fixture
def repository(reference_data):
    """260 public sheets and 12 tombstones, seven seconds apart: their identifiers in the order of their changes."""
    record, owner = publish()
    practice = PublicPractice.objects.get(identifier=record.identifier)
    live = copies(practice, 260, first=APRIL)
    gone = [bury(owner, at=APRIL + timedelta(seconds=70 * place + 3), state=state) for place, state in enumerate([*PublicState][2:] * 6)]
    practice.delete()
    stamps = {key: APRIL + timedelta(seconds=7 * place) for place, key in enumerate(live)}
    stamps |= {key: APRIL + timedelta(seconds=70 * place + 3) for place, key in enumerate(gone)}
    return sorted(stamps, key=lambda key: stamps[key]), live, gone


def test_everything_is_harvested_once_in_both_formats_by_both_methods(harvester, repository):
    everything, _live, gone = repository
    expected = [(key, key in gone) for key in everything]
    assert harvester.records(metadataPrefix="oai_dc") == expected
    tokens = [answer.find(f".//{OAI}resumptionToken") for answer in harvester.answers]
    assert [(token.get("completeListSize"), token.get("cursor")) for token in tokens] == [("272", "0"), ("272", "100"), ("272", "200")]
    assert [bool(token.text) for token in tokens] == [True, True, False]
    assert harvester.records(metadataPrefix="mods") == expected
    assert Harvester(harvester.endpoint, http_method="POST").identifiers() == everything


def test_a_span_of_time_is_harvested_both_ends_included(harvester, repository):
    everything, live, _gone = repository
    assert harvester.identifiers(**{"from": "2026-04-01T08:00:07Z", "until": "2026-04-01T08:00:14Z"}) == live[1:3]
    assert harvester.identifiers(**{"from": "2026-04-01", "until": "2026-04-01"}) == everything
    assert harvester.identifiers(**{"from": "2026-04-01T08:29:00Z"}) == live[-11:]


def test_sets_hold_their_sheets_those_below_and_those_that_are_gone(harvester, repository):
    everything, live, gone = repository
    PublicPractice.objects.filter(identifier__in=live[:120]).update(
        region_slug="bretagne", filters={"theme": ["jeunesse"], "territoire": ["iso-fr"]}
    )
    isolated = [key for key in everything if key in [*live[120:], *gone]]
    for spec in ("theme:lien-social", "theme:lien-social:isolement", "region:hauts-de-france"):
        assert harvester.identifiers(set=spec) == isolated, spec
    assert harvester.identifiers(set="theme:jeunesse") == harvester.identifiers(set="region:bretagne") == live[:120]
    assert harvester.identifiers(set="theme") == harvester.identifiers(set="region") == everything
    first = next(harvester.ListIdentifiers(metadataPrefix="oai_dc", set="theme:lien-social"))
    assert first.setSpecs == ["theme:lien-social:isolement", "region:hauts-de-france", "kind:sheet"]


def test_the_sets_are_the_themes_the_regions_and_the_kinds(harvester):
    found = {item.setSpec: item.setName for item in harvester.ListSets()}
    themes = [spec for spec in found if spec.startswith("theme:")]
    assert (len(themes), len(found) - len(themes)) == (72, 29)
    assert found["theme:lien-social:isolement"] == "Lutte contre l'isolement"
    assert found["region:hauts-de-france"] == "Hauts-de-France"
    assert {"theme", "region", "region:national", "kind", "kind:sheet"} <= set(found)


def test_a_tombstone_follows_its_theme_to_the_one_that_replaced_it(harvester, repository):
    _everything, _live, gone = repository
    themes = {theme.slug: theme for theme in Theme.objects.filter(slug__in=["isolement", "jeunesse"])}
    merge_theme(theme=themes["isolement"], into=themes["jeunesse"])
    left = harvester.identifiers(set="theme:jeunesse")
    assert left == gone
    assert next(harvester.ListIdentifiers(metadataPrefix="oai_dc", set="theme:jeunesse")).setSpecs == [
        "theme:jeunesse",
        "theme:lien-social",
        "region:hauts-de-france",
        "kind:sheet",
    ]


def test_what_changes_during_a_harvest_is_given_in_it(harvester, repository):
    everything, live, _gone = repository
    records = harvester.ListIdentifiers(metadataPrefix="oai_dc")
    before = [next(records).identifier.rpartition(":")[2] for _ in range(100)]
    late = APRIL + timedelta(days=2)
    PublicPractice.objects.filter(identifier__in=[live[0], live[-1]]).update(updated_at=late)
    owner_copy = PublicPractice.objects.get(identifier=live[5])
    [new] = copies(owner_copy, 1, first=late + timedelta(seconds=1))
    after = [found.identifier.rpartition(":")[2] for found in records]
    assert before == everything[:100]
    unchanged = [key for key in everything[100:] if key != live[-1]]
    assert after[: len(unchanged)] == unchanged
    assert set(after[len(unchanged) :]) == {live[0], live[-1], new}


def test_the_life_of_a_sheet_as_an_aggregator_follows_it(harvester):
    def news():
        since = harvester.answers[-1].findtext(f"{OAI}responseDate")
        return [(key, gone) for key, gone in harvester.records(**{"metadataPrefix": "mods", "from": since})]

    harvester.Identify()
    record, owner = publish()
    assert news() == [(record.identifier, False)]
    withdraw_practice(page_id=record.pk, by=owner)
    assert news() == [(record.identifier, True)]
    one = harvester.GetRecord(identifier=f"oai:observatoire.example.org:{record.identifier}", metadataPrefix="mods")
    assert (one.deleted, one.header.setSpecs) == (True, ["theme:lien-social:isolement", "region:hauts-de-france", "kind:sheet"])


def test_a_publication_that_is_committed_late_is_not_missed(harvester, repository):
    """It takes its date, then commits: a harvester that came in between must still get it next time."""
    _everything, live, _gone = repository
    other = psycopg2.connect(**connection.get_connection_params() | {"cursor_factory": None})
    try:
        with other.cursor() as cursor:
            cursor.execute("UPDATE practices_publicpractice SET version = version + 1 WHERE identifier = %s", [live[3]])
            dated = datetime.now(UTC)
            cursor.execute("UPDATE practices_publicpractice SET updated_at = %s WHERE identifier = %s", [dated, live[3]])
        # Another publication, later and quicker, is left for next time too: the order of dates is kept.
        PublicPractice.objects.filter(identifier=live[4]).update(updated_at=datetime.now(UTC))
        with pytest.raises(NoRecordsMatch):
            harvester.identifiers(**{"from": "2026-04-02"})
        answered = harvester.answers[-1].findtext(f"{OAI}responseDate")
        other.commit()
    finally:
        other.close()
    assert datetime.fromisoformat(answered) <= dated
    assert set(harvester.identifiers(**{"from": answered})) == {live[3], live[4]}
    assert datetime.fromisoformat(harvester.answers[-1].findtext(f"{OAI}responseDate")) >= dated.replace(microsecond=0)
