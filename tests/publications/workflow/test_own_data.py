"""What the workflow keeps about a person is given to her, and parted from her when she leaves."""

from accounts.domain.departures import erase_person
from accounts.models import Departure
from publications.domain import readers, sign_offs, workflow
from publications.models import ContentReading, EditorialEvent, SignOff
from publications.own_data import data_of

from .world import in_days, record_of, signed_tool, to_reading, to_sign_off


def test_a_reader_and_an_author_get_what_they_said(editor, author, reader):
    tool = signed_tool("Ali Essai", users={"Ali Essai": author})
    to_reading(tool, editor)
    reading = readers.ask_reader(page_id=tool.pk, by=editor, email=reader.email, due_on=in_days(5))
    values = {"grid": {}, "remarks": "Très clair.", "advice": "small", "done": True}
    readers.save_reading(page_id=tool.pk, reading_id=reading.pk, by=reader, **values)
    workflow.request_corrections(page_id=tool.pk, by=editor, comment="D’où vient ce chiffre ?")
    workflow.answer_corrections(page_id=tool.pk, author=author, text="De l’enquête.")
    assert [row["remarks"] for row in data_of(reader)["readings"]] == ["Très clair."]
    assert [row["comment"] for row in data_of(author)["acts"]] == ["De l’enquête."]
    assert data_of(editor)["readings"] == []


def test_whoever_leaves_takes_her_words_along_and_leaves_what_was_decided(editor, author, reader):
    tool = signed_tool("Ali Essai", users={"Ali Essai": author})
    to_sign_off(tool, editor)
    row = SignOff.objects.get(user=author)
    sign_offs.refuse(page_id=tool.pk, sign_off_id=row.pk, comment="La légende est fausse.")
    for person in (author, reader):
        erase_person(user=person, sheets=Departure.Sheets.KEEP, by=person)
    assert [(each.reader, each.done_at is not None) for each in ContentReading.objects.all()] == [(None, True)]
    row.refresh_from_db()
    assert (row.user, row.comment, row.refused_at is not None) == (None, "", True)
    assert "La légende est fausse." not in str(list(EditorialEvent.objects.values()))
    assert record_of(tool).work_state == "sign_off"


def test_what_was_only_asked_of_her_goes_with_her(editor, author, reader):
    tool = signed_tool("Ali Essai", users={"Ali Essai": author})
    to_reading(tool, editor)
    readers.ask_reader(page_id=tool.pk, by=editor, email=reader.email, due_on=in_days(5))
    erase_person(user=reader, sheets=Departure.Sheets.KEEP, by=reader)
    assert not ContentReading.objects.exists()
