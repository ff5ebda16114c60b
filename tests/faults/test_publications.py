"""A cahier of twelve pieces goes out while the worker and PostgreSQL are killed: all of it is public, or nothing of it.

Five tries within `make test`; TRIES=20 by `make drill`.
"""

import os
import random
import time
from datetime import timedelta

import psycopg2
import pytest
from django.db import connection, transaction
from django.utils import timezone

from publications.domain import schedule
from publications.domain.records import locked_record, set_work_state
from publications.fingerprint import fingerprint
from publications.models import CahierPiece, EditorialRecord, WorkState
from tests.faults.postgres import Database
from tests.platform.site import Site, wait_until
from tests.practices.factories import make_editor, make_published, make_user
from tests.publications.cahiers import make_article, make_cahier
from tests.publications.factories import make_voice
from tests.publications.workflow.world import make_all_files

pytestmark = pytest.mark.xdist_group("faults")

TRIES = int(os.environ.get("TRIES", "5"))

#: What a publication writes, each counted: public contents, live pages, settled records, its line of history, mails, index requests.
WRITTEN = """
SELECT (SELECT count(*) FROM publications_publiccontent),
       (SELECT count(*) FROM wagtailcore_page JOIN publications_editorialpage ON page_ptr_id = id WHERE live),
       (SELECT count(*) FROM publications_editorialrecord WHERE work_state = 'settled' AND public_state = 'published'),
       (SELECT count(*) FROM publications_editorialevent WHERE kind = 'published'),
       (SELECT count(*) FROM core_outgoingmail WHERE template = 'publications/mail/published.txt'),
       (SELECT count(*) FROM publications_scheduledpiece)
"""
NOTHING = (0, 0, 0, 0, 0, 12)
#: The cahier, four articles and three voices; one author has an account and signs the four articles.
WHOLE = (8, 8, 8, 8, 4, 0)
#: A transaction that has begun to write public contents.
UNDER_WAY = """
SELECT pid FROM pg_locks WHERE relation = 'publications_publiccontent'::regclass AND mode = 'RowExclusiveLock' AND granted
"""


@pytest.fixture
def database():
    database = Database()
    yield database
    database.close()


@pytest.fixture
def scheduled(transactional_db, reference_data, settings, tmp_path):
    """A signed cahier of four articles, five sheets and three voices, whose minute is over; nobody has published it."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    editor, author, owner = make_editor(None), make_user("auteur@essai.example", name="Ali"), make_user("deposante@essai.example")
    cahier = make_cahier()
    articles = [make_article(cahier, title=f"Article {number}", slug=f"article-{number}") for number in range(4)]
    for article in articles:
        article.author_rows.create(name="Ali", user=author)
        article.save_revision()
    voices = [make_voice(title=f"Parole {number}", slug=f"parole-{number}", agreed=("site", "print")) for number in range(3)]
    sheets = [make_published(owner, editor, title=f"Fiche {number}").identifier for number in range(5)]
    cahier.refresh_from_db()
    cahier.pieces = [*(CahierPiece(page=page) for page in (*articles, *voices)), *(CahierPiece(sheet=sheet) for sheet in sheets)]
    cahier.save_revision()
    for page in (*articles, *voices, cahier):
        _sign_off(page.pk)
    at = timezone.now() + timedelta(hours=1)
    revision_id = EditorialRecord.objects.get(pk=cahier.pk).page.latest_revision_id
    for piece in (*articles, cahier):
        record = EditorialRecord.objects.select_related("page").get(pk=piece.pk)
        schedule.request_files(record, record.page.latest_revision)
    make_all_files()
    schedule.schedule_content(page_id=cahier.pk, revision_id=revision_id, at=at, by=editor)
    make_all_files()
    EditorialRecord.objects.filter(pk=cahier.pk).update(scheduled_for=timezone.now() - timedelta(minutes=1))
    return cahier


@transaction.atomic
def _sign_off(page_id):
    record = locked_record(page_id)
    set_work_state(record, WorkState.READY, signed_hash=fingerprint(record.page.latest_revision))


class Try:
    """One publication, cut twice at random moments, then left alone."""

    def __init__(self, number, database, tmp_path):
        self.name, self.database, self.seen = f"essai_{number}", database, []
        folder = tmp_path / self.name
        folder.mkdir()
        self.site = Site(folder, database_url=database.copy(self.name))
        self.site.environment["MEDIA_ROOT"] = str(tmp_path / "media")
        self.worker = None

    def run(self, cuts):
        try:
            for cut in cuts:
                self._begin()
                getattr(self, cut)()
                self.seen.append(self._written())
            self._begin()
            assert wait_until(lambda: self._written() == WHOLE, seconds=120, every=0.2), self._written()
        finally:
            self.site.stop()

    def worker_killed(self):
        self.site.kill(self.worker)

    def database_killed(self):
        self.database.kill()
        self.database.start_again()

    def _begin(self):
        """A worker is at it; returns at a random moment of the publication, or once it is over."""
        if self.worker is None or self.worker.poll() is not None:
            self.worker = self.site.worker("--due-every", "1")
        assert wait_until(lambda: self._is_under_way() or self._written() != NOTHING, seconds=120, every=0.01)
        time.sleep(random.uniform(0, 0.4))

    def _is_under_way(self):
        return bool(self.database.rows(self.name, UNDER_WAY))

    def _written(self):
        try:
            return self.database.rows(self.name, WRITTEN)[0]
        except psycopg2.OperationalError:
            return None


def test_a_cahier_cut_by_kill_9_of_the_worker_and_of_postgresql_is_public_whole_or_not_at_all(scheduled, database, tmp_path, clock):
    server, _slash, _name = os.environ["DATABASE_URL"].rpartition("/")
    database.take_over(f"{server}/{connection.settings_dict['NAME']}")
    seen = []
    for number in range(TRIES):
        cuts = random.sample(["worker_killed", "database_killed"], 2)
        attempt = Try(number, database, tmp_path)
        attempt.run(cuts)
        seen += attempt.seen
        clock(f"try {number + 1}: {', '.join(cuts)}; public after each: {[row[0] for row in attempt.seen]}")
    assert set(seen) <= {NOTHING, WHOLE}
    assert NOTHING in seen, "no publication was cut before its end: the drill has shown nothing"
