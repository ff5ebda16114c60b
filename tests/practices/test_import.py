"""`import_practices`: what it takes, what it refuses, and how it says so (CONTRACT.md, « Import and export of sheets »)."""

import json
from copy import deepcopy
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import transaction
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageLogEntry

from practices.domain.publication import publish_version
from practices.domain.records import latest_version
from practices.models import PracticeDocument, PracticeEvent, PracticeRecord, PublicPractice

from .factories import SHORT_SHEET, fresh, make_user

pytestmark = pytest.mark.usefixtures("reference_data")


@pytest.fixture
def run(tmp_path):
    """Writes the file, imports it and gives (refusal lines, counts, exit code)."""

    def run(rows, *options, name="sheets.jsonl", **named):
        path = tmp_path / name
        text = rows if isinstance(rows, str) else "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        path.write_text(text, encoding="utf-8")
        out, code = StringIO(), 0
        try:
            call_command("import_practices", path, *options, stdout=out, **named)
        except SystemExit as stopped:
            code = stopped.code
        *refusals, counts = out.getvalue().splitlines()
        return [line.split("\t") for line in refusals], json.loads(counts), code

    return run


def row(**changes):
    return deepcopy(SHORT_SHEET) | {"external_id": "essai-1"} | changes


def test_a_row_is_published_at_once_and_audited_as_an_import(run):
    refusals, counts, code = run([row()], "--publish")
    assert (refusals, counts, code) == ([], {"rows": 1, "created": 1, "updated": 0, "refused": 0}, 0)
    public = PublicPractice.objects.get()
    assert (public.title, public.data["external_id"], public.data["contact"]) == ("Le banc des parents", "essai-1", None)
    assert list(PracticeEvent.objects.values_list("kind", flat=True)) == ["imported"]


def test_the_page_of_a_published_row_is_live_in_its_only_version(run):
    run([row()], "--publish")
    record = fresh(PracticeRecord.objects.get().pk)
    page = record.page
    assert (page.live, page.has_unpublished_changes, page.live_revision_id) == (True, False, page.latest_revision_id)
    assert page.first_published_at == page.last_published_at == record.first_published_at
    assert (record.review_state, record.public_state, record.public_version) == ("settled", "published", 1)
    actions = PageLogEntry.objects.filter(page=page.pk).order_by("timestamp").values_list("action", flat=True)
    assert list(actions) == ["wagtail.create", "wagtail.publish"]


def test_without_publish_a_row_is_submitted_to_its_region(run):
    run([row()])
    record = PracticeRecord.objects.get()
    assert (record.review_state, record.region.slug, PublicPractice.objects.exists()) == ("submitted", "hauts-de-france", False)


def test_the_same_external_id_replaces_the_sheet_an_absent_key_being_an_empty_one(run):
    full = row(diagnosis="Un diagnostic.", keywords=["banc", "café"])
    _refusals, counts, _code = run([full, row(title="Le banc, suite")], "--publish")
    assert counts == {"rows": 2, "created": 1, "updated": 1, "refused": 0}
    data = PublicPractice.objects.get().data
    assert (data["title"], data["diagnosis"], data["keywords"]) == ("Le banc, suite", "", [])


def test_a_live_sheet_gets_a_version_to_review_and_stays_as_it_is(run):
    run([row()], "--publish")
    run([row(title="Le banc, suite")])
    record = PracticeRecord.objects.get()
    assert [str(state) for state in record.states] == ["published", "submitted"]
    assert PublicPractice.objects.get().title == "Le banc des parents"


def test_importing_the_same_file_again_changes_nothing_public(run):
    run([row()], "--publish")
    before = PublicPractice.objects.values().get()
    run([row()], "--publish")
    assert PublicPractice.objects.values().get() == before


