"""Somebody leaves: what was hers goes, what stays no longer tells who she was: searched for in every column, the index, logs, cache."""

import logging
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from axes.models import AccessAttempt
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.documents.models import Document

from accounts.domain import vouch_for_address
from accounts.domain.departures import ask_departure, erase_person, follow_departures
from accounts.models import AccountEvent, Departure, User
from accounts.own_data import forget_farewells
from core.mail import send_due_mails
from core.models import OutgoingMail
from practices import content
from practices.domain import absence, drafts, review
from practices.domain.records import latest_version
from practices.models import (
    CoAuthor,
    Comment,
    PracticeDocument,
    PracticeEvent,
    PracticePage,
    PracticeRecord,
    PublicPractice,
    Report,
    Review,
)
from practices.queries import correctors
from saved.models import SavedSearch, SheetList

from .factories import approve, correct, fresh, make_draft, make_editor, make_published, make_submitted, make_user

pytestmark = pytest.mark.usefixtures("reference_data")

NAME = "Zoé Kermarrec"
ADDRESS = "zoe.kermarrec@essai.example"
PHONE = "06 12 98 76 54"
#: However it is written: accents, order, capitals, digits together or apart.
SPELLINGS = ("kermarrec", "612987654", "61298 7654", "6 12 98 76 54")
CONTACT = {"name": "KERMARREC Zoé", "role": "CESF", "email": "z.kermarrec@ccas.example", "phone": PHONE, "public": True}
AUTHORS = [{"name": "Zoé Kermarrec", "role": "CESF"}, {"name": "Anne Petit", "role": "ASS"}]


@pytest.fixture
def zoe():
    user = make_user(ADDRESS, name=NAME)
    vouch_for_address(user=user)
    return user


@pytest.fixture
def editor():
    return make_editor("Hauts-de-France")


def where_it_stands() -> list[str]:
    """Every text, JSON, array and search column of every table in which one of the spellings stands."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "JOIN information_schema.tables USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE' "
            "AND data_type IN ('text', 'character varying', 'character', 'jsonb', 'json', 'ARRAY', 'tsvector', 'bytea', 'USER-DEFINED')"
        )
        columns = cursor.fetchall()
        assert len(columns) > 200, "the tables were found"
        for table, column in columns:
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE "{column}"::text ~* %s', ["|".join(SPELLINGS)])
            if cursor.fetchone()[0]:
                found.append(f"{table}.{column}")
    return found


def erase(user, sheets=Departure.Sheets.KEEP):
    """Of an instance of its own: the test's keeps the number."""
    user = User.objects.get(pk=user.pk)
    erase_person(user=user, sheets=sheets, by=user)


def everything_about(zoe, editor):
    """A life on the site: each kind of trace at least once."""
    published = make_published(zoe, editor, authors=AUTHORS, contact=CONTACT, context=f"Zoé   Kermarrec a ouvert la porte. Tél. {PHONE}.")
    make_draft(zoe, title=f"Brouillon de {NAME}", objectives=[f"Écrire à {ADDRESS}", "Zoé Kermarrec"])
    waiting = make_submitted(zoe, title="Le café de Zoé Kermarrec", authors=AUTHORS)
    review.request_changes(page_id=waiting.pk, by=editor, comment=f"Chère {NAME}, merci : rappelez-moi au 06.12.98.76.54.")
    gone = make_published(zoe, editor, title="Zoé Kermarrec raconte", contact=CONTACT)
    absence.withdraw_practice(page_id=gone.pk, by=zoe, reason=f"Je pars, {NAME}.")
    others = make_published(make_user("autre@essai.example"), editor, contact={**CONTACT, "name": "Accueil", "email": ADDRESS.upper()})
    CoAuthor.objects.create(record=others, user=zoe, role="comment", accepted_at=timezone.now())
    Comment.objects.create(record=others, author=zoe, text=f"Je m’en charge. {NAME}")
    Review.objects.create(
        record=others,
        round=1,
        reviewer=zoe,
        name=NAME,
        due_on=timezone.localdate(),
        done_at=timezone.now(),
        remarks=f"Lu par {NAME}",
        grid={"1": {"answer": "yes", "comment": f"{NAME} trouve cela clair."}},
    )
    Report.objects.create(record=others, reason="other", text=f"C’est moi, {NAME}, {PHONE}", email=ADDRESS)
    SavedSearch.objects.create(user=zoe, name=f"Pour {NAME}", query="q=kermarrec", rhythm="never")
    SheetList.objects.create(user=zoe, name=NAME)
    AccessAttempt.objects.create(username=ADDRESS, ip_address="192.0.2.1", failures_since_start=1)
    EmailAddress.objects.create(user=zoe, email="kermarrec.z@ailleurs.example", verified=False, primary=False)
    browser = Client()
    browser.force_login(zoe, backend="allauth.account.auth_backends.AuthenticationBackend")
    browser.post("/compte/", {"name": NAME})
    cache.set("page", NAME, 60)
    return published, waiting, gone, others


