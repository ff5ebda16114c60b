"""Requests for change: asked field by field, seen in place, answered one by one, settled or asked again; rounds counted."""

import pytest
from django.urls import reverse

from accounts.domain import vouch_for_address
from core.models import OutgoingMail
from practices.domain import change_requests, drafts, review, submission
from practices.domain.errors import Forbidden, OutOfDate
from practices.forms.steps import OF_FIELD
from practices.models import ChangeRequest, CoAuthor
from practices.review.letters import Asked

from ..factories import fresh, make_editor, make_user
from ..forms import form_of
from .conftest import BACKEND, decide, in_days

pytestmark = pytest.mark.usefixtures("reference_data")

WHERE, WHEN = Asked("context", "Dites d’où vient cette action."), Asked("", "Dites aussi quand.")


@pytest.fixture
def returned(record, editor):
    review.request_changes(page_id=record.pk, by=editor, comment="Deux questions.", asked=[WHERE, WHEN], due_on=in_days(20))
    return fresh(record.pk)


@pytest.fixture
def writer(client, contributor):
    client.force_login(contributor, backend=BACKEND)
    return client


def requests_page(record):
    return reverse("practices:mine_requests", args=[record.identifier])


def rows(record, *names):
    return list(record.change_requests.order_by("pk").values_list(*(names or ("field", "text", "round"))))


def post(client, name, record, **data):
    return client.post(reverse(f"practices_desk:{name}", args=[record.pk]), data, follow=True)


def test_the_form_writes_requests_and_a_letter_that_holds_them(desk, record, mails):
    mails()
    values = {"field": ["context", "", "steps"], "text": ["D’où vient-elle ?", "Qui parle ?", "   "], "due_on": in_days(10).isoformat()}
    response = post(desk, "ask_changes", record, comment="Merci.\n\n[les demandes]\n\nÀ bientôt", **values)
    assert response.status_code == 200
    assert rows(record) == [("context", "D’où vient-elle ?", 1), ("", "Qui parle ?", 1)]
    assert (fresh(record.pk).review_state, fresh(record.pk).due_on) == ("changes_requested", in_days(10))
    assert mails() == [("contributrice@essai.example", "changes_requested")]
    body = OutgoingMail.objects.latest("pk").body
    assert (
        body.index("Merci.")
        < body.index("1. Contexte")
        < body.index("2. La fiche dans son ensemble – Qui parle ?")
        < body.index("À bientôt")
    )
    assert "Si vous le pouvez, répondez avant le" in body


@pytest.mark.parametrize(
    "values",
    [
        {"field": ["rien"], "text": ["Quoi ?"]},
        {"field": ["context"], "text": ["x" * 2001]},
        {"field": ["context"], "text": ["a\x00b"]},
        {"due_on": "2020-01-01"},
        {"due_on": "demain"},
        {"due_on": "9999-12-31"},
    ],
)
def test_a_request_that_cannot_be_kept_asks_nothing_and_stays_on_the_page(desk, record, mails, values):
    mails()
    response = post(desk, "ask_changes", record, comment="Mes mots.", **values)
    assert (response.status_code, rows(record), mails(), fresh(record.pk).review_state) == (422, [], [], "submitted")
    assert "Mes mots." in response.content.decode()


def test_no_more_than_thirty_requests_are_read(desk, record):
    post(desk, "ask_changes", record, comment="Tout.", field=["context"] * 200, text=[f"Demande {n}" for n in range(200)])
    assert record.change_requests.count() == 30


def test_the_contributor_answers_each_in_its_place(writer, returned, contributor):
    where, when = returned.change_requests.order_by("pk")
    page = writer.get(requests_page(returned)).content.decode()
    assert (WHERE.text in page, WHEN.text in page) == (True, True)
    values = {f"answer-{where.pk}": "D’un café <b>devant</b> l’école.", f"answer-{when.pk}": "", f"done-{when.pk}": "1"}
    assert writer.post(requests_page(returned), values).status_code == 302
    where.refresh_from_db(), when.refresh_from_db()
    assert (where.answer, where.answered_at is not None, when.answer, when.answered_at is not None) == (
        "D’un café <b>devant</b> l’école.",
        True,
        "",
        True,
    )
    assert "&lt;b&gt;devant" in writer.get(requests_page(returned)).content.decode()
    writer.post(requests_page(returned), {f"answer-{where.pk}": "", f"answer-{when.pk}": ""})
    assert [row.answered_at for row in returned.change_requests.all()] == [None, None]


@pytest.mark.parametrize("answer", ["x" * 2001, "a\x00b"])
def test_an_answer_that_cannot_be_kept_keeps_none_and_stays_on_the_page(writer, returned, answer):
    where, when = returned.change_requests.order_by("pk")
    response = writer.post(requests_page(returned), {f"answer-{where.pk}": answer, f"answer-{when.pk}": "Mardi."})
    assert (response.status_code, "Mardi." in response.content.decode()) == (422, True)
    assert [row.answer for row in returned.change_requests.all()] == ["", ""]


