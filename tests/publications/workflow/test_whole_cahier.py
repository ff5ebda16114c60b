"""A cahier goes out whole, or nothing of it does."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from practices.domain.absence import withdraw_practice
from practices.domain.errors import Faulty
from publications.domain import schedule
from publications.domain.consents import withdraw_consents
from publications.domain.publication import withdraw_content
from publications.models import CahierPiece, EditorialRecord, PublicContent
from search.models import IndexRequest
from tests.platform import databases
from tests.practices.factories import make_editor, make_published, make_user
from tests.publications.cahiers import make_article, make_cahier
from tests.publications.factories import agree, make_voice, publish

from .world import BACKEND, edit, kinds, make_all_files, record_of, revision_id, sent, state, to_ready

# One process makes what all of them begin with.
pytestmark = pytest.mark.xdist_group("whole cahier")


class Issue:
    """A signed cahier of an article, a voice that nobody has read yet, a public voice and a sheet."""

    def __init__(self, editor):
        self.editor = editor
        self.owner = make_user("deposante@essai.example")
        self.sheet = make_published(self.owner, editor)
        self.cahier = make_cahier()
        self.article = make_article(self.cahier)
        self.voice = make_voice(agreed=())
        self.public_voice = make_voice(title="Déjà dite", slug="deja-dite", agreed=())
        for voice in (self.voice, self.public_voice):
            agree(voice, "site", "print", by=editor)
        publish(self.public_voice)
        self.cahier.refresh_from_db()
        self.cahier.pieces = [
            CahierPiece(page=self.article),
            CahierPiece(page=self.voice),
            CahierPiece(page=self.public_voice),
            CahierPiece(sheet=self.sheet.identifier),
        ]
        self.cahier.save_revision()
        for page in (self.article, self.voice, self.cahier):
            to_ready(page, editor)
        make_all_files()
        sent()

    def schedule(self):
        at = timezone.now() + timedelta(days=1)
        schedule.schedule_content(page_id=self.cahier.pk, revision_id=revision_id(self.cahier), at=at, by=self.editor)
        make_all_files()

    def its_minute_comes(self):
        EditorialRecord.objects.filter(pk=self.cahier.pk).update(scheduled_for=timezone.now() - timedelta(seconds=5))
        return schedule.publish_due()

    @property
    def public(self):
        return sorted(public.title for public in PublicContent.objects.all())


@pytest.fixture(scope="module")
def _signed(django_db_setup, django_db_blocker):
    """Made once, with its files: seconds of layout. Around it a transaction in which that of each test is undone."""
    with django_db_blocker.unblock():
        databases.use("reference")
        with transaction.atomic():
            yield Issue(make_editor(None, "nationale@essai.example"))
            transaction.set_rollback(True)


@pytest.fixture
def issue(_signed, reference_data):
    """The test's own objects: what it does to them is of no other test either."""
    return deepcopy(_signed)


WHOLE = ["Du guichet à la table", "Déjà dite", "Faire groupe", "Je descends"]


def test_it_goes_out_with_all_its_pieces_and_their_index_requests(issue):
    issue.schedule()
    IndexRequest.objects.all().delete()
    assert issue.public == ["Déjà dite"]
    assert issue.its_minute_comes() == 1
    assert issue.public == WHOLE
    assert [state(page) for page in (issue.cahier, issue.article, issue.voice)] == ["settled"] * 3
    assert kinds(issue.article)[-1] == "published"
    wanted = {record_of(page).identifier for page in (issue.cahier, issue.article, issue.voice)}
    assert set(IndexRequest.objects.values_list("identifier", flat=True)) == wanted


def test_a_piece_that_is_not_signed_off_keeps_it_from_the_schedule_and_is_named(issue):
    edit(issue.article, title="Un autre titre")
    with pytest.raises(Faulty, match="Un autre titre"):
        issue.schedule()
    assert state(issue.cahier) == "ready"


def test_all_that_is_missing_is_said_at_once(issue):
    edit(issue.article, title="Un autre titre")
    withdraw_practice(page_id=issue.sheet.pk, by=issue.owner)
    with pytest.raises(Faulty) as refusal:
        issue.schedule()
    assert "Un autre titre" in str(refusal.value)
    assert issue.sheet.identifier in str(refusal.value)


def test_a_voice_that_may_not_be_printed_keeps_it_back(issue):
    withdraw_consents(page_id=issue.public_voice.pk, uses=["print"])
    with pytest.raises(Faulty, match="Déjà dite"):
        issue.schedule()