def test_her_name_her_address_and_her_number_are_nowhere_afterwards(zoe, editor, caplog, django_capture_on_commit_callbacks):
    caplog.set_level(logging.DEBUG)
    everything_about(zoe, editor)
    before = where_it_stands()
    for expected in ("accounts_user.name", "practices_publicpractice.data", "wagtailcore_revision.content", "core_outgoingmail.body"):
        assert expected in before, "the search finds what is there"
    caplog.clear()
    erase(zoe)
    farewell = OutgoingMail.objects.get(to=ADDRESS)
    assert farewell.template == "accounts/mail/account_erased.txt"
    assert "kermarrec" not in farewell.body.lower()
    assert forget_farewells() == 0, "not before it has left"
    assert send_due_mails() > 0
    assert forget_farewells() == 1
    assert where_it_stands() == []
    assert cache.get("page") is None
    assert not any(spelling in caplog.text.lower() for spelling in SPELLINGS)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("elasticsearch")
def test_the_index_forgets_her_too(zoe, editor, elasticsearch, elasticsearch_prefix):
    from search.rebuild import rebuild
    from search.tasks import bring_index_up_to_date

    everything_about(zoe, editor)
    rebuild()
    held = lambda: [  # noqa: E731
        hit["_id"]
        for hit in elasticsearch.search(index=f"{elasticsearch_prefix}*", query={"query_string": {"query": "*kermarrec*"}}, size=50)[
            "hits"
        ]["hits"]
    ]
    elasticsearch.indices.refresh(index=f"{elasticsearch_prefix}*")
    assert held() != [], "the index knew her"
    erase(zoe)
    bring_index_up_to_date.call()
    elasticsearch.indices.refresh(index=f"{elasticsearch_prefix}*")
    assert held() == []


def test_a_published_sheet_stays_without_her(zoe, editor):
    record = make_published(zoe, editor, authors=AUTHORS, contact=CONTACT, context=f"{NAME} et Anne Petit ont ouvert la porte.")
    drafts.save_draft(page_id=record.pk, by=zoe, values={"summary": "La suite, que personne n’a lue."})
    erase(zoe)
    record = fresh(record.pk)
    data = PublicPractice.objects.get(identifier=record.identifier).data
    assert (record.public_state, record.review_state, record.page.owner) == ("published", "settled", None)
    assert data["authors"] == [{"name": "Anne Petit", "role": "ASS"}]
    assert data["contact"] is None
    assert data["context"] == "[nom effacé] et Anne Petit ont ouvert la porte."
    assert record.page.revisions.count() == 1, "what she had not sent is gone"
    assert record.events.last().kind == "person_erased"
    assert list(record.events.values_list("kind", "actor_id"))[:3] == [("created", zoe.pk), ("submitted", zoe.pk), ("published", editor.pk)]


def test_published_sheets_are_withdrawn_and_emptied_if_she_wishes(zoe, editor, client):
    record = make_published(zoe, editor, title="Le banc que personne ne doit lire")
    erase(zoe, Departure.Sheets.WITHDRAW)
    record = fresh(record.pk)
    assert (record.public_state, record.review_state, record.page.title, record.page.summary) == (
        "withdrawn",
        "settled",
        "Fiche effacée",
        "",
    )
    assert PublicPractice.objects.count() == 0
    assert client.get(f"/p/{record.identifier}/").status_code == 410
    assert [event.kind for event in record.events.all()][-2:] == ["withdrawn", "person_erased"]


def test_drafts_go_with_their_files_and_leave_those_of_others(zoe, editor):
    record = make_draft(zoe)
    hers, shared = (Document.objects.create(title="Bilan", file=ContentFile(b"%PDF", name=f"{n}.pdf"), uploaded_by_user=zoe) for n in "ab")
    page = latest_version(record)
    page.document_rows = [PracticeDocument(document=hers), PracticeDocument(document=shared)]
    page.save_revision(user=zoe)
    other = make_published(make_user("autre@essai.example"), editor)
    PracticeDocument.objects.create(page_id=other.pk, document=shared)
    erase(zoe)
    assert PracticeRecord.objects.get().pk == other.pk
    assert list(Document.objects.values_list("pk", flat=True)) == [shared.pk]
    assert hers.file.storage.exists(shared.file.name)


def test_a_sheet_never_published_keeps_its_history_and_no_text(zoe, editor):
    record = make_submitted(zoe, title="Jamais lue")
    erase(zoe)
    record = fresh(record.pk)
    assert (record.review_state, record.public_state, record.page.title, record.holder) == ("declined", "never", "Fiche effacée", None)
    assert content.read(record.page)["context"] == ""
    assert record.page.territory_codes == []
    assert record.page.revisions.count() == 0
    assert [event.kind for event in record.events.all()] == ["created", "submitted", "person_erased"]


