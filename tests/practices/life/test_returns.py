"""What comes back to who wrote a sheet: counted without cookie and address, at no cost for the reader."""

import pytest
from django.db import DatabaseError, connection

from core import tally
from practices.domain import drafts, submission
from practices.life import counts, returns
from practices.models import CoAuthor, DailyCount
from saved.models import KeptSheet, SheetList
from tests.platform.site import wait_until
from tests.practices.factories import approve, fresh, make_editor, make_published, make_user

from .conftest import READER

pytestmark = pytest.mark.usefixtures("reference_data")


def read(client, sheet, agent=READER, **headers):
    return client.get(f"/pratiques/hauts-de-france/{sheet.slug}/", HTTP_USER_AGENT=agent, **headers)


def numbers(sheet):
    counts.flush()
    return dict(sheet.counts.values_list("kind", "number"))


def totals(sheet):
    counts.flush()
    return {str(total.label): total.number for total in returns.of_sheet(fresh(sheet.pk)).totals}


def test_readings_add_up_by_day(client, sheet):
    for _reading in range(3):
        assert read(client, sheet).status_code == 200
    assert numbers(sheet) == {"view": 3}
    read(client, sheet)
    assert numbers(sheet) == {"view": 4}
    assert DailyCount.objects.count() == 1


@pytest.mark.parametrize(
    "nobody",
    [
        {"agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"agent": "curl/8.5"},
        {"agent": "python-requests/2.32"},
        {"agent": ""},
        {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
    ],
)
def test_what_is_fetched_for_nobody_is_not_counted(client, sheet, nobody):
    read(client, sheet, **nobody)
    client.head(f"/pratiques/hauts-de-france/{sheet.slug}/", HTTP_USER_AGENT=READER)
    assert numbers(sheet) == {}


def test_those_who_wrote_it_and_its_editors_are_not_counted(client, sheet, contributor, editor, sign_in):
    coauthor = make_user("co@essai.example")
    CoAuthor.objects.create(record=sheet, user=coauthor, role="edit", accepted_at=sheet.first_published_at)
    for person in (contributor, coauthor, editor, make_editor(None)):
        read(sign_in(person), sheet)
    assert numbers(sheet) == {}
    for person in (make_user("lectrice@essai.example"), make_editor("Île-de-France")):
        read(sign_in(person), sheet)
    assert numbers(sheet) == {"view": 2}


def test_a_reading_costs_no_query_and_sets_no_cookie(client, sheet, django_assert_num_queries):
    read(client, sheet, agent="")
    with django_assert_num_queries(3):
        answer = read(client, sheet)
    assert dict(answer.cookies) == {}
    assert numbers(sheet) == {"view": 1}


def test_a_database_that_takes_no_writing_breaks_no_page(client, sheet):
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    assert read(client, sheet).status_code == 200
    with pytest.raises(DatabaseError):
        counts.flush()


def test_a_process_writes_by_itself_and_survives_a_failure(transactional_db, monkeypatch):
    monkeypatch.setattr(tally, "SECONDS", 0.1)
    written = []

    def write(sums):
        written.append(dict(sums))
        if len(written) == 1:
            raise DatabaseError

    counted = tally.Tally(write, most=10)
    counted.add("a", lambda number: (number or 0) + 1)
    assert wait_until(lambda: len(written) == 1, seconds=10)
    counted.add("b", lambda number: (number or 0) + 1)
    assert wait_until(lambda: written[1:] == [{"b": 1}], seconds=10)


def test_references_adaptations_and_lists_come_back_too(client, sheet, contributor, editor):
    for extension in ("bib", "ris"):
        client.get(f"/pratiques/hauts-de-france/{sheet.slug}/citation.{extension}", HTTP_USER_AGENT=READER)
    reader = make_user("lectrice@essai.example")
    for name in ("À lire", "À montrer"):
        own = SheetList.objects.create(user=reader, name=name)
        KeptSheet.objects.create(list=own, identifier=sheet.identifier, position=0)
    other = make_published(contributor, editor)
    drafts.save_draft(page_id=other.pk, by=contributor, values={"adapted_from": sheet.identifier})
    assert totals(sheet)["adaptations"] == 0
    submission.submit_practice(page_id=other.pk, by=contributor)
    approve(fresh(other.pk), editor)
    assert totals(sheet) == {
        "lectures": 0,
        "personnes qui la gardent": 1,
        "références téléchargées": 2,
        "adaptations": 1,
        "messages transmis": 0,
        "citations dans les publications de l’observatoire": 0,
    }


def test_bars_stand_for_twelve_months_and_the_table_has_their_numbers(sheet, contributor, sign_in):
    today = counts.timezone.localdate()
    DailyCount.objects.create(record=sheet, kind="view", day=today, number=40)
    DailyCount.objects.create(record=sheet, kind="view", day=today.replace(day=1), number=2)
    DailyCount.objects.create(record=sheet, kind="view", day=today.replace(year=today.year - 2), number=7)
    shown = returns.of_sheet(fresh(sheet.pk))
    assert [bar.number for bar in shown.bars] == [0] * 11 + [42]
    assert (shown.bars[-1].height, shown.bars[0].height, shown.totals[0].number) == (56, 0, 49)
    page = sign_in(contributor).get(f"/mes-fiches/{sheet.identifier}/").content.decode()
    assert "Lectures, mois par mois" in page
    assert "<td>42</td>" in page
