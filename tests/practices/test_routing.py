"""Which editors get a sheet, how it goes to another region, and what happens where nobody reacts; with the mails sent, and those not."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection

from core import due
from core.models import OutgoingMail
from practices import content
from practices.domain import drafts, holding, review, reviewers, routing, submission
from practices.domain.errors import Forbidden, OutOfDate
from practices.domain.files import draft_files
from practices.domain.imports import import_row, read_row
from practices.domain.records import latest_version
from practices.models import PracticeDocument, PracticeRecord, PublicPractice, RegionPage
from practices.review import links
from tests.practices.factories import (
    SHORT_SHEET,
    fresh,
    make_draft,
    make_editor,
    make_published,
    make_submitted,
    make_user,
    sheet_values,
)

pytestmark = pytest.mark.usefixtures("reference_data")

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MAILS = "practices/mail/"


@pytest.fixture
def contributor(reference_data):
    return make_user()


@pytest.fixture
def editor(reference_data):
    return make_editor("Hauts-de-France", "nord@essai.example")


def region(slug):
    return RegionPage.objects.get(slug=slug)


def mails(since=0):
    """(template, recipient) of each mail written after this one, in order."""
    rows = OutgoingMail.objects.filter(pk__gt=since).order_by("pk").values_list("template", "to")
    return [(template.removeprefix(MAILS).removesuffix(".txt"), to) for template, to in rows]


def last_mail():
    return OutgoingMail.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def hand_over(record, by, slug="ile-de-france", reason="L’action est à Bobigny."):
    return routing.hand_over_practice(page_id=record.pk, by=by, region_id=region(slug).pk, reason=reason)


def days_ago(record, days):
    since = timezone.now() - timedelta(days=days)
    PracticeRecord.objects.filter(pk=record.pk).update(state_since=since, submitted_at=since)


@pytest.mark.parametrize(
    ("territories", "scale", "slug"),
    [
        (["com-59350"], "neighbourhood", "hauts-de-france"),
        (["com-59350", "com-93008"], "municipality", "hauts-de-france"),
        (["com-93008", "com-59350"], "municipality", "ile-de-france"),
        (["anc-22"], "region", "hauts-de-france"),
        (["dep-2a"], "department", "corse"),
        (["dep-974"], "department", "la-reunion"),
        # An EPCI of the Landes and the Gers: most of its inhabitants live in the Landes.
        (["epci-200030435"], "intermunicipal", "nouvelle-aquitaine"),
        (["epci-200057867"], "intermunicipal", "ile-de-france"),
        (["com-13203"], "neighbourhood", "provence-alpes-cote-d-azur"),
        (["dep-60"], "national", "national"),
        (["dep-60", "dep-76"], "interregional", "national"),
        (["com-59350"], "abroad", "national"),
        (["iso-ca-qc"], "municipality", "national"),
        (["iso-ca-qc", "com-59350"], "municipality", "national"),
        (["iso-fr"], "region", "national"),
        (["reg-988"], "region", "national"),
        (["com-97501"], "municipality", "national"),
        (["com-98735"], "municipality", "national"),
        ([], "municipality", "national"),
    ],
)
def test_the_region_in_charge_follows_the_rule(territories, scale, slug):
    assert routing.region_for(territories, scale).slug == slug


def test_the_editors_of_the_region_get_a_sheet_at_once_and_nobody_else_does(contributor, editor):
    colleague = make_editor("Hauts-de-France", "nord2@essai.example")
    gone = make_editor("Hauts-de-France", "partie@essai.example")
    gone.is_active = False
    gone.save()
    make_editor("Île-de-France")
    make_editor(None)
    since = last_mail()
    record = make_submitted(contributor)
    assert (record.region.slug, record.page.get_parent().pk) == ("hauts-de-france", record.region_id)
    assert sorted(mails(since)) == sorted([("arrived", editor.email), ("arrived", colleague.email), ("submitted", contributor.email)])


def test_later_changes_of_territory_move_no_sheet(contributor, editor):
    record = make_published(contributor, editor)
    drafts.save_draft(page_id=record.pk, by=contributor, values=sheet_values(territories=["com-93008"], scale="national"))
    submission.submit_practice(page_id=record.pk, by=contributor)
    assert (fresh(record.pk).region.slug, fresh(record.pk).listed_territories[0]) == ("hauts-de-france", "com-93008")


def import_again(**changes):
    data = SHORT_SHEET | {"external_id": "essai-1"} | changes
    row, faults = read_row(data, publish=True, lookup=content.Lookup())
    assert faults == []
    return import_row(row, owner=None, publish=True, is_demo=False, lookup=content.Lookup())[0]


def test_an_import_follows_the_rule_once_and_keeps_a_handing_over(editor):
    record = import_again()
    assert fresh(record.pk).region.slug == "hauts-de-france"
    hand_over(record, editor)
    import_again(title="Le banc, encore", territories=["com-80021"])
    again = fresh(record.pk)
    assert (again.region.slug, again.page.title, PublicPractice.objects.get().region_slug) == (
        "ile-de-france",
        "Le banc, encore",
        "ile-de-france",
    )


def test_a_handing_over_is_told_with_its_reason_to_those_whom_it_concerns(contributor, editor):
    parisian = make_editor("Île-de-France", "paris@essai.example")
    colleague = make_editor("Hauts-de-France", "nord2@essai.example")
    record = make_submitted(contributor)
    review.take_in_charge(page_id=record.pk, by=colleague)
    holding.set_due_date(page_id=record.pk, by=editor, due_on=timezone.localdate())
    since = last_mail()
    hand_over(record, editor, reason="L’action est à Bobigny.")
    record = fresh(record.pk)
    assert (record.region.slug, record.review_state, record.holder, record.due_on) == ("ile-de-france", "submitted", None, None)
    assert sorted(mails(since)) == [("arrived", parisian.email), ("handed_over", contributor.email)]
    told = OutgoingMail.objects.get(template=f"{MAILS}handed_over.txt").body
    assert all(words in told for words in ("Hauts-de-France", "Île-de-France", "L’action est à Bobigny."))
    event = record.events.last()
    assert (event.kind, event.actor, event.region_from, event.region_to, event.state_from, event.state_to) == (
        "handed_over",
        editor,
        "Hauts-de-France",
        "Île-de-France",
        "never/in_review",
        "never/submitted",
    )


def test_readings_under_way_end_with_a_handing_over_and_those_done_go_with_the_sheet(client, contributor, editor):
    parisian = make_editor("Île-de-France", "paris@essai.example")
    colleague = make_editor("Hauts-de-France", "nord2@essai.example")
    record = make_submitted(contributor)
    asked, given = (
        reviewers.assign_reviewer(page_id=record.pk, by=editor, email=email, due_on=timezone.localdate() + timedelta(days=9))
        for email in ("attendue@essai.example", "rendue@essai.example")
    )
    reviewers.read_oneself(page_id=record.pk, by=colleague)
    reviewers.read_oneself(page_id=record.pk, by=editor)
    remarks = "Un texte clair et utile."
    reviewers.save_review(page_id=record.pk, review_id=given.pk, grid={}, remarks=remarks, done=True)
    since = last_mail()
    hand_over(record, editor)
    told = [("arrived", parisian.email), ("handed_over", contributor.email)]
    told += [("review_closed", "attendue@essai.example"), ("review_closed", colleague.email)]
    assert sorted(mails(since)) == told
    assert "Hauts-de-France" in OutgoingMail.objects.get(pk__gt=since, to="attendue@essai.example").body
    client.force_login(parisian, backend=BACKEND)
    assert remarks in client.get(reverse("practices_desk:review", args=[record.pk])).content.decode()
    again = reviewers.assign_reviewer(page_id=record.pk, by=parisian, email="attendue@essai.example", due_on=timezone.localdate())
    assert [client.get(links.path(review)).status_code for review in (asked, again)] == [410, 200]


def test_the_contributor_reads_the_handing_over_in_the_history(client, contributor, editor):
    record = make_submitted(contributor)
    hand_over(record, editor, reason="L’action est à Bobigny.")
    client.force_login(contributor, backend=BACKEND)
    page = client.get(reverse("practices:mine_sheet", args=[record.identifier]), follow=True).content.decode()
    assert all(words in page for words in ("transmise à une autre région", "L’action est à Bobigny.", "Île-de-France"))


def test_a_public_sheet_that_is_handed_over_is_public_in_its_new_region(contributor, editor):
    record = make_published(contributor, editor)
    hand_over(record, editor)
    assert (PublicPractice.objects.get().region_slug, fresh(record.pk).review_state) == ("ile-de-france", "settled")


def test_only_the_region_in_charge_hands_over_and_only_elsewhere(contributor, editor):
    record, draft = make_submitted(contributor), make_draft(contributor)
    since = last_mail()
    with pytest.raises(Forbidden):
        hand_over(record, make_editor("Bretagne"))
    with pytest.raises(Forbidden):
        hand_over(record, contributor)
    with pytest.raises(Forbidden):
        hand_over(draft, editor)
    with pytest.raises(OutOfDate, match="déjà"):
        hand_over(record, editor, slug="hauts-de-france")
    assert (fresh(record.pk).region.slug, mails(since)) == ("hauts-de-france", [])
    hand_over(record, make_editor(None))
    with pytest.raises(Forbidden):
        hand_over(record, editor, slug="bretagne")


def attach(record):
    """An image and a document on the newest version, as its contributor would have put them."""
    page = latest_version(record)
    where = {"collection": draft_files(), "file": get_test_image_file()}
    page.image = Image.objects.create(title="Banc", **where)
    page.image_alt, page.image_credit, page.image_consent = "Un banc.", "Le centre social", True
    page.document_rows = [PracticeDocument(document=Document.objects.create(title="Plan", **where))]
    page.save_revision(user=page.owner)
    return page.image, page.document_rows.all()[0].document


def collections(*files):
    for file in files:
        file.refresh_from_db()
    return [file.collection.name for file in files]


def test_files_follow_their_sheet_to_its_region_and_from_one_to_another(contributor, editor):
    record = make_draft(contributor)
    files = attach(record)
    submission.submit_practice(page_id=record.pk, by=contributor)
    assert collections(*files) == ["Rédaction – Hauts-de-France"] * 2
    hand_over(record, editor)
    assert collections(*files) == ["Rédaction – Île-de-France"] * 2
    hand_over(record, make_editor(None), slug="national")
    assert collections(*files) == [Collection.get_first_root_node().name] * 2


def test_a_file_that_another_sheet_shows_stays_with_it(contributor, editor):
    record = make_draft(contributor)
    image, document = attach(record)
    submission.submit_practice(page_id=record.pk, by=contributor)
    other = make_published(contributor, editor, title="L’autre")
    other.page.image = image
    other.page.save(clean=False)
    hand_over(record, editor)
    assert collections(image, document) == ["Rédaction – Hauts-de-France", "Rédaction – Île-de-France"]


def test_answers_come_back_to_the_editor_who_asked_for_them(contributor, editor):
    record = make_submitted(contributor)
    review.take_in_charge(page_id=record.pk, by=editor)
    review.request_changes(page_id=record.pk, by=editor, comment="Qui l’a vu ?")
    submission.submit_practice(page_id=record.pk, by=contributor)
    assert (fresh(record.pk).holder, fresh(record.pk).review_state) == (editor, "submitted")
    review.request_changes(page_id=record.pk, by=editor, comment="Et quand ?")
    editor.groups.clear()
    submission.submit_practice(page_id=record.pk, by=contributor)
    assert (fresh(record.pk).holder, fresh(record.pk).round) == (None, 3)


def test_national_editors_are_told_once_of_what_nobody_takes_up_for_five_days(contributor, editor):
    national = make_editor(None, "nationale@essai.example")
    forgotten, recent, held, own = (make_submitted(contributor, title=title) for title in ("Oubliée", "Récente", "Tenue", "Nationale"))
    deserted = make_submitted(contributor, title="Bretonne", territories=["dep-35"])
    review.take_in_charge(page_id=held.pk, by=editor)
    hand_over(own, editor, slug="national")
    for record in (forgotten, held, own, deserted):
        days_ago(record, 5.01)
    days_ago(recent, 4.99)
    since = last_mail()
    assert routing.tell_unattended() == 2
    assert mails(since) == [("unattended", national.email)]
    body = OutgoingMail.objects.get(pk__gt=since).body
    assert [title in body for title in ("Oubliée", "Bretonne", "Récente", "Tenue", "Nationale")] == [True, True, False, False, False]
    assert [fresh(record.pk).events.last().kind for record in (forgotten, deserted, recent)] == ["unattended", "unattended", "submitted"]
    assert (routing.tell_unattended(), mails(since)) == (0, [("unattended", national.email)])


def test_a_sheet_whose_only_reader_left_is_told_of_too(contributor, editor):
    national = make_editor(None)
    record = make_submitted(contributor)
    review.take_in_charge(page_id=record.pk, by=editor)
    days_ago(record, 6)
    assert routing.tell_unattended() == 0
    editor.is_active = False
    editor.save()
    since = last_mail()
    assert (routing.tell_unattended(), mails(since)) == (1, [("unattended", national.email)])


def test_another_region_that_does_not_react_is_told_of_anew(contributor, editor):
    make_editor(None)
    record = make_submitted(contributor)
    days_ago(record, 6)
    assert routing.tell_unattended() == 1
    hand_over(record, editor)
    assert routing.tell_unattended() == 0
    days_ago(record, 6)
    assert routing.tell_unattended() == 1


def test_the_clock_looks_after_both():
    assert {"practices.unattended", "practices.holders"} <= set(due.names())
