"""« Anonymise me »: names of persons leave the public sheet and all that is made from it; the sheet stays, and they can come back."""

import json

import pytest

from practices import content
from practices.domain import drafts, names, submission
from practices.domain.errors import Forbidden
from practices.models import PublicPractice
from practices.signals import public_practice_changed

from .factories import SHORT_SHEET, approve, fresh, make_draft, make_editor, make_published, make_user
from .together import make_coauthor, said_to, signed_in, text_of

pytestmark = pytest.mark.usefixtures("reference_data")
NAMES = {
    "authors": [{"name": "Nadia Colibri", "role": "CESF"}, {"name": "Omar Hirondelle", "role": ""}],
    "contact": {"name": "Paule Mésange", "role": "Cheffe", "email": "paule@mesange.example", "phone": "01 99 99 99 99", "public": True},
}
WORDS = ("Colibri", "Hirondelle", "Mésange", "mesange.example", "01 99 99 99 99", "colibri", "hirondel", "mesang")


@pytest.fixture
def owner(reference_data):
    return make_user()


@pytest.fixture
def editor(reference_data):
    return make_editor("Hauts-de-France")


@pytest.fixture
def record(owner, editor):
    return make_published(owner, editor, **NAMES)


def place(record):
    return f"/mes-fiches/{record.identifier}/noms/"


def public_row(record):
    return PublicPractice.objects.get(identifier=record.identifier)


def found_in(record):
    """Which of the words the public row still bears, its searched text included."""
    row = public_row(record)
    text = json.dumps([row.data, row.filters, row.title], ensure_ascii=False) + str(row.text)
    return [word for word in WORDS if word in text]


def public_pages(client, record):
    row = public_row(record)
    base = row.get_absolute_url()
    return [base, *(f"{base}{name}" for name in ("fiche.json", "citation.bib", "citation.ris")), f"/api/v1/practices/{record.identifier}"]


def test_names_leave_the_public_record_in_the_same_transaction_and_the_sheet_stays(client, record, owner):
    heard = []
    public_practice_changed.connect(heard_by := (lambda sender, **said: heard.append(said["deleted"])))
    assert found_in(record) != []
    answer = signed_in(owner).post(place(record), {"withhold": "1"}, follow=True)
    public_practice_changed.disconnect(heard_by)
    assert (said_to(answer), found_in(record), heard) == (["success"], [], [False])
    row = public_row(record)
    assert (row.data["authors"], row.data["contact"], row.data["title"]) == ([], None, "Le banc des parents")
    for path in public_pages(client, record):
        body = client.get(path, HTTP_HOST="127.0.0.1").content.decode()
        assert [word for word in WORDS if word in body] == [], path
    assert record.events.filter(kind="authors_withheld").count() == 1


def test_they_come_back_as_they_were(record, owner):
    before = public_row(record)
    client = signed_in(owner)
    client.post(place(record), {"withhold": "1"})
    client.post(place(record), {"show": "1"})
    after = public_row(record)
    assert (after.data["authors"], after.data["contact"], after.filters) == (before.data["authors"], before.data["contact"], before.filters)
    assert after.version == before.version + 2
    told = [str(moment.told) for moment in client.get(f"/mes-fiches/{record.identifier}/").context["history"]]
    assert told[:2] == ["Noms de nouveau visibles sur la fiche publique", "Noms retirés de la fiche publique"]


def test_doing_it_twice_is_doing_it_once(record, owner):
    for _time in range(2):
        names.withhold_names(page_id=record.pk, by=owner)
    assert (public_row(record).version, record.events.filter(kind="authors_withheld").count()) == (2, 1)
    assert (fresh(record.pk).authors_withheld, fresh(record.pk).public_version) == (True, 2)