@pytest.mark.parametrize("state", ["draft", "submitted", "published"])
def test_what_somebody_writes_with_her_becomes_theirs(zoe, editor, state):
    make = {"draft": make_draft, "submitted": make_submitted, "published": lambda owner, **more: make_published(owner, editor, **more)}[
        state
    ]
    record = make(zoe, authors=AUTHORS)
    heir, reader = make_user("anne@essai.example", name="Anne Petit"), make_user("lit@essai.example")
    CoAuthor.objects.create(record=record, user=reader, role="read", accepted_at=timezone.now() - timedelta(days=1))
    CoAuthor.objects.create(record=record, user=heir, role="edit", accepted_at=timezone.now())
    erase(zoe, Departure.Sheets.WITHDRAW)
    record = fresh(record.pk)
    assert record.page.owner == heir
    assert {"draft": record.is_draft, "submitted": record.is_under_review, "published": record.public_state == "published"}[state] is True
    assert latest_version(record).authors == [{"name": "Anne Petit", "role": "ASS"}]
    assert record.events.filter(kind="reassigned", actor_id=zoe.pk, person_id=heir.pk).count() == 1


def test_a_sheet_handed_on_under_review_can_still_be_approved(zoe, editor):
    """Rewriting what she had submitted is no correction by an editor."""
    record = make_submitted(zoe, authors=AUTHORS, context=f"{NAME} raconte.")
    correct(record, editor, summary="Corrigé.")
    heir = make_user("anne@essai.example")
    CoAuthor.objects.create(record=record, user=heir, role="edit", accepted_at=timezone.now())
    erase(zoe)
    assert correctors(fresh(record.pk)) == {editor.pk}
    approve(fresh(record.pk), make_editor(None))
    assert fresh(record.pk).public_state == "published"


def test_another_person_of_the_same_name_keeps_hers(zoe, editor):
    other = make_published(make_user("homonyme@essai.example"), editor, authors=AUTHORS[:1])
    erase(zoe)
    assert PublicPractice.objects.get(identifier=other.identifier).data["authors"] == AUTHORS[:1]


def test_an_editor_who_leaves_lays_down_what_she_held(editor):
    record = make_submitted(make_user())
    review.take_in_charge(page_id=record.pk, by=editor)
    erase(editor)
    record = fresh(record.pk)
    assert (record.holder, record.review_state) == (None, "submitted")
    assert record.events.last().kind == "released"
    national = make_editor(None)
    client = Client()
    client.force_login(national, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(f"/gestion/fiches/{record.pk}/").status_code == 200, "the history is read though its actor is gone"


def test_reviews_stay_and_are_nobodys(zoe, editor):
    record = make_submitted(make_user("autre@essai.example"))
    done = Review.objects.create(
        record=record, round=1, reviewer=zoe, due_on=timezone.localdate(), done_at=timezone.now(), grid={"1": {"answer": "yes"}}
    )
    begun = Review.objects.create(
        record=record, round=2, reviewer=zoe, due_on=timezone.localdate(), remarks="À finir", grid={"1": {"answer": "no"}}
    )
    erase(zoe)
    done.refresh_from_db()
    begun.refresh_from_db()
    assert (done.reviewer, done.grid, done.done_at is None) == (None, {"1": {"answer": "yes"}}, False)
    assert (begun.reviewer, begun.grid, begun.remarks, begun.given_up_why) == (None, {}, "", "removed")


def test_the_last_administrator_stays(zoe):
    User.objects.filter(pk=zoe.pk).update(is_superuser=True)
    zoe.refresh_from_db()
    Departure.objects.create(user=zoe, reason="asked", due_at=timezone.now() - timedelta(days=1))
    assert follow_departures() == 0
    assert (User.objects.filter(pk=zoe.pk).exists(), Departure.objects.count()) == (True, 0)


def test_the_day_comes_and_the_person_is_gone(zoe, editor):
    make_published(zoe, editor)
    ask_departure(user=zoe, sheets="keep")
    assert follow_departures() == 0
    Departure.objects.update(due_at=timezone.now())
    assert (follow_departures(), follow_departures()) == (1, 0)
    assert User.objects.filter(pk=zoe.pk).exists() is False
    assert list(AccountEvent.objects.filter(subject_id=zoe.pk).values_list("kind", "actor_id")) == [
        ("deletion_asked", zoe.pk),
        ("erased", zoe.pk),
    ]


def test_an_erasure_that_fails_leaves_everything_as_it_was(zoe, editor, monkeypatch):
    record = make_published(zoe, editor, authors=AUTHORS)
    monkeypatch.setattr("accounts.own_data.OutgoingMail", None)
    with pytest.raises(AttributeError):
        erase(zoe)
    assert fresh(record.pk).page.owner == zoe
    assert PublicPractice.objects.get().data["authors"] == AUTHORS
    assert AccountEvent.objects.filter(kind="erased").count() == 0


def test_events_hold_numbers_that_outlive_the_account(zoe, editor):
    record = make_published(zoe, editor)
    erase(zoe)
    assert PracticeEvent.objects.filter(record=record, actor_id=zoe.pk).count() == 3
    assert PracticePage.objects.get(pk=record.pk).owner_id is None
