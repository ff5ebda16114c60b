"""A sheet published for the first time is held against all saved searches at once, once search sees it."""

import pytest
from elasticsearch import Elasticsearch

from core.outbox import lease
from practices.domain.absence import withdraw_practice
from saved import matching
from saved.domain import alerts
from saved.matching import match_new_sheets, queue
from saved.models import AlertConsent, Match, NewSheet, Rhythm, SavedSearch
from search.indexing import drain
from tests.practices.factories import make_editor, make_published, make_user
from tests.saved.conftest import hours_ago, matched, sweep
from tests.search.factories import change, make_practice, tell, withdraw


@pytest.fixture
def asked(monkeypatch):
    """The requests that the engine gets, by kind."""
    calls = []
    for name in ("search", "msearch"):
        real = getattr(Elasticsearch, name)

        def spied(self, *args, _name=name, _real=real, **kwargs):
            calls.append((_name, kwargs))
            return _real(self, *args, **kwargs)

        monkeypatch.setattr(Elasticsearch, name, spied)
    return calls


def test_a_new_sheet_finds_the_searches_that_it_answers_to(index, follow, published, reader, other):
    words, theme, place = follow(reader, "q=jardins"), follow(reader, "theme=lien-social"), follow(reader, "territoire=reg-32")
    elsewhere, without, years = (
        follow(reader, "territoire=reg-11"),
        follow(other, "q=-jardin"),
        follow(other, "annee_min=2030&statut=ended"),
    )
    everything = follow(other)
    practice = published("Le jardin partagé", theme="isolement", territories=("dep-60",))
    drain()
    assert match_new_sheets() == 1
    assert [matched(search) for search in (words, theme, place, everything)] == [[practice.identifier]] * 4
    assert [matched(search) for search in (elsewhere, without, years)] == [[], [], []]
    assert NewSheet.objects.count() == 0


def test_filters_on_rows_hold_within_one_row(index, follow, published, reader):
    rows = [
        {"nature": "funding", "viewpoint": "directors", "intensity": 3, "outcome": "lifted", "description": ""},
        {"nature": "training", "viewpoint": "social_workers", "intensity": 2, "outcome": "lifted", "description": ""},
    ]
    one_row = follow(reader, "frein=funding&point_de_vue=directors")
    two_rows = follow(reader, "frein=funding&point_de_vue=social_workers")
    practice = published(barriers=rows)
    drain()
    match_new_sheets()
    assert (matched(one_row), matched(two_rows)) == ([practice.identifier], [])


def test_hundreds_of_searches_are_one_request_for_each_two_hundred(index, published, reader, asked, vocabulary):
    AlertConsent.objects.create(user=reader, given_at=hours_ago(1))
    SavedSearch.objects.bulk_create(
        SavedSearch(user=reader, name="s", query=f"q=jardin+{number}", rhythm=Rhythm.DAILY) for number in range(399)
    )
    last = SavedSearch.objects.create(user=reader, name="s", query="q=jardin", rhythm=Rhythm.DAILY)
    practices = [published(), published()]
    drain()
    asked.clear()
    assert match_new_sheets() == 2
    assert [name for name, _body in asked] == ["search", "msearch", "msearch"]
    assert [len(body["searches"]) for name, body in asked if name == "msearch"] == [400, 400]
    assert matched(last) == [practice.identifier for practice in practices]


def test_a_search_is_asked_without_counts_highlights_or_order(index, follow, published, reader, asked):
    follow(reader, "q=jardin&theme=isolement")
    practice = published()
    drain()
    asked.clear()
    match_new_sheets()
    [body] = [body["searches"][1] for name, body in asked if name == "msearch"]
    assert sorted(body) == ["_source", "post_filter", "query", "size"]
    assert (body["size"], body["_source"]) == (1, False)
    assert body["query"]["bool"]["filter"] == [{"ids": {"values": [practice.identifier]}}]


def test_a_sheet_waits_until_search_sees_it(index, follow, published, reader):
    search = follow(reader, "q=jardin")
    published()
    assert match_new_sheets() == 0
    [row] = NewSheet.objects.all()
    assert (row.attempts, row.leased_until, row.last_error) == (1, None, "search does not see it yet")
    NewSheet.objects.update(next_attempt_at=hours_ago(1))
    drain()
    assert match_new_sheets() == 1
    assert len(matched(search)) == 1