def test_a_bad_row_is_named_with_its_line_and_field_and_stops_no_other(run):
    barrier = {"viewpoint": "directors", "nature": "workload", "intensity": 7}
    rows = [row(external_id="mauvais", barriers=[barrier], start_date="2023-13", mode="magie", territories=["com-00000"]), row()]
    refusals, counts, code = run(rows, "--publish")
    assert [(line, name, field) for line, name, field, _reason in refusals] == [
        ("1", "mauvais", "start_date"),
        ("1", "mauvais", "mode"),
        ("1", "mauvais", "barriers[0].intensity"),
        ("1", "mauvais", "territories"),
    ]
    assert (counts, code) == ({"rows": 2, "created": 1, "updated": 0, "refused": 1}, 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "ab"}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"summary": "x" * 601}, "summary"),
        ({"context": "x" * 20_001}, "context"),
        ({"context": "\u0000binaire"}, "context"),
        ({"objectives": []}, "objectives"),
        ({"objectives": "une phrase"}, "objectives"),
        ({"steps": [{"description": "x"}] * 51}, "steps"),
        ({"effects": [{"level": "persons"}]}, "effects[0].dimension"),
        ({"end_date": "2020"}, "end_date"),
        ({"contact": {"name": "A", "email": "pas une adresse"}}, "contact.email"),
        ({"organisation": "CCAS"}, "organisation"),
        ({"people_per_year": -3}, "people_per_year"),
        ({"transfer_readiness": 9}, "transfer_readiness"),
        ({"organisation_consent": False}, "organisation_consent"),
        ({"main_theme": "n-existe-pas"}, "main_theme"),
        ({"colour": "rouge"}, "colour"),
        ({"external_id": "x" * 101}, "external_id"),
        ({"identifier": "op-1"}, "identifier"),
        ({"image": {"url": "https://exemple.example/x.png", "sha256": "0" * 64}}, "image"),
    ],
)
def test_a_wrong_value_is_refused_at_its_path(run, changes, field):
    refusals, counts, _code = run([row(**changes)], "--publish")
    assert field in {refusal[2] for refusal in refusals}
    assert (counts["refused"], PracticeRecord.objects.count()) == (1, 0)


@pytest.mark.parametrize("line", ["{", "[1]", '"texte"', "\\ud800", "[" * 3000])
def test_a_line_that_is_no_object_is_refused_and_the_next_one_read(run, line):
    _refusals, counts, _code = run(line + "\n" + json.dumps(row()), "--publish")
    assert counts == {"rows": 2, "created": 1, "updated": 0, "refused": 1}


def test_a_missing_contact_is_accepted_with_publish_only(run):
    assert run([row(contact=None)], "--publish")[1]["created"] == 1
    assert run([row(contact=None, external_id="essai-2")])[1]["refused"] == 1


def test_a_dry_run_says_the_same_and_writes_nothing(run):
    _refusals, counts, code = run([row(), row(external_id="mauvais", mode="magie")], "--publish", "--dry-run")
    assert (counts, code) == ({"rows": 2, "created": 1, "updated": 0, "refused": 1}, 1)
    assert not PracticeRecord.objects.exists()


def test_the_owner_is_named_by_mail_address(run):
    owner = make_user("equipe@essai.example")
    run([row()], owner="EQUIPE@essai.example")
    assert PracticeRecord.objects.get().page.owner == owner
    with pytest.raises(CommandError):
        call_command("import_practices", __file__, owner="personne@essai.example")


def test_a_free_identifier_is_kept_and_the_adapted_sheet_found_at_the_end(run):
    rows = [row(adapted_from="essai-2"), row(external_id="essai-2", identifier="op-0123abcd")]
    run(rows, "--publish")
    assert PublicPractice.objects.get(data__external_id="essai-1").data["adapted_from"] == "op-0123abcd"


def test_a_re_import_keeps_the_region_that_a_hand_over_gave(run):
    run([row()], "--publish")
    run([row(territories=["dep-35"])], "--publish")
    assert fresh(PracticeRecord.objects.get().pk).region.slug == "hauts-de-france"


# ruff: noqa: E501 -- lines of a file
CSV = """external_id;title;summary;status;start_date;organisation.name;organisation.type;contact.name;contact.email;main_theme;mode;scale;territories;context;objectives;audiences;participation;steps;lessons.keep;licence;organisation_consent
essai-1;"Un titre; sur
deux lignes";Un résumé;running;2023;Centre;social_centre;A;a@b.example;isolement;group;municipality;com-59350|dep-60;Contexte;Un \\| deux|Trois;parents|families;involvement;"[{""description"": ""Début""}]";Le banc;CC-BY-4.0;oui
essai-2;;Un résumé;running;2023;Centre;social_centre;A;a@b.example;isolement;group;municipality;com-59350;Contexte;Un;parents;involvement;"[{""description"": ""Début""}]";Le banc;CC-BY-4.0;oui
"""


