"""Members who read a publication: asked, alone until done, then side by side."""

from datetime import timedelta

import pytest
from django.utils import timezone

from practices.domain.errors import Faulty, Forbidden, OutOfDate
from publications.domain import readers, workflow
from publications.models import ContentReading
from tests.practices.factories import make_editor, make_user

from .world import BACKEND, approve, in_days, record_of, sent, signed_tool, state, to_reading


@pytest.fixture
def tool(editor, author):
    page = signed_tool("Ali Essai", users={"Ali Essai": author})
    to_reading(page, editor)
    sent()
    return page


def ask(tool, editor, email="lectrice@essai.example", days=10):
    return readers.ask_reader(page_id=tool.pk, by=editor, email=email, due_on=in_days(days))


def give_in(reading, by, **values):
    values = {"grid": {}, "remarks": "", "advice": "as_it_is", "done": True} | values
    readers.save_reading(page_id=reading.record_id, reading_id=reading.pk, by=by, **values)


def test_a_member_is_asked_by_mail_and_the_editors_hear_when_she_is_done(tool, editor, reader):
    reading = ask(tool, editor)
    assert sent() == [("reading_asked", reader.email)]
    give_in(reading, reader, remarks="Très clair.")
    assert sent() == [("reading_done", editor.email)]
    reading.refresh_from_db()
    assert (reading.remarks, reading.done_at is not None) == ("Très clair.", True)


def test_only_members_who_did_not_write_it_read(tool, editor, author, reader):
    for email in ("inconnue@essai.example", author.email):
        with pytest.raises(Forbidden):
            ask(tool, editor, email)
    ask(tool, editor)
    with pytest.raises(OutOfDate):
        ask(tool, editor)
    with pytest.raises(Faulty):
        ask(tool, editor, make_user("autre-lectrice@essai.example").email, days=-1)
    assert ContentReading.objects.count() == 1


def test_regional_editors_ask_nobody(tool, reader):
    with pytest.raises(Forbidden):
        ask(tool, make_editor("Hauts-de-France"))
    assert sent() == []


def test_a_reading_is_given_in_by_its_reader_and_once(tool, editor, reader):
    reading = ask(tool, editor)
    with pytest.raises(Forbidden):
        give_in(reading, editor)
    give_in(reading, reader)
    with pytest.raises(OutOfDate):
        give_in(reading, reader, remarks="Encore un mot")


def test_the_step_waits_for_every_reader_asked(tool, editor, reader):
    give_in(ask(tool, editor), reader)
    late = ask(tool, editor, make_user("lente@essai.example", name="Lente Essai").email)
    with pytest.raises(Faulty, match="Lente Essai"):
        approve(tool, editor)
    sent()
    readers.take_back_reading(page_id=tool.pk, reading_id=late.pk, by=editor)
    assert sent() == [("reading_closed", "lente@essai.example")]
    approve(tool, editor)
    assert state(tool) == "layout"


def test_a_reader_who_gives_up_can_be_asked_again(tool, editor, reader):
    reading = ask(tool, editor)
    sent()
    readers.refuse_reading(page_id=tool.pk, reading_id=reading.pk, by=reader)
    assert sent() == [("reading_refused", editor.email)]
    assert ask(tool, editor).pk != reading.pk


def test_corrections_close_what_is_awaited(tool, editor, reader):
    ask(tool, editor)
    sent()
    workflow.request_corrections(page_id=tool.pk, by=editor, comment="À revoir.")
    assert sent()[0] == ("reading_closed", reader.email)
    assert not readers.awaited_readings(record_of(tool)).exists()


def test_readers_are_reminded_once_before_and_once_after_their_day(tool, editor, reader):
    reading = ask(tool, editor, days=3)
    sent()
    assert (readers.send_reading_reminders(), sent()) == (0, [])
    ContentReading.objects.update(asked_at=timezone.now() - timedelta(days=5))
    assert (readers.send_reading_reminders(), sent()) == (1, [("reading_due", reader.email)])
    assert (readers.send_reading_reminders(), sent()) == (0, [])
    ContentReading.objects.update(due_on=in_days(-3))
    assert (readers.send_reading_reminders(), sent()) == (1, [("reading_due", reader.email)])
    assert (readers.send_reading_reminders(), sent()) == (0, [])
    give_in(reading, reader)


def test_a_member_reads_keeps_and_gives_in_on_her_page(client, tool, editor, reader):
    reading = ask(tool, editor)
    client.force_login(reader, backend=BACKEND)
    assert "La grille du palier" in client.get("/lectures/").content.decode()
    path = f"/lectures/{reading.pk}/"
    assert client.get(f"{path}texte/").status_code == 200
    kept = client.post(path, {"answer-clarity": "no", "comment-clarity": "Le début est obscur.", "keep": "1"})
    assert kept.status_code == 200
    assert "Le début est obscur." in client.get(path).content.decode()
    assert client.post(path, {"answer-clarity": "no", "done": "1"}).status_code == 422
    assert client.post(path, {"answer-clarity": "non", "advice": "small", "done": "1"}).status_code == 422
    assert client.post(path, {"answer-clarity": "no", "advice": "small", "done": "1"}).status_code == 200
    reading.refresh_from_db()
    assert (reading.grid["clarity"]["answer"], reading.advice, reading.done_at is not None) == ("no", "small", True)
    assert client.get(path).status_code == 410
    assert client.get(f"{path}texte/").status_code == 410


def test_nobody_else_opens_a_reading(client, tool, editor, reader):
    reading = ask(tool, editor)
    assert client.get(f"/lectures/{reading.pk}/").status_code == 302
    client.force_login(make_user(), backend=BACKEND)
    for end in ("", "texte/", "refuser/"):
        assert client.get(f"/lectures/{reading.pk}/{end}").status_code == 404


def test_an_editor_who_still_has_to_read_sees_nobody_elses_answers(client, tool, editor, other_editor, reader):
    give_in(ask(tool, editor), reader, remarks="Un secret de lecture.")
    own = ask(tool, editor, other_editor.email)
    client.force_login(other_editor, backend=BACKEND)
    page = f"/gestion/publications/{tool.pk}/"
    assert "Un secret de lecture." not in client.get(page).content.decode()
    give_in(own, other_editor)
    assert "Un secret de lecture." in client.get(page).content.decode()
