"""A contributor's own sheets: where each stands in words, its history, what she can do."""

import re

import pytest

from practices.domain import review, routing, submission
from practices.models import PracticePage, PublicPractice
from practices.vocabulary import State

from ..factories import approve, correct, fresh, make_draft, make_editor, make_published, make_submitted, make_user
from .conftest import text_of

pytestmark = pytest.mark.usefixtures("reference_data")
QUERIES = 9


@pytest.fixture
def contributor(client, reference_data):
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def editor(reference_data):
    return make_editor("Hauts-de-France")


def actions_of(response):
    """The addresses that the page's actions lead to, below the sheet's own."""
    block = re.search(r'mine-actions">.*?</div>', response.content.decode(), re.S)[0]
    return re.findall(r'(?:href|action)="([^"]+)"', block)


def test_without_a_sheet_the_page_invites_to_write_one(client, contributor):
    page = client.get("/mes-fiches/")
    assert page.context["situations"] == []
    assert 'class="button" href="/deposer/"' in page.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_sheet_and_for_three(client, contributor, number, django_assert_num_queries):
    for _time in range(number):
        make_draft(contributor)
    client.get("/mes-fiches/")
    with django_assert_num_queries(QUERIES):
        page = client.get("/mes-fiches/")
    assert len(page.context["situations"]) == number


def test_one_sees_one_s_own_sheets_only(client, contributor):
    make_draft(make_user("autre@essai.example"))
    mine = make_draft(contributor)
    assert [situation.record for situation in client.get("/mes-fiches/").context["situations"]] == [mine]


def test_each_state_is_said_with_what_can_be_done(client, contributor, editor):
    record = make_draft(contributor)
    place, form = f"/mes-fiches/{record.identifier}/", f"/deposer/{record.identifier}/"
    begun = [f"{form}essentiel/", f"{form}completer/"]
    continued = [*begun, f"{form}relire-et-envoyer/", f"{form}apercu/"]

    def seen():
        page = client.get(place)
        return [str(state) for state in page.context["situation"].states], actions_of(page)

    assert seen() == ([State.DRAFT], [*continued, f"{place}supprimer/"])
    submission.submit_practice(page_id=record.pk, by=contributor)
    assert seen() == ([State.SUBMITTED], [f"{form}apercu/", f"{place}reprendre/"])
    review.take_in_charge(page_id=record.pk, by=editor)
    assert seen() == ([State.IN_REVIEW], [f"{form}apercu/", f"{place}reprendre/"])
    review.request_changes(page_id=record.pk, by=editor, comment="Dites qui a vu cet effet.")
    assert seen() == ([State.CHANGES_REQUESTED], continued)
    submission.submit_practice(page_id=record.pk, by=contributor)
    approve(record, editor)
    public = f"/p/{record.identifier}/"
    assert seen() == ([State.PUBLISHED], [*begun, public, f"{form}apercu/", f"{place}retirer/"])
    client.post(f"{place}retirer/", {"reason": "Une personne le demande."})
    assert seen() == ([State.WITHDRAWN], continued)


def test_what_the_editors_ask_for_is_on_the_sheet_s_page_and_on_each_screen(client, contributor, editor):
    record = make_submitted(contributor)
    review.request_changes(page_id=record.pk, by=editor, comment="Dites qui a vu cet effet.")
    for place in (
        f"/mes-fiches/{record.identifier}/",
        f"/deposer/{record.identifier}/essentiel/",
        f"/deposer/{record.identifier}/relire-et-envoyer/",
    ):
        assert client.get(place).context["comment"].comment == "Dites qui a vu cet effet."
    submission.submit_practice(page_id=record.pk, by=contributor)
    assert client.get(f"/mes-fiches/{record.identifier}/").context["comment"] is None


def test_the_history_names_editors_by_their_region_at_the_time_and_never_by_their_address(client, contributor, editor):
    record = make_submitted(contributor)
    review.take_in_charge(page_id=record.pk, by=editor)
    parisian = make_editor("Île-de-France")
    routing.hand_over_practice(page_id=record.pk, by=editor, region_id=parisian.groups.get().region_page.pk, reason="À Bobigny.")
    review.take_in_charge(page_id=record.pk, by=parisian)
    page = client.get(f"/mes-fiches/{record.identifier}/")
    assert [(str(moment.told), moment.who) for moment in reversed(page.context["history"])] == [
        ("Fiche commencée", "vous"),
        ("Fiche envoyée à la rédaction", "vous"),
        ("Lecture commencée", "la rédaction (Hauts-de-France)"),
        ("Fiche transmise à une autre région", "la rédaction (Hauts-de-France)"),
        ("Lecture commencée", "la rédaction (Île-de-France)"),
    ]
    assert "À Bobigny." in text_of(page)
    assert not {editor.email, parisian.email} & set(re.findall(r"[\w.-]+@[\w.-]+", page.content.decode()))


def test_a_sheet_is_taken_back(client, contributor):
    record = make_submitted(contributor)
    assert client.post(f"/mes-fiches/{record.identifier}/reprendre/").status_code == 302
    assert fresh(record.pk).review_state == "draft"
    again = client.post(f"/mes-fiches/{record.identifier}/reprendre/", follow=True)
    assert [message.level_tag for message in again.context["messages"]] == ["success", "error"]
    assert record.events.filter(kind="taken_back").count() == 1


def test_a_draft_is_deleted_once_confirmed_and_a_sent_sheet_is_not(client, contributor):
    draft, sent = make_draft(contributor), make_submitted(contributor)
    place = f"/mes-fiches/{draft.identifier}/supprimer/"
    assert client.get(place).status_code == 200
    assert PracticePage.objects.filter(pk=draft.pk).exists()
    assert client.post(place)["Location"] == "/mes-fiches/"
    assert client.post(f"/mes-fiches/{sent.identifier}/supprimer/")["Location"] == f"/mes-fiches/{sent.identifier}/"
    assert list(PracticePage.objects.values_list("pk", flat=True)) == [sent.pk]


def test_a_published_sheet_is_withdrawn_once_confirmed(client, contributor, editor):
    record = make_published(contributor, editor)
    place = f"/mes-fiches/{record.identifier}/retirer/"
    assert (client.get(place).status_code, PublicPractice.objects.count()) == (200, 1)
    assert (client.post(place, {"reason": "x" * 2001}).status_code, PublicPractice.objects.count()) == (422, 1)
    assert client.post(place, {"reason": ""}).status_code == 302
    assert PublicPractice.objects.count() == 0
    assert client.get(f"/p/{record.identifier}/").status_code == 410


def test_corrections_that_await_her_agreement_are_announced(client, contributor, editor):
    record = make_submitted(contributor)
    correct(record, editor, summary="Un autre résumé.")
    review.ask_agreement(page_id=record.pk, by=editor)
    address = client.get(f"/mes-fiches/{record.identifier}/").context["agreement"]
    assert client.get(address).status_code == 200
