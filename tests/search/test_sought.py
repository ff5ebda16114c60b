"""What is sought is counted without knowing by whom; national editors read it."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from core import tally
from search import sought
from search.models import SearchCount
from search.sought import countable, first_month, flush, forget_past_counts
from tests.platform.site import wait_until
from tests.practices.factories import make_editor
from tests.search.test_lexicon_admin import signed_in

TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(sought.timezone, "localdate", lambda: TODAY)


def counts(*fields):
    return list(SearchCount.objects.order_by("month", "times", "term").values_list(*fields))


def ask(client, *addresses):
    for address in addresses:
        assert client.get(address).status_code == 200


def make_count(term, *, month=date(2026, 11, 1), times=3, unanswered=0, hits=0, day=TODAY):
    row = {"times": times, "unanswered": unanswered, "last_hits": hits, "last_day": day}
    return SearchCount.objects.create(month=month, key=f"{term}-{SearchCount.objects.count()}", term=term, **row)


@pytest.mark.parametrize(
    ("q", "term"),
    [
        ("  L’Hébergement d’urgence ", "l hebergement d urgence"),
        ('jardin -école titre:"au pied" thème:santé', "jardin au pied sante"),
        ("rsa 2024-2025", "rsa 2024 2025"),
        ("lea.martin@essai.example", ""),
        ("06 12 34 56 78", ""),
        ("1 85 05 59 350 123 45", ""),
        ("Dupont 12/03/1975", ""),
        ("dossier de Mme Martin", ""),
        ("M. Martin", ""),
        ("-école", ""),
        ("?!", ""),
        ("mot " * 21, ""),
    ],
)
def test_words_are_counted_as_they_are_compared_unless_they_may_be_about_a_person(q, term):
    assert countable(q) == term


def test_pages_and_api_count_the_same_words_together(client, practices):
    practices({"title": "Le jardin partagé"})
    ask(client, "/pratiques/?q=jardin", "/pratiques/?q=Jardin", "/api/v1/practices?q=JARDIN", "/pratiques/?q=zzzyx")
    assert counts() == []
    flush()
    assert counts("month", "term", "times", "unanswered", "last_hits", "last_day") == [
        (date(2026, 11, 1), "", 1, 1, 0, TODAY),
        (date(2026, 11, 1), "jardin", 3, 0, 1, TODAY),
    ]


def test_only_a_search_as_it_was_typed_is_counted(client, practices):
    practices({"title": "Le jardin partagé"})
    ask(client, *(f"/pratiques/{query}" for query in ("", "?q=", "?q=jardin&page=2", "?q=jardin&mode=group", "?q=jardin&tri=recent")))
    ask(client, "/pratiques/?q=jardin&annee_min=2020", f"/pratiques/?q={'a' * 501}", "/themes/")
    flush()
    assert counts() == []
    ask(client, "/pratiques/?q=jardin")
    flush()
    assert counts("times") == [(1,)]


def test_words_are_written_out_once_three_searches_of_a_month_asked_for_them(db, monkeypatch):
    for expected in ("", "", "aller vers", "aller vers"):
        sought.count("aller vers", 4)
        flush()
        assert counts("term") == [(expected,)]
    monkeypatch.setattr(sought.timezone, "localdate", lambda: date(2026, 12, 1))
    sought.count("aller vers", 0)
    flush()
    assert counts("month", "term", "times", "unanswered", "last_hits") == [
        (date(2026, 11, 1), "aller vers", 4, 0, 4),
        (date(2026, 12, 1), "", 1, 1, 0),
    ]


def test_a_search_waits_for_no_count(client, practices, django_assert_num_queries):
    practices({"title": "Le jardin partagé"})
    client.get("/api/v1/practices?q=jardin", REMOTE_ADDR="10.1.0.1")
    with django_assert_num_queries(0):
        client.get("/api/v1/practices?q=jardin", REMOTE_ADDR="10.1.0.1")


def test_a_process_writes_by_itself_within_seconds(transactional_db, monkeypatch):
    monkeypatch.setattr(tally, "SECONDS", 0.2)
    sought.count("jardin", 1)
    assert wait_until(lambda: counts("times") == [(1,)], seconds=10)
    sought.count("jardin", 1)
    assert wait_until(lambda: counts("times") == [(2,)], seconds=10)


def test_a_process_holds_so_many_words_and_no_more(db, monkeypatch):
    monkeypatch.setattr(sought.tally, "_most", 2)
    for term in ("un", "deux", "trois", "un"):
        sought.count(term, 1)
    flush()
    assert counts("times") == [(1,), (2,)]


def test_counts_are_kept_twelve_months_and_rare_words_one(db):
    for term, month, day in [
        ("trop vieux", date(2025, 11, 1), date(2025, 11, 30)),
        ("gardé", date(2025, 12, 1), date(2025, 12, 1)),
        ("", date(2026, 10, 1), date(2026, 10, 21)),
        ("", date(2026, 10, 1), date(2026, 10, 22)),
    ]:
        make_count(term, month=month, day=day)
    forget_past_counts()
    assert counts("month", "last_day") == [(date(2025, 12, 1), date(2025, 12, 1)), (date(2026, 10, 1), date(2026, 10, 22))]


def test_a_period_begins_with_a_month():
    assert [first_month(months, TODAY) for months in (1, 3, 11, 12)] == [
        date(2026, 11, 1),
        date(2026, 9, 1),
        date(2026, 1, 1),
        date(2025, 12, 1),
    ]


@pytest.fixture
def report(client, reference_data):
    """`report("period=1")` → the lines that a national editor reads, as the spreadsheet has them."""
    signed_in(client, make_editor(None))
    make_count("jardin", times=9, hits=12)
    make_count("jardin", month=date(2026, 1, 1), times=5, unanswered=5, day=date(2026, 1, 9))
    make_count("boîte à lire", month=date(2026, 9, 1), times=4, unanswered=4, day=date(2026, 9, 2))
    make_count("", times=2)

    def run(query=""):
        answer = client.get(f"{reverse('search_sought:index')}?export=csv&{query}")
        return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))[1:]

    return run


def test_the_report_adds_up_months_and_tells_what_was_sought_in_vain(report):
    assert report() == [["jardin", "14", "5", "12", "2026-11-21"], ["boîte à lire", "4", "4", "0", "2026-09-02"]]
    assert report("period=1") == [["jardin", "9", "0", "12", "2026-11-21"]]
    assert report("period=3&answer=none") == [["boîte à lire", "4", "4", "0", "2026-09-02"]]
    assert [line[0] for line in report("ordering=term")] == ["boîte à lire", "jardin"]


def test_each_line_leads_to_the_search_and_to_the_lexicon(report, client):
    page = client.get(reverse("search_sought:index"), {"answer": "none"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "2 recherches de mots plus rares ne sont pas montrées." in text
    assert 'href="/pratiques/?q=bo%C3%AEte+%C3%A0+lire"' in text
    add = f"{reverse('search_lexicon:add')}?typed=bo%C3%AEte+%C3%A0+lire"
    assert f'href="{add}"' in text
    assert 'value="boîte à lire"' in client.get(add).content.decode()
    assert reverse("search_sought:index") in client.get("/gestion/", follow=True).content.decode()


def test_a_regional_editor_does_not_read_it(report, client):
    signed_in(client, make_editor("Hauts-de-France"))
    assert client.get(reverse("search_sought:index")).status_code == 302
    assert reverse("search_sought:index") not in client.get("/gestion/", follow=True).content.decode()
