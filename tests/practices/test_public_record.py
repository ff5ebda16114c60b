"""What the public reads of a sheet: everything public, nothing private."""

import json
from pathlib import Path

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from practices import content, sheet
from practices.domain.absence import withdraw_practice
from practices.domain.imports import import_row, read_row
from practices.domain.publication import refresh_stale_records
from practices.models import PracticePage, PublicPractice
from practices.queries import tombstones
from themes.domain import rename_keyword, rename_theme
from themes.models import Keyword, Theme

from .factories import fresh, make_draft, make_editor, make_published, make_user

pytestmark = pytest.mark.usefixtures("reference_data")

FULL = json.loads(Path("tests/practices/full_sheet.json").read_text(encoding="utf-8"))


@pytest.fixture
def full_sheet(reference_data):
    """A sheet with every field filled, live, its contact private."""
    lookup = content.Lookup()
    row, faults = read_row(FULL, publish=True, lookup=lookup)
    assert faults == []
    record, _created = import_row(row, owner=make_user(), publish=True, is_demo=False, lookup=lookup)
    return record


def test_the_full_sheet_of_the_tests_fills_every_field():
    raw, unknown = content.flatten(FULL)
    empty = [field.key for field in sheet.FIELDS if field.kind not in ("image", "documents") and not raw.get(field.key)]
    assert [key for key, _message in unknown] == ["external_id"]
    assert empty == ["contact.public", "point.blurred"]


def test_every_public_field_is_in_the_record_and_no_private_one(full_sheet):
    data = PublicPractice.objects.get().data
    raw, _unknown = content.flatten(FULL)
    for field in sheet.FIELDS:
        if field.kind in ("image", "documents", "theme", "themes", "territories", "reference"):
            continue
        head, _dot, tail = field.key.partition(".")
        value = data[head][tail] if tail and data[head] else data[head]
        assert value == (raw[field.key] if field.public else None), field.key
    assert (data["main_theme"]["slug"], [theme["slug"] for theme in data["themes"]]) == (FULL["main_theme"], FULL["themes"])
    assert [territory["code"] for territory in data["territories"]] == FULL["territories"]


def test_a_private_contact_is_nowhere_in_the_record(full_sheet):
    row = PublicPractice.objects.values().get()
    everything = json.dumps(row, default=str, ensure_ascii=False).lower()
    assert [secret for secret in ("canari", "06 98 76 54 32", "contact@") if secret in everything] == []


def test_a_contact_is_public_once_its_owner_says_so():
    editor = make_editor()
    contact = {"name": "Équipe", "role": "", "email": "equipe@essai.example", "phone": "", "public": True}
    make_published(make_user(), editor, contact=contact)
    assert PublicPractice.objects.get().data["contact"] == contact


def test_an_unpublished_change_stays_out_of_the_record(full_sheet):
    page = full_sheet.page.latest_revision.as_object()
    page.summary = "Un canari dans le brouillon."
    page.save_revision()
    assert "canari" not in json.dumps(PublicPractice.objects.get().data)


def test_a_sheet_tagged_with_a_place_answers_to_all_above_it(full_sheet):
    filters = PublicPractice.objects.get().filters
    assert {"com-60057", "dep-60", "reg-32", "anc-22", "iso-fr"} <= set(filters["territoire"])
    assert {"vie-de-quartier", "lien-social", "isolement"} == set(filters["theme"])


def test_a_blurred_point_is_public_at_a_hundredth_of_a_degree_and_blurred_once():
    point = {"lat": 49.434567, "lon": 2.081234, "blurred": True}
    make_published(make_user(), make_editor(), point=point)
    assert PublicPractice.objects.get().data["point"] == {"lat": 49.43, "lon": 2.08, "blurred": True}


def test_withdrawing_leaves_no_record():
    owner = make_user()
    record = make_published(owner, make_editor())
    withdraw_practice(page_id=record.pk, by=owner)
    assert not PublicPractice.objects.exists()
    assert fresh(record.pk).page.live is False


def test_a_tombstone_says_where_the_public_found_the_sheet():
    owner = make_user()
    record = make_published(owner, make_editor())
    withdraw_practice(page_id=record.pk, by=owner)
    assert [(gone.identifier, gone.gone_from) for gone in tombstones()] == [
        (record.identifier, {"region": "hauts-de-france", "theme": ["isolement", "lien-social"]})
    ]


def test_a_renamed_theme_is_renamed_on_its_sheets(full_sheet):
    rename_theme(theme=Theme.objects.get(slug="isolement"), name="Rompre l’isolement")
    assert PublicPractice.objects.filter(stale=True).exists()
    refresh_stale_records()
    assert PublicPractice.objects.get(stale=False).data["themes"] == [{"slug": "isolement", "label": "Rompre l’isolement"}]


def test_a_renamed_keyword_is_renamed_on_its_sheets(full_sheet):
    rename_keyword(keyword=Keyword.objects.get(name="cuisine"), name="cuisine partagée")
    refresh_stale_records()
    assert PublicPractice.objects.get().data["keywords"] == ["cuisine partagée", "rez-de-chaussée"]


def test_the_database_refuses_what_the_rules_refuse(db):
    page = make_draft(make_user()).page
    with pytest.raises(IntegrityError, match="practice_dates_in_order"):
        PracticePage.objects.filter(pk=page.pk).update(start_date="2024-05", end_date="2024-04")


def test_a_partial_end_stands_for_all_its_days(db):
    page = make_draft(make_user()).page
    assert PracticePage.objects.filter(pk=page.pk).update(start_date="2024-05-12", end_date="2024") == 1


def test_the_database_refuses_an_intensity_out_of_range(db):
    page = make_draft(make_user()).page
    with pytest.raises(IntegrityError, match="practice_barrier_intensity_1_to_4"):
        PracticePage.objects.filter(pk=page.pk).update(barriers=[{"intensity": 9}])


def test_the_sheets_json_and_page_cost_few_queries(full_sheet, client):
    address = PublicPractice.objects.get().get_absolute_url()
    client.get(address)
    with CaptureQueriesContext(connection) as page:
        assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as linked:
        body = client.get(address + "fiche.json").json()
    assert (len(page) <= 4, len(linked)) == (True, 2)
    assert (body["@type"], body["title"]) == ("CreativeWork", FULL["title"])