def test_while_the_engine_is_away_nothing_is_lost(index, follow, published, reader, settings, free_port, caplog):
    search = follow(reader, "q=jardin")
    practice = published()
    drain()
    engine_url = settings.ELASTICSEARCH_URL
    settings.ELASTICSEARCH_URL = [f"http://127.0.0.1:{free_port}"]
    assert match_new_sheets() == 0
    assert [record.getMessage() for record in caplog.records if record.name == "saved.matching"] == [
        "New sheets not matched with saved searches: ConnectionError"
    ]
    assert queue() == (NewSheet.objects.get().created_at, 0)
    settings.ELASTICSEARCH_URL = engine_url
    assert match_new_sheets() == 0, "it backs off"
    NewSheet.objects.update(next_attempt_at=hours_ago(1))
    assert match_new_sheets() == 1
    assert matched(search) == [practice.identifier]
    assert queue() == (None, 0)


def test_without_an_engine_postgresql_matches(follow, published, reader, settings):
    settings.ELASTICSEARCH_URL = []
    words, place, rows = follow(reader, "q=jardin"), follow(reader, "territoire=reg-11"), follow(reader, "frein=funding")
    barrier = {"nature": "funding", "viewpoint": "directors", "intensity": 3, "outcome": "lifted", "description": ""}
    practice = published(barriers=[barrier])
    make_practice("Un autre jardin, publié sans bruit")
    assert match_new_sheets() == 1
    assert [matched(search) for search in (words, place, rows)] == [[practice.identifier], [], [practice.identifier]]


def test_a_correction_is_no_news_and_a_withdrawal_takes_the_sheet_back(index, follow, published, reader):
    search = follow(reader, "q=jardin")
    practice = published("Le café")
    sweep()
    change(practice, title="Le jardin")
    sweep()
    gone = published("Un autre jardin")
    withdraw(gone)
    sweep()
    assert matched(search) == []
    assert NewSheet.objects.count() == 0


def test_what_was_published_before_the_search_was_saved_is_no_news(index, follow, published, reader):
    published()
    search = follow(reader, "q=jardin")
    sweep()
    assert matched(search) == []


def test_searches_that_nobody_waits_for_are_not_matched(index, follow, published, reader, other):
    quiet = follow(reader, "q=jardin", rhythm=Rhythm.NEVER)
    waiting = follow(reader, "q=jardin&mode=group", confirmed=False)
    stopped = follow(other, "q=jardin")
    alerts.stop_all(user_id=other.pk)
    practice = published()
    sweep()
    assert [matched(search) for search in (quiet, stopped, waiting)] == [[], [], [practice.identifier]]
    AlertConsent.objects.update(asked_at=hours_ago(31 * 24))
    published()
    sweep()
    assert matched(waiting) == [practice.identifier], "a link that was never used keeps nothing for ever"


def test_a_search_that_can_no_longer_be_read_finds_nothing_rather_than_everything(index, published, reader):
    AlertConsent.objects.create(user=reader, given_at=hours_ago(1))
    search = SavedSearch.objects.create(user=reader, name="s", query="theme=disparu", rhythm=Rhythm.EACH)
    published()
    sweep()
    assert matched(search) == []


def test_matching_twice_is_matching_once(index, follow, published, reader):
    search = follow(reader, "q=jardin")
    practice = published()
    drain()
    [row] = lease(NewSheet.objects.all(), limit=1, seconds=0)
    matching._match([row])
    matching._match([row])
    assert matched(search) == [practice.identifier]
    tell(practice)
    assert (Match.objects.count(), NewSheet.objects.count()) == (1, 1)


def test_publishing_writes_the_new_sheet_and_withdrawing_takes_it_back(reference_data):
    owner = make_user()
    record = make_published(owner, make_editor("Hauts-de-France"))
    assert list(NewSheet.objects.values_list("identifier", "version")) == [(record.identifier, 1)]
    withdraw_practice(page_id=record.pk, by=owner)
    assert NewSheet.objects.count() == 0
