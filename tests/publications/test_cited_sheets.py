"""A sheet in a publication: the version of the day, for good; what has become of the living one is said."""

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction

from accounts.models import Departure
from accounts.personal_data import Leaving
from accounts.traces import Traces
from practices.domain.absence import withdraw_practice
from practices.life import returns
from practices.models import PracticeRecord, PublicPractice
from publications.cited import data as cited_data
from publications.domain.publication import refresh_stale_contents
from publications.models import CahierPage, CitedSheet, PublicContent
from tests.practices.factories import make_editor, make_published, make_user

from .cahiers import gather, make_article, make_cahier
from .factories import publish

CHANGED, GONE = "Cette fiche a changé depuis.", "Cette fiche a depuis quitté le site"


@pytest.fixture
def owner(reference_data):
    return make_user()


@pytest.fixture
def sheet(owner):
    authors = [{"name": "Léa Martin", "role": "CESF"}]
    return make_published(owner, make_editor("Hauts-de-France"), authors=authors)


@pytest.fixture
def cahier(sheet):
    return gather(make_cahier(), sheet.identifier)


def address(sheet):
    return f"/publications/faire-groupe/fiches/{sheet.identifier}/"


def change(sheet, **data):
    """The living sheet reads otherwise, as after a new version."""
    public = PublicPractice.objects.get(pk=sheet.identifier)
    PublicPractice.objects.filter(pk=sheet.identifier).update(version=public.version + 1, data=public.data | data)
    PracticeRecord.objects.filter(pk=sheet.pk).update(public_version=public.version + 1)


def test_it_reads_as_on_the_day_whatever_the_living_one_becomes(client, cahier, sheet):
    before = client.get(address(sheet)).content.decode()
    assert (CHANGED in before, GONE in before, f"/p/{sheet.identifier}/" in before) == (False, False, True)
    change(sheet, title="Le banc déplacé")
    after = client.get(address(sheet)).content.decode()
    assert (CHANGED in after, "Le banc des parents" in after, "Le banc déplacé" in after) == (True, True, False)
    assert CHANGED in client.get("/publications/faire-groupe/").content.decode()


def test_its_authors_are_told_how_many_publications_cite_it(sheet):
    def cited():
        [shown] = [total.number for total in returns.of_sheet(sheet).totals if "publications" in str(total.label)]
        return shown

    cahier = make_cahier()
    article = make_article(cahier, body=[("sheet", {"identifier": sheet.identifier})])
    other = make_article(cahier, title="Sans elle", slug="sans-elle")
    assert cited() == 0
    gather(cahier, article, other)
    assert cited() == 1
    gather(CahierPage.objects.get(), article, other, sheet.identifier)
    assert cited() == 2


def test_one_that_is_gone_is_still_read_and_no_longer_linked(client, cahier, sheet, owner):
    withdraw_practice(page_id=sheet.pk, by=owner)
    page = client.get(address(sheet)).content.decode()
    assert (GONE in page, "Premiers cafés devant la grille." in page, f"/p/{sheet.identifier}/" in page) == (True, True, False)


def test_saving_the_cahier_again_keeps_the_version_and_putting_the_sheet_in_anew_takes_the_new_one(cahier, sheet):
    change(sheet, title="Le banc déplacé")
    again = CahierPage.objects.get()
    again.save_revision()
    publish(again)
    assert [piece["title"] for piece in PublicContent.objects.get().data["pieces"]] == ["Le banc des parents"]
    gather(CahierPage.objects.get(), sheet.identifier)
    assert [piece["title"] for piece in PublicContent.objects.get().data["pieces"]] == ["Le banc déplacé"]
    assert [row.version for row in CitedSheet.objects.order_by("version")] == [sheet.public_version, sheet.public_version + 1]


def test_an_article_cites_the_version_of_the_day_too(client, sheet):
    cahier = make_cahier()
    gather(cahier, make_article(cahier, body=[("sheet", {"identifier": sheet.identifier, "version": None})]))
    change(sheet, title="Le banc déplacé")
    cited = BeautifulSoup(client.get("/publications/faire-groupe/du-guichet/").content, "html.parser").select(".cited")[0].get_text()
    assert ("Le banc des parents" in cited, CHANGED in cited) == (True, True)


def test_whom_to_write_to_and_files_are_not_copied(cahier):
    data = CitedSheet.objects.get().data
    assert {key: data[key] for key in ("contact", "image", "documents", "reachable")} == {
        "contact": None,
        "image": None,
        "documents": [],
        "reachable": False,
    }


def test_the_database_lets_nobody_change_or_delete_a_copy(cahier):
    row = CitedSheet.objects.get()

    def delete():
        CitedSheet.objects.filter(pk=row.pk)._raw_delete("default")

    for act in (lambda: CitedSheet.objects.update(data={}), lambda: CitedSheet.objects.update(version=9), delete):
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            act()
    row.refresh_from_db()
    assert row.data["title"] == "Le banc des parents"


def test_names_that_are_withheld_on_the_sheet_are_withheld_on_the_copy(client, cahier, sheet):
    assert "Léa Martin" in client.get(address(sheet)).content.decode()
    PracticeRecord.objects.filter(pk=sheet.pk).update(authors_withheld=True)
    assert "Léa Martin" not in client.get(address(sheet)).content.decode()
    assert "Léa Martin" not in client.get("/publications/faire-groupe/").content.decode()


def test_a_person_who_leaves_is_taken_out_of_the_copies_and_of_what_lists_them(cahier, owner):
    leaving = Leaving(owner, Departure.Sheets.KEEP, Traces(names={"Léa Martin"}))
    assert [row["identifier"] for row in cited_data.data_of(owner)["cited"]] == [CitedSheet.objects.get().identifier]
    with transaction.atomic():
        cited_data.erase(leaving)
    assert CitedSheet.objects.get().data["authors"] == []
    assert refresh_stale_contents() == 1
    assert "Léa Martin" not in str(PublicContent.objects.get().data)


def test_the_page_of_the_sheet_names_the_cahier(client, cahier, sheet):
    public = PublicPractice.objects.get(pk=sheet.identifier)
    assert "/publications/faire-groupe/" in client.get(public.get_absolute_url()).content.decode()