def test_requests_are_seen_beside_their_field_in_the_form(writer, returned):
    page = writer.get(reverse("practices:submit_step", args=[returned.identifier, OF_FIELD["context"].slug]))
    text = page.content.decode()
    assert (text.count("request-here"), WHERE.text in text) == (1, True)
    assert text.index("question-context") < text.index(WHERE.text) < text.index('name="context"')


def test_sending_says_what_has_no_answer_and_sends_all_the_same(writer, returned, contributor):
    last = reverse("practices:submit_step", args=[returned.identifier, "relire-et-envoyer"])
    assert "2 demandes de la rédaction restent sans réponse" in writer.get(last).content.decode()
    where, when = returned.change_requests.order_by("pk")
    writer.post(requests_page(returned), {f"answer-{where.pk}": "Oui."})
    assert "Une demande de la rédaction reste sans réponse" in writer.get(last).content.decode()
    submission.submit_practice(page_id=returned.pk, by=contributor)
    assert (fresh(returned.pk).review_state, fresh(returned.pk).round, fresh(returned.pk).due_on) == ("submitted", 2, None)
    assert "Rien ne vous est demandé" in writer.get(requests_page(returned)).content.decode()


def test_nobody_else_answers(client, returned, editor):
    where = returned.change_requests.order_by("pk").first()
    stranger, coauthor, reads = make_user("x@essai.example"), make_user("co@essai.example"), make_user("lit@essai.example")
    CoAuthor.objects.create(record=returned, user=coauthor, role="edit", accepted_at=returned.submitted_at)
    CoAuthor.objects.create(record=returned, user=reads, role="read", accepted_at=returned.submitted_at)
    for person, status in ((stranger, 404), (editor, 404)):
        client.force_login(person, backend=BACKEND)
        assert client.get(requests_page(returned)).status_code == status
        assert client.post(requests_page(returned), {f"answer-{where.pk}": "Non."}).status_code == status
    client.force_login(reads, backend=BACKEND)
    assert client.get(requests_page(returned)).status_code == 200
    client.post(requests_page(returned), {f"answer-{where.pk}": "Non."})
    assert rows(returned, "answer") == [("",), ("",)]
    client.force_login(coauthor, backend=BACKEND)
    client.post(requests_page(returned), {f"answer-{where.pk}": "Oui."})
    assert rows(returned, "answer") == [("Oui.",), ("",)]


def test_requests_of_another_sheet_are_not_answered(returned, contributor, editor):
    from ..factories import make_submitted

    other = make_submitted(contributor, title="Une autre")
    review.request_changes(page_id=other.pk, by=editor, comment="Et ici ?", asked=[WHERE])
    stranger = other.change_requests.get()
    with pytest.raises(OutOfDate):
        change_requests.answer_requests(page_id=returned.pk, by=contributor, answers={stranger.pk: ("Ici.", True)})
    assert rows(other, "answer") == [("",)]


def test_answers_are_closed_while_the_editors_read(returned, contributor):
    submission.submit_practice(page_id=returned.pk, by=contributor)
    where = returned.change_requests.order_by("pk").first()
    with pytest.raises(Forbidden):
        change_requests.answer_requests(page_id=returned.pk, by=contributor, answers={where.pk: ("Trop tard.", True)})


def test_the_editor_sees_answers_beside_what_changed_since_her_own_reading(desk, returned, contributor, editor):
    screen = reverse("practices_desk:review", args=[returned.pk])
    desk.get(screen)
    where, _when = returned.change_requests.order_by("pk")
    change_requests.answer_requests(page_id=returned.pk, by=contributor, answers={where.pk: ("C’est dit.", True)})
    drafts.save_draft(page_id=returned.pk, by=contributor, values={"context": "Une mère l’a proposé."})
    submission.submit_practice(page_id=returned.pk, by=contributor)
    response = desk.get(screen)
    assert [str(change.label) for change in response.context["changes"]] == ["Contexte"]
    page = response.content.decode()
    assert ("C’est dit." in page, "Pas de réponse." in page, "tour n° 2" in page.replace("\xa0", " ")) == (True, True, True)
    assert [row.text for _n, row, _e in response.context["comment_form"].rows if row.text] == [WHERE.text, WHEN.text]


def test_what_the_contributor_wrote_before_sending_it_was_not_read_by_the_editor_who_looked_meanwhile(desk, returned, contributor):
    screen = reverse("practices_desk:review", args=[returned.pk])
    desk.get(screen)
    drafts.save_draft(page_id=returned.pk, by=contributor, values={"context": "Une mère l’a proposé."})
    assert "Une mère" not in desk.get(screen).content.decode()
    submission.submit_practice(page_id=returned.pk, by=contributor)
    assert [str(change.label) for change in desk.get(screen).context["changes"]] == ["Contexte"]


