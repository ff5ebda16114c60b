"""Holding a sheet, its due date, reminders, and the same on several sheets at once; refusals beside successes."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from core.models import OutgoingMail
from practices.domain import holding, review
from practices.domain.errors import Forbidden, OutOfDate
from practices.models import PracticeEvent, PracticeRecord
from tests.practices.factories import fresh, make_draft, make_editor, make_published, make_submitted, make_user

pytestmark = pytest.mark.usefixtures("reference_data")


@pytest.fixture
def contributor(reference_data):
    return make_user()


@pytest.fixture
def editor(client, reference_data):
    editor = make_editor("Hauts-de-France", "nadia@essai.example")
    client.force_login(editor)
    return editor


@pytest.fixture
def colleague(reference_data):
    return make_editor("Hauts-de-France", "paul@essai.example")


@pytest.fixture
def parisian(reference_data):
    return make_editor("Île-de-France", "paris@essai.example")


@pytest.fixture
def record(contributor, editor):
    return make_submitted(contributor)


def mails(template):
    return list(OutgoingMail.objects.filter(template=f"practices/mail/{template}.txt").order_by("pk").values_list("to", flat=True))


def kinds(record):
    return list(record.events.order_by("pk").values_list("kind", "actor", "person"))


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def yesterday_for_reminders():
    """What was reminded, was so the day before."""
    from django.db import connection

    with connection.cursor() as cursor:
        # The history is append-only, in the database too: only a test lets time pass.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE practices_practiceevent SET at = at - interval '1 day' WHERE kind = 'reminded'")
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_a_sheet_is_given_to_a_colleague_who_is_told_and_the_contributor_is_not(record, editor, colleague, contributor):
    holding.give_practice(page_id=record.pk, by=editor, holder_id=colleague.pk)
    assert (fresh(record.pk).holder, fresh(record.pk).review_state) == (colleague, "submitted")
    assert (mails("given"), kinds(record)[-1]) == ([colleague.email], ("held", editor.pk, colleague.pk))
    assert OutgoingMail.objects.filter(to=contributor.email).values_list("template", flat=True).get() == "practices/mail/submitted.txt"
    holding.give_practice(page_id=record.pk, by=editor, holder_id=colleague.pk)
    assert (mails("given"), len(kinds(record))) == ([colleague.email], 3)
    holding.give_practice(page_id=record.pk, by=colleague, holder_id=colleague.pk)
    holding.give_practice(page_id=record.pk, by=editor, holder_id=editor.pk)
    assert (fresh(record.pk).holder, mails("given")) == (editor, [colleague.email])


def test_a_sheet_is_given_to_nobody_who_may_not_read_it(record, editor, parisian, contributor):
    gone = make_editor("Hauts-de-France", "partie@essai.example")
    gone.is_active = False
    gone.save()
    for person in (parisian, contributor, gone):
        with pytest.raises(Forbidden, match="rédaction de la région"):
            holding.give_practice(page_id=record.pk, by=editor, holder_id=person.pk)
    with pytest.raises(Forbidden):
        holding.give_practice(page_id=record.pk, by=editor, holder_id=0)
    with pytest.raises(Forbidden):
        holding.give_practice(page_id=record.pk, by=parisian, holder_id=parisian.pk)
    assert (fresh(record.pk).holder, mails("given")) == (None, [])
    holding.give_practice(page_id=record.pk, by=editor, holder_id=make_editor(None).pk)
    assert len(mails("given")) == 1


def test_nobody_is_given_a_sheet_of_her_own(editor, colleague):
    own = make_submitted(colleague)
    with pytest.raises(Forbidden, match="a écrit la fiche"):
        holding.give_practice(page_id=own.pk, by=editor, holder_id=colleague.pk)
    holding.give_practice(page_id=own.pk, by=editor, holder_id=editor.pk)
    assert fresh(own.pk).holder == editor


def test_a_sheet_given_up_awaits_a_reader_again(record, editor):
    with pytest.raises(OutOfDate, match="Personne"):
        holding.release_practice(page_id=record.pk, by=editor)
    review.take_in_charge(page_id=record.pk, by=editor)
    holding.release_practice(page_id=record.pk, by=editor)
    assert (fresh(record.pk).holder, fresh(record.pk).review_state) == (None, "submitted")
    event = record.events.last()
    assert (event.kind, event.person_id, event.state_from, event.state_to) == ("released", editor.pk, "never/in_review", "never/submitted")


def test_what_is_decided_or_a_draft_is_held_by_nobody(editor, contributor):
    for made in (make_published(contributor, editor, title="Publiée"), make_draft(contributor)):
        with pytest.raises((Forbidden, OutOfDate)):
            holding.give_practice(page_id=made.pk, by=editor, holder_id=editor.pk)
        with pytest.raises((Forbidden, OutOfDate)):
            holding.set_due_date(page_id=made.pk, by=editor, due_on=today(3))
        with pytest.raises((Forbidden, OutOfDate)):
            holding.remind_holder(page_id=made.pk, by=editor)


def test_a_due_date_lies_within_a_year(record, editor, parisian):
    for wrong in (today(-1), today(366)):
        with pytest.raises(OutOfDate, match="dans un an"):
            holding.set_due_date(page_id=record.pk, by=editor, due_on=wrong)
    with pytest.raises(Forbidden):
        holding.set_due_date(page_id=record.pk, by=parisian, due_on=today(3))
    assert fresh(record.pk).due_on is None
    holding.set_due_date(page_id=record.pk, by=editor, due_on=today(3))
    holding.set_due_date(page_id=record.pk, by=editor, due_on=today(3))
    assert (fresh(record.pk).due_on, [kind for kind, *_rest in kinds(record)].count("due_set")) == (today(3), 1)


def test_the_holder_is_reminded_once_a_day(record, editor, colleague, contributor):
    with pytest.raises(OutOfDate, match="confiez-la"):
        holding.remind_holder(page_id=record.pk, by=editor)
    holding.give_practice(page_id=record.pk, by=editor, holder_id=colleague.pk)
    holding.remind_holder(page_id=record.pk, by=editor)
    with pytest.raises(OutOfDate, match="aujourd’hui"):
        holding.remind_holder(page_id=record.pk, by=editor)
    assert (mails("holder_reminded"), kinds(record)[-1]) == ([colleague.email], ("reminded", editor.pk, colleague.pk))
    yesterday_for_reminders()
    holding.remind_holder(page_id=record.pk, by=editor)
    assert mails("holder_reminded") == [colleague.email] * 2


def test_the_contributor_is_reminded_of_what_was_asked_once_a_day(record, editor, contributor):
    with pytest.raises(OutOfDate, match="Rien n’est demandé"):
        holding.remind_contributor(page_id=record.pk, by=editor)
    review.request_changes(page_id=record.pk, by=editor, comment="Qui a vu cet effet ?")
    holding.remind_contributor(page_id=record.pk, by=editor)
    with pytest.raises(OutOfDate, match="aujourd’hui"):
        holding.remind_contributor(page_id=record.pk, by=editor)
    assert mails("changes_reminded") == [contributor.email]


def due(record, days):
    PracticeRecord.objects.filter(pk=record.pk).update(due_on=today(days))


def test_the_clock_reminds_the_holder_before_and_after_the_due_date_once_each(record, editor, colleague):
    due(record, 1)
    assert holding.remind_holders() == 0
    holding.give_practice(page_id=record.pk, by=editor, holder_id=colleague.pk)
    due(record, 3)
    assert holding.remind_holders() == 0
    due(record, 2)
    assert (holding.remind_holders(), holding.remind_holders()) == (1, 0)
    yesterday_for_reminders()
    due(record, 1)
    assert holding.remind_holders() == 0
    yesterday_for_reminders()
    due(record, -1)
    assert (holding.remind_holders(), holding.remind_holders()) == (1, 0)
    yesterday_for_reminders()
    due(record, -2)
    assert holding.remind_holders() == 0
    assert mails("holder_reminded") == [colleague.email] * 2
    assert kinds(record)[-1] == ("reminded", None, colleague.pk)


def test_the_clock_reminds_nobody_of_what_is_decided_nor_who_was_reminded_today(record, editor, colleague):
    holding.give_practice(page_id=record.pk, by=editor, holder_id=colleague.pk)
    due(record, 1)
    holding.remind_holder(page_id=record.pk, by=editor)
    assert holding.remind_holders() == 0
    yesterday_for_reminders()
    review.decline_practice(page_id=record.pk, by=editor, reason="Hors du champ.")
    assert (holding.remind_holders(), mails("holder_reminded")) == (0, [colleague.email])


def together(client, act, *records, **values):
    data = {"act": act, "sheets": [getattr(record, "pk", record) for record in records], "q": "est:soumise", "page": "1"} | values
    return client.post(reverse("practices_desk:together"), data)


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_several_sheets_are_given_at_once_and_each_refusal_has_its_reason(client, editor, colleague, contributor, parisian):
    first, second = make_submitted(contributor, title="Une"), make_submitted(contributor, title="Deux")
    own = make_submitted(colleague, title="La sienne")
    decided = make_published(contributor, editor, title="Décidée")
    elsewhere = make_submitted(contributor, title="Titre secret", territories=["com-93008"])
    response = together(client, "give", first, second, own, decided, elsewhere, 987654, person=colleague.pk)
    assert (response.status_code, response["Location"]) == (302, "/gestion/fiches/?q=est%3Asoumise&page=1")
    done, refused = told(response)
    assert done.startswith("2 fiches confiées à paul@essai.example")
    assert all(title in done for title in ("Une", "Deux"))
    assert "La sienne" in refused
    assert "a écrit la fiche" in refused
    assert "Décidée" in refused
    assert "2 fiches ne sont pas sur votre bureau" in refused
    assert "secret" not in done + refused
    held = [fresh(record.pk).holder for record in (first, second, own, decided, elsewhere)]
    assert (held, mails("given")) == ([colleague, colleague, None, None, None], [colleague.email] * 2)


def test_each_act_is_done_to_the_sheets_that_are_ticked(client, editor, colleague, contributor):
    records = [make_submitted(contributor, title=title) for title in ("Une", "Deux")]
    together(client, "take", *records)
    assert [(fresh(record.pk).holder, fresh(record.pk).review_state) for record in records] == [(editor, "in_review")] * 2
    together(client, "due", *records, due_on=today(4).isoformat())
    assert [fresh(record.pk).due_on for record in records] == [today(4)] * 2
    together(client, "remind_holder", *records)
    assert mails("holder_reminded") == [editor.email] * 2
    together(client, "release", records[0])
    assert [fresh(record.pk).holder for record in records] == [None, editor]
    review.request_changes(page_id=records[1].pk, by=editor, comment="Quand ?")
    response = together(client, "remind_contributor", *records)
    done, refused = told(response)[-2:]
    assert (mails("changes_reminded"), "Deux" in done, "Une" in refused) == ([contributor.email], True, True)
    assert PracticeEvent.objects.filter(kind="reminded", person=contributor).count() == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"act": "take"}, "Cochez au moins une fiche."),
        ({"act": "give", "ticked": True}, "Choisissez à qui la confier."),
        ({"act": "give", "ticked": True, "person": "999999"}, "999999"),
        ({"act": "due", "ticked": True}, "Choisissez un jour."),
        ({"act": "due", "ticked": True, "due_on": "demain"}, "Saisissez une date valide"),
        ({"act": "effacer", "ticked": True}, "effacer"),
        ({"ticked": True}, "Choisissez ce qu’il faut faire."),
        ({"act": "take", "sheets": ["x", "-1", "²", "9" * 40]}, "Cochez au moins une fiche."),
    ],
)
def test_a_post_that_makes_no_sense_is_said_and_changes_nothing(client, record, editor, data, said):
    data = dict(data)
    if data.pop("ticked", False):
        data["sheets"] = [record.pk]
    response = client.post(reverse("practices_desk:together"), data | {"q": ""})
    assert (response.status_code, said in response.content.decode()) == (422, True)
    assert (fresh(record.pk).holder, len(kinds(record))) == (None, 2)


def test_what_was_ticked_stays_ticked_when_something_is_missing(client, record, editor):
    page = together(client, "give", record)
    assert (page.status_code, page.context["ticked"]) == (422, [str(record.pk)])
    assert f'value="{record.pk}" aria-label="Cocher « {record.listed_title} »" checked' in page.content.decode().replace("\xa0", " ")


def test_acts_ask_for_a_post_by_an_editor(client, record, editor, contributor):
    assert client.get(reverse("practices_desk:together")).status_code == 405
    client.force_login(contributor)
    assert together(client, "take", record).status_code == 403
    assert fresh(record.pk).holder is None
