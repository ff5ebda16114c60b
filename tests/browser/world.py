"""One site for a whole module of tests: a few people, sheets and publications in every state, that pages are only looked at with."""

import json
from contextlib import contextmanager
from pathlib import Path

from django.core.cache import cache
from django.test import override_settings
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from practices import content, notifications
from practices.domain import absence, amendments, coauthors, drafts, imports, reports, review
from practices.life import notifications as life_notifications
from practices.models import PracticeRecord
from practices.together import invitations
from search.breaker import breaker
from search.indexing import drain, request
from search.rebuild import rebuild
from tests.browser.conftest import confirmed
from tests.browser.publications import make_publications
from tests.platform import databases
from tests.platform.site import session_of
from tests.practices.factories import correct, fresh, make_draft, make_editor, make_published, make_submitted, make_user
from tests.practices.together import make_coauthor, row_of
from tests.search.factories import make_practice

FULL = json.loads((Path(__file__).parents[1] / "practices/full_sheet.json").read_text(encoding="utf-8"))
WORD_OF_ALL = "ribambelle"


class World:
    """Addresses by name in `paths`, signed-in sessions in `sessions`."""

    def __init__(self, url: str):
        self.url = url
        self.contributor, self.newcomer = confirmed(make_user(name="Nadia Essai")), confirmed(make_user("nouvelle@essai.example"))
        self.editor, self.national = confirmed(make_editor("Hauts-de-France")), confirmed(make_editor(None, "nationale@essai.example"))
        people = {"contributor": self.contributor, "newcomer": self.newcomer, "editor": self.editor, "national": self.national}
        self.sessions = {name: session_of(user) for name, user in people.items()}
        self.paths = self._sheets()
        sheet = self.paths["lives"].split("/")[2]
        self.paths |= make_publications(editor=self.national, reader=self.contributor, sheet=sheet)

    def _sheets(self) -> dict[str, str]:
        full, short = self._imported(), make_published(self.contributor, self.editor)
        gone = make_published(self.contributor, self.editor, title="Une fiche retirée")
        absence.withdraw_practice(page_id=gone.pk, by=self.contributor, reason="")
        empty = fresh(drafts.create_draft(owner=self.contributor, title="Tout reste à dire").pk)
        filled = make_draft(self.contributor, title="Presque prête")
        sent = make_submitted(self.contributor, title="Envoyée hier")
        asked = make_submitted(self.contributor, title="À compléter")
        review.request_changes(page_id=asked.pk, by=self.editor, comment="Qui a vu cet effet ?\n\nEt quand ?")
        corrected = make_submitted(self.contributor, title="Corrigée par la rédaction")
        correct(corrected, self.editor, summary="Un banc devant l’école et du café : on s’y parle.")
        living, shared = self._living(), self._shared()
        for number in range(25):
            practice = make_practice(f"Fiche {number} de la {WORD_OF_ALL}")
            request(practice.identifier, practice.version, deleted=False)
        drain()
        return {
            "full": fresh(full.pk).get_absolute_url(),
            "short": short.get_absolute_url(),
            "gone": f"/p/{gone.identifier}/",
            "empty": f"/deposer/{empty.identifier}",
            "filled": f"/deposer/{filled.identifier}",
            "sent": f"/deposer/{sent.identifier}",
            "mine_published": f"/mes-fiches/{short.identifier}/",
            "mine_asked": f"/mes-fiches/{asked.identifier}/",
            "mine_draft": f"/mes-fiches/{empty.identifier}/",
            "asked": f"/deposer/{asked.identifier}",
            "agreement": f"/mes-fiches/accord/{notifications.agreement_token(fresh(corrected.pk))}/",
            "agreement_over": f"/mes-fiches/accord/{notifications.agreement_token(fresh(short.pk))}/",
            "review": f"/gestion/fiches/{sent.pk}/",
            "review_corrected": f"/gestion/fiches/{corrected.pk}/",
            "closed": f"/p/{short.identifier}/ecrire/",
            **living,
            **shared,
        }

    def _living(self) -> dict[str, str]:
        """A public sheet with a new version begun, a question to answer, a correction, a report; and one set aside."""
        contact = {"name": "Nadia Essai", "role": "", "email": self.contributor.email, "phone": "", "public": False}
        lives = make_published(self.contributor, self.editor, title="Toujours en cours", contact=contact)
        point = {"title": (lives.page.title, f"{lives.page.title}.")}
        amendments.correct_public(page_id=lives.pk, by=self.editor, corrections=point, reason="Un point.")
        report = reports.report_practice(page_id=lives.pk, reason="person", text="On reconnaît quelqu’un.", email="lit@essai.example")
        drafts.save_draft(page_id=lives.pk, by=self.contributor, values={"summary": "Une autre version."})
        PracticeRecord.objects.filter(pk=lives.pk).update(confirmation_asked_at=timezone.now())
        aside = make_published(self.contributor, self.editor, title="Mise de côté")
        absence.suspend_practice(page_id=aside.pk, by=self.editor)
        correction = lives.events.get(kind="corrected")
        return {
            "lives": f"/p/{lives.identifier}/",
            "mine_lives": f"/mes-fiches/{lives.identifier}/",
            "lives_desk": f"/gestion/fiches/{lives.pk}/",
            "confirm": f"/mes-fiches/toujours-en-cours/{life_notifications.confirmation_token(fresh(lives.pk))}/",
            "object": f"/mes-fiches/correction/{life_notifications.objection_token(correction)}/",
            "report_on_desk": f"/gestion/fiches/signalements/{report.pk}/",
            "aside": f"/p/{aside.identifier}/",
        }

    def _shared(self) -> dict[str, str]:
        """A draft that somebody else proposes to the contributor to hold, and that she was invited to by another."""
        other = make_user("collegue@essai.example", name="Samia Collègue")
        shared, theirs = (make_draft(other, title=title) for title in ("À deux", "Une invitation"))
        make_coauthor(shared, "edit", user=self.contributor)
        coauthors.offer(page_id=shared.pk, by=other, coauthor_id=row_of(shared, self.contributor).pk)
        invitation = coauthors.invite(page_id=theirs.pk, by=other, email=self.contributor.email, role="comment")
        led = make_draft(self.contributor, title="À plusieurs")
        make_coauthor(led, "edit", user=other)
        return {
            "mine_shared": f"/mes-fiches/{shared.identifier}/",
            "mine_led": f"/mes-fiches/{led.identifier}/",
            "invitation": invitations.address(invitation),
        }

    def _imported(self):
        lookup = content.Lookup()
        row, _faults = imports.read_row(FULL, publish=True, lookup=lookup)
        record, _created = imports.import_row(row, owner=self.contributor, publish=True, is_demo=True, lookup=lookup)
        return record


@contextmanager
def world(elasticsearch_url: str, prefix: str):
    """The site stands until the module is over; then its database is as before any test."""
    databases.use("reference")
    server = LiveServer("localhost")
    try:
        with override_settings(ELASTICSEARCH_URL=[elasticsearch_url], ELASTICSEARCH_INDEX_PREFIX=f"{prefix}-world", ALLOWED_HOSTS=["*"]):
            cache.clear()
            breaker.close()
            rebuild()
            yield World(server.url)
    finally:
        server.stop()
        breaker.close()
        databases.restore()
