"""The editors' screen of one sheet through HTTP: what it shows, lets decide, and keeps when it refuses. The list: tests/practices/desk."""

import re

import pytest
from django.urls import reverse

from core.models import OutgoingMail
from practices import content
from practices.domain.records import latest_version
from practices.models import PublicPractice, RegionPage

from .factories import correct, fresh, make_editor, make_submitted, make_user

pytestmark = pytest.mark.usefixtures("reference_data")


@pytest.fixture
def contributor(reference_data):
    return make_user()


@pytest.fixture
def editor(client, reference_data):
    editor = make_editor("Hauts-de-France")
    client.force_login(editor)
    return editor


def version_read(record):
    return {"revision": record.page.latest_revision_id, "content_hash": content.public_hash(latest_version(record))}


def post(client, name, record, **data):
    return client.post(reverse(f"practices_desk:{name}", args=[record.pk]), data, follow=True)


def test_a_sheet_is_read_in_words(client, editor, contributor):
    record = make_submitted(contributor, start_date="2023-09-01")
    page = client.get(reverse("practices_desk:review", args=[record.pk])).content.decode()
    assert ("1er\N{NO-BREAK SPACE}septembre 2023" in page, "2023-09-01" in page) == (True, False)


def test_the_version_that_was_read_is_published(client, editor, contributor):
    record = make_submitted(contributor)
    response = post(client, "approve", record, **version_read(record))
    assert response.status_code == 200
    assert PublicPractice.objects.get().identifier == record.identifier


@pytest.mark.parametrize(
    "forged", [{}, {"revision": "x"}, {"revision": 1, "content_hash": "0" * 64}, {"revision": 10**30, "content_hash": "0" * 64}]
)
def test_a_forged_version_publishes_nothing(client, editor, contributor, forged):
    record = make_submitted(contributor)
    assert post(client, "approve", record, **forged).status_code in (200, 422)
    assert not PublicPractice.objects.exists()


def test_an_editor_who_corrected_is_told_who_can_approve_and_asks_for_the_agreement(client, editor, contributor):
    record = make_submitted(contributor)
    correct(record, editor, summary="Corrigé.")
    page = client.get(reverse("practices_desk:review", args=[record.pk])).content.decode()
    assert reverse("practices_desk:approve", args=[record.pk]) not in page
    assert reverse("practices_desk:ask_agreement", args=[record.pk]) in page
    post(client, "ask_agreement", record)
    assert OutgoingMail.objects.filter(to=contributor.email, template="practices/mail/agreement_asked.txt").count() == 1


def test_a_request_for_changes_reaches_the_contributor_in_the_editors_words(client, editor, contributor):
    record = make_submitted(contributor)
    post(client, "ask_changes", record, comment="Qui a vu cet effet ? <b>Merci</b>")
    assert fresh(record.pk).review_state == "changes_requested"
    mail = OutgoingMail.objects.get(template="practices/mail/changes_requested.txt")
    assert (mail.to, "Qui a vu cet effet" in mail.body, "<b>Merci</b>" in mail.body) == (contributor.email, True, True)


def test_words_stay_on_the_page_when_the_decision_is_refused(client, editor, contributor):
    record = make_submitted(contributor)
    post(client, "decline", record, comment="Hors du champ.")
    response = post(client, "ask_changes", record, comment="Des mots longs à écrire.")
    page = response.content.decode()
    assert (response.status_code, "Des mots longs à écrire." in page) == (422, True)
    assert [error in page for error in response.context["comment_form"].non_field_errors()] == [True]
    assert fresh(record.pk).review_state == "declined"


@pytest.mark.parametrize(("act", "values"), [("ask_changes", {}), ("decline", {}), ("hand_over", {}), ("assign", {}), ("approve", None)])
def test_the_top_of_the_page_leads_to_what_needs_another_look(client, editor, contributor, act, values):
    record = make_submitted(contributor)
    if values is None:
        values = {**client.get(reverse("practices_desk:review", args=[record.pk])).context["approval"].initial, "answer_4": "no"}
    page = post(client, act, record, **values).content.decode()
    place = re.search(r'role="alert">Rien n’est encore fait.*?href="#(\w+)"', page, re.S)[1]
    assert re.search(rf'<details class="desk-decision" id="{place}" open>.*?error-message', page, re.S)
    assert 'role="alert">Rien n’est encore fait' not in client.get(reverse("practices_desk:review", args=[record.pk])).content.decode()


@pytest.mark.parametrize("comment", ["", "   ", "x" * 5001, "a\x00b"])
def test_an_empty_or_unreadable_message_is_refused_beside_its_field(client, editor, contributor, comment):
    record = make_submitted(contributor)
    response = post(client, "ask_changes", record, comment=comment)
    assert (response.status_code, fresh(record.pk).review_state) == (422, "submitted")
    assert response.context["comment_form"].errors


def test_a_sheet_is_handed_over_with_a_reason_that_the_contributor_reads(client, editor, contributor):
    record = make_submitted(contributor)
    target = RegionPage.objects.get(slug="ile-de-france")
    post(client, "hand_over", record, region=target.pk, comment="L’action est à Bobigny.")
    assert fresh(record.pk).region == target
    assert "Bobigny" in OutgoingMail.objects.get(to=contributor.email, template="practices/mail/handed_over.txt").body
    assert client.get(reverse("practices_desk:review", args=[record.pk])).status_code == 404


def test_a_decision_asks_for_a_post(client, editor, contributor):
    record = make_submitted(contributor)
    for name in ("take", "approve", "ask_changes", "decline", "hand_over", "ask_agreement"):
        assert client.get(reverse(f"practices_desk:{name}", args=[record.pk])).status_code == 405