def test_an_editor_who_read_the_public_sheet_is_shown_what_its_new_version_changes(desk, record, editor, contributor):
    decide(record, editor)
    screen = reverse("practices_desk:review", args=[record.pk])
    drafts.save_draft(page_id=record.pk, by=contributor, values={"context": "Une mère l’a proposé."})
    desk.get(screen)
    submission.submit_practice(page_id=record.pk, by=contributor)
    assert [str(change.label) for change in desk.get(screen).context["changes"]] == ["Contexte"]


def test_an_editor_who_never_read_it_is_shown_no_differences(client, desk, returned, contributor):
    desk.get(reverse("practices_desk:review", args=[returned.pk]))
    submission.submit_practice(page_id=returned.pk, by=contributor)
    client.force_login(make_editor("Hauts-de-France", "nouvelle@essai.example"), backend=BACKEND)
    assert client.get(reverse("practices_desk:review", args=[returned.pk])).context["changes"] is None


def test_what_changed_is_counted_from_the_last_round_that_she_read(desk, record, editor, contributor):
    screen = reverse("practices_desk:review", args=[record.pk])
    for number, words in ((1, "Premier ajout."), (2, "Second ajout.")):
        desk.get(screen)
        review.request_changes(page_id=record.pk, by=editor, comment=f"Tour {number}")
        drafts.save_draft(page_id=record.pk, by=contributor, values={"summary": words})
        submission.submit_practice(page_id=record.pk, by=contributor)
    [change] = desk.get(screen).context["changes"]
    assert [(piece.kind, piece.text) for piece in change.pieces] == [
        ("deleted", "Premier"),
        ("inserted", "Second"),
        ("same", " ajout."),
    ]


def test_the_editor_settles_one_and_asks_the_other_again(desk, returned, contributor, editor):
    submission.submit_practice(page_id=returned.pk, by=contributor)
    where, when = returned.change_requests.order_by("pk")
    settle = reverse("practices_desk:settle_request", args=[returned.pk, where.pk])
    assert desk.post(settle).status_code == 302
    assert ChangeRequest.objects.get(pk=where.pk).settled_at is not None
    with pytest.raises(OutOfDate):
        change_requests.settle_request(page_id=returned.pk, request_id=where.pk, by=editor)
    post(desk, "ask_changes", returned, comment="Encore.", field=[""], text=["Quand donc ?"])
    assert [(row.text, row.round, row.settled_at is None) for row in returned.change_requests.order_by("pk")] == [
        (WHERE.text, 1, False),
        (WHEN.text, 1, False),
        ("Quand donc ?", 2, True),
    ]


def test_an_editor_of_elsewhere_settles_nothing(client, returned, contributor):
    submission.submit_practice(page_id=returned.pk, by=contributor)
    where = returned.change_requests.order_by("pk").first()
    elsewhere = make_editor("Île-de-France", "ailleurs@essai.example")
    client.force_login(elsewhere, backend=BACKEND)
    assert client.post(reverse("practices_desk:settle_request", args=[returned.pk, where.pk])).status_code == 404
    with pytest.raises(Forbidden):
        change_requests.settle_request(page_id=returned.pk, request_id=where.pk, by=elsewhere)
    assert ChangeRequest.objects.filter(settled_at=None).count() == 2


@pytest.mark.parametrize("end", ["publish", "decline"])
def test_a_decision_leaves_nothing_asked(returned, contributor, editor, end):
    from .conftest import decide

    submission.submit_practice(page_id=returned.pk, by=contributor)
    if end == "publish":
        decide(returned, editor)
    else:
        review.decline_practice(page_id=returned.pk, by=editor, reason="Hors du champ.")
    assert ChangeRequest.objects.filter(settled_at=None).count() == 0


def test_answers_wait_behind_the_sign_in_page(writer, contributor, returned):
    page, (first, _second) = requests_page(returned), returned.change_requests.order_by("pk")
    hidden = form_of(writer, page)
    writer.logout()
    writer.post(page, hidden | {f"answer-{first.pk}": "Des parents l’ont demandé."})
    vouch_for_address(user=contributor)
    writer.post("/compte/connexion/", {"login": contributor.email, "password": "observatoire"})
    assert form_of(writer, page)[f"answer-{first.pk}"] == ["Des parents l’ont demandé."]
    assert fresh(returned.pk).change_requests.get(pk=first.pk).answer == ""
    writer.post(page, form_of(writer, page))
    assert fresh(returned.pk).change_requests.get(pk=first.pk).answer == "Des parents l’ont demandé."
    assert writer.post(page, form_of(writer, page) | {"writer": "0" * 20}).status_code == 409