def test_a_csv_says_the_same_as_a_jsonl_and_lines_are_physical_ones(run):
    refusals, counts, _code = run(CSV, "--publish", name="sheets.csv")
    assert [(line, name, field) for line, name, field, _reason in refusals] == [("4", "essai-2", "title")]
    assert counts == {"rows": 2, "created": 1, "updated": 0, "refused": 1}
    data = PublicPractice.objects.get().data
    assert data["objectives"] == ["Un | deux", "Trois"]
    assert [territory["code"] for territory in data["territories"]] == ["com-59350", "dep-60"]
    assert data["title"] == "Un titre; sur deux lignes"


def test_a_csv_with_an_unknown_column_is_refused_whole(run):
    refusals, counts, code = run("external_id,titre\n1,Essai\n", name="sheets.csv")
    assert (refusals[0][0], counts["created"], code) == ("1", 0, 1)


def test_a_withdrawn_sheet_is_not_brought_back(run):
    run([row()], "--publish")
    PublicPractice.objects.all().delete()
    PracticeRecord.objects.update(public_state="withdrawn")
    refusals, _counts, _code = run([row()], "--publish")
    assert refusals[0][2] == "external_id"


def test_the_examples_of_the_formats_are_imported_as_they_stand(run):
    examples = Path("tests/practices/example-sheets.jsonl").read_text(encoding="utf-8")
    refusals, counts, code = run(examples, "--publish")
    assert (refusals, counts, code) == ([], {"rows": 2, "created": 2, "updated": 0, "refused": 0}, 0)
    adapted = PublicPractice.objects.get(data__external_id="exemple-2")
    assert adapted.data["adapted_from"] == PublicPractice.objects.get(data__external_id="exemple-1").identifier
    assert adapted.region_slug == "national"


def test_taking_back_an_export_keeps_the_contact_that_it_left_out(run):
    contact = {"name": "Contact Essai", "email": "contact@essai.example", "public": False}
    run([row(contact=contact)], "--publish")
    run([row(contact=None, title="Le banc, suite")], "--publish")
    page = PracticeRecord.objects.get().page
    assert (page.title, page.contact_name, page.contact_email) == ("Le banc, suite", "Contact Essai", "contact@essai.example")


def test_a_public_contact_that_a_row_leaves_out_is_gone(run):
    contact = {"name": "Contact Essai", "email": "contact@essai.example", "public": True}
    run([row(contact=contact)], "--publish")
    run([row(contact=None)], "--publish")
    page = PracticeRecord.objects.get().page
    assert (page.contact_name, page.contact_public, PublicPractice.objects.get().data["contact"]) == ("", False, None)


@pytest.fixture
def with_files(run, settings, tmp_path):
    """A live sheet with an image and a document."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    run([row()], "--publish")
    record = PracticeRecord.objects.get()
    page = latest_version(record)
    page.image = Image.objects.create(title="Banc", file=get_test_image_file())
    page.image_alt, page.image_credit = "Un banc", "Essai"
    document = Document.objects.create(title="Guide", file=ContentFile(b"guide", name="guide.txt"))
    page.document_rows = [PracticeDocument(document=document, licence="CC-BY-4.0", sort_order=0)]
    with transaction.atomic():
        publish_version(record=record, revision=page.save_revision(), by=None)
    return PublicPractice.objects.get().data


def test_files_of_the_sheet_are_recognised_and_what_is_said_of_them_replaced(run, with_files):
    image = with_files["image"] | {"alt": "Un banc devant l’école", "credit": "Équipe"}
    documents = [document | {"licence": "etalab-2.0"} for document in with_files["documents"]]
    refusals, _counts, _code = run([row(image=image, documents=documents)], "--publish")
    data = PublicPractice.objects.get().data
    assert (refusals, data["image"]) == ([], image)
    assert [(item["sha256"], item["licence"]) for item in data["documents"]] == [(documents[0]["sha256"], "etalab-2.0")]


def test_what_is_wrong_of_a_file_is_named(run, with_files):
    image = with_files["image"] | {"alt": "x" * 301}
    documents = [{"sha256": "0" * 64, "licence": "magie"}]
    refusals, _counts, _code = run([row(image=image, documents=documents)], "--publish")
    assert [refusal[2] for refusal in refusals] == ["image.alt", "documents[0].licence"]
    refusals, _counts, _code = run([row(documents=[{"sha256": "0" * 64}])], "--publish")
    assert [refusal[2] for refusal in refusals] == ["documents[0]"]