def test_the_next_versions_bear_no_name_either(record, owner, editor):
    names.withhold_names(page_id=record.pk, by=owner)
    drafts.save_draft(page_id=record.pk, by=owner, values={"summary": "Une nouvelle version.", "contact_name": "Paule Mésange"})
    submission.submit_practice(page_id=record.pk, by=owner)
    approve(record, editor)
    assert (public_row(record).data["summary"], found_in(record)) == ("Une nouvelle version.", [])


def test_a_draft_can_be_set_so_before_it_is_ever_public(owner, editor):
    record = make_draft(owner, **NAMES)
    names.withhold_names(page_id=record.pk, by=owner)
    assert PublicPractice.objects.count() == 0
    preview = signed_in(owner).get(f"/deposer/{record.identifier}/apercu/").content.decode()
    assert [word for word in WORDS if word in preview] == []
    submission.submit_practice(page_id=record.pk, by=owner)
    approve(record, editor)
    assert found_in(record) == []


def test_those_who_write_and_the_editors_still_read_the_names(record, owner, editor):
    names.withhold_names(page_id=record.pk, by=owner)
    assert content.read(fresh(record.pk).page.get_latest_revision_as_object())["authors"] == NAMES["authors"]
    assert "Colibri" in text_of(signed_in(editor).get(f"/gestion/fiches/{record.pk}/"))


def test_what_it_does_is_shown_before_it_is_done_and_what_it_does_not_reach(owner, editor):
    record = make_published(owner, editor, context="Mme Colibri ouvrait la porte.", summary="Un banc, des colibris.", **NAMES)
    page = signed_in(owner).get(place(record))
    assert page.context["names"] == ["Nadia Colibri", "Omar Hirondelle"]
    assert page.context["written_in"] == ["Contexte"]
    assert found_in(record) != []
    words = text_of(page)
    assert [word in words for word in ("Nadia Colibri", "Centre social des Tilleuls", "Contexte")] == [True] * 3


def test_only_its_contributor_decides_of_it(record, owner, editor):
    writer = make_coauthor(record, "edit")
    for user in (writer, editor, make_user("passante@essai.example")):
        with pytest.raises(Forbidden):
            names.withhold_names(page_id=record.pk, by=user)
    assert said_to(signed_in(writer).post(place(record), {"withhold": "1"}, follow=True)) == ["error"]
    assert signed_in(writer).get(place(record)).context["refusal"]
    for user in (editor, make_user("autre@essai.example")):
        assert signed_in(user).post(place(record), {"withhold": "1"}).status_code == 404
    assert signed_in().post(place(record), {"withhold": "1"}).status_code == 302
    assert (fresh(record.pk).authors_withheld, found_in(record) != []) == (False, True)


def test_a_sheet_that_is_no_longer_public_has_no_name_to_withhold(record, owner):
    signed_in(owner).post(f"/mes-fiches/{record.identifier}/retirer/", {"reason": "", "text": ""})
    assert fresh(record.pk).public_state == "withdrawn"
    with pytest.raises(Forbidden):
        names.withhold_names(page_id=record.pk, by=owner)


def test_an_export_taken_back_erases_no_name(record, owner):
    from practices.domain.imports import import_row, read_row

    names.withhold_names(page_id=record.pk, by=owner)
    exported = dict(public_row(record).data) | {"summary": "Repris d’un export.", "identifier": record.identifier}
    exported |= {"main_theme": exported["main_theme"]["slug"], "territories": [place["code"] for place in exported["territories"]]}
    kept = {key: value for key, value in exported.items() if key in SHORT_SHEET or key in ("identifier", "summary", "authors", "contact")}
    row, faults = read_row(kept, publish=True, lookup=content.Lookup())
    assert faults == []
    import_row(row, owner=None, publish=True, is_demo=False, lookup=content.Lookup())
    stored = content.read(fresh(record.pk).page)
    assert (stored["summary"], stored["authors"], stored["contact_name"]) == ("Repris d’un export.", NAMES["authors"], "Paule Mésange")
    assert found_in(record) == []