def test_an_article_does_not_go_out_before_its_cahier(issue):
    with pytest.raises(Faulty, match="Faire groupe"):
        schedule.publish_now(page_id=issue.article.pk, revision_id=revision_id(issue.article), by=issue.editor)
    assert issue.public == ["Déjà dite"]


def test_a_late_article_goes_out_by_itself_once_its_cahier_is_public(issue):
    schedule.publish_now(page_id=issue.cahier.pk, revision_id=revision_id(issue.cahier), by=issue.editor)
    edit(issue.article, title="Revu")
    to_ready(issue.article, issue.editor)
    schedule.publish_now(page_id=issue.article.pk, revision_id=revision_id(issue.article), by=issue.editor)
    assert "Revu" in issue.public


def test_an_article_sent_to_the_editors_and_left_out_of_the_contents_is_told(issue):
    forgotten = make_article(issue.cahier, title="Oublié", slug="oublie")
    to_ready(forgotten, issue.editor)
    with pytest.raises(Faulty, match="Oublié"):
        issue.schedule()


def test_without_its_files_it_does_not_go_out(issue):
    issue.schedule()
    record_of(issue.cahier).files.update(file="")
    assert (issue.its_minute_comes(), issue.public, state(issue.cahier)) == (0, ["Déjà dite"], "ready")
    assert kinds(issue.cahier)[-1] == "not_published"
    assert [name for name, _to in sent() if name == "not_published"] == ["not_published"]


def test_a_piece_changed_meanwhile_takes_it_off_the_schedule_and_the_editors_are_told(issue):
    issue.schedule()
    sent()
    edit(issue.article, title="Un autre titre")
    assert (state(issue.cahier), state(issue.article), kinds(issue.cahier)[-1]) == ("ready", "sign_off", "unscheduled")
    assert [name for name, _to in sent()] == ["sign_off_lost", "unscheduled"]
    assert (issue.its_minute_comes(), issue.public) == (0, ["Déjà dite"])


def test_a_sheet_withdrawn_meanwhile_takes_it_off_the_schedule(issue):
    issue.schedule()
    sent()
    withdraw_practice(page_id=issue.sheet.pk, by=issue.owner)
    assert (state(issue.cahier), [name for name, _to in sent()]) == ("ready", ["unscheduled"])
    assert issue.sheet.identifier in record_of(issue.cahier).events.last().comment


@pytest.mark.parametrize("how", ["taken off", "consent"])
def test_a_public_voice_that_leaves_meanwhile_takes_it_off_the_schedule(issue, how):
    issue.schedule()
    if how == "consent":
        withdraw_consents(page_id=issue.public_voice.pk)
    else:
        withdraw_content(page_id=issue.public_voice.pk, by=issue.editor)
    assert (state(issue.cahier), issue.its_minute_comes(), issue.public) == ("ready", 0, [])


def test_a_piece_of_a_scheduled_cahier_is_not_deleted(client, issue):
    issue.schedule()
    client.force_login(issue.editor, backend=BACKEND)
    assert client.post(f"/gestion/pages/{issue.article.pk}/delete/").status_code == 302
    with pytest.raises(ProtectedError):
        type(issue.article).objects.get(pk=issue.article.pk).delete()
    assert (state(issue.article), state(issue.cahier)) == ("ready", "scheduled")
    schedule.unschedule_content(page_id=issue.cahier.pk, by=issue.editor)
    assert issue.article.permissions_for_user(issue.editor).can_delete()


def test_the_screen_of_an_article_leads_to_the_cahier_that_it_goes_out_with(client, issue):
    client.force_login(issue.editor, backend=BACKEND)
    shown = client.get(f"/gestion/publications/{issue.article.pk}/").content.decode()
    assert (shown.count(f'href="/gestion/publications/{issue.cahier.pk}/"'), "programmer/" in shown) == (2, False)
    schedule.publish_now(page_id=issue.cahier.pk, revision_id=revision_id(issue.cahier), by=issue.editor)
    edit(issue.article, title="Un autre titre")
    to_ready(issue.article, issue.editor)
    shown = client.get(f"/gestion/publications/{issue.article.pk}/").content.decode()
    assert (shown.count(f'href="/gestion/publications/{issue.cahier.pk}/"'), "programmer/" in shown) == (1, True)
