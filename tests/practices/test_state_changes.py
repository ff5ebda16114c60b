"""Each change of state of a sheet, where everybody has a reason to be told: the mails that leave are those of the table, no other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import OutgoingMail
from practices import content
from practices.domain import absence, confirmation, drafts, holding, new_version, review, reviewers, submission
from practices.domain.records import latest_version
from practices.domain.routing import hand_over_practice
from practices.models import RegionPage
from practices.review.letters import Asked

from .factories import approve, correct, fresh, make_draft, make_editor, make_published, make_submitted, make_user
from .together import make_coauthor

pytestmark = pytest.mark.usefixtures("reference_data")

NEW = {"summary": "Le banc a changé de rue, et les parents avec lui."}


class World:
    """A contributor and her co-author, two editors of the region, one of another, a national one, and a reader asked by mail."""

    def __init__(self, start: Callable):
        self.people = {
            "contributor": make_user(),
            "editor": make_editor("Hauts-de-France", "redactrice@essai.example"),
            "colleague": make_editor("Hauts-de-France", "collegue@essai.example"),
            "elsewhere": make_editor("Île-de-France", "ailleurs@essai.example"),
            "national": make_editor(None, "nationale@essai.example"),
        }
        self.pk = start(self).pk
        self.people["coauthor"] = make_coauthor(self.record, "edit", "coautrice@essai.example")
        self.last = OutgoingMail.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def __getattr__(self, name):
        return self.people[name]

    @property
    def record(self):
        return fresh(self.pk)

    @property
    def states(self) -> str:
        return "/".join((self.record.public_state, self.record.review_state))

    def mails(self) -> list[tuple[str, str]]:
        """(role, template) of what left since it was last asked."""
        roles = {person.email: role for role, person in self.people.items()} | {"dehors@essai.example": "reader"}
        rows = OutgoingMail.objects.filter(pk__gt=self.last).order_by("pk")
        found = sorted((roles[mail.to], mail.template.removeprefix("practices/mail/").removesuffix(".txt")) for mail in rows)
        self.last = max((mail.pk for mail in rows), default=self.last)
        return found

    def asks_reader(self):
        reviewers.assign_reviewer(
            page_id=self.pk, by=self.editor, email="dehors@essai.example", due_on=timezone.localdate() + timedelta(days=9)
        )

    def in_review(self):
        """Held by the editor; a reader is awaited."""
        self.takes()
        self.asks_reader()

    def asks_changes(self):
        review.request_changes(page_id=self.pk, by=self.editor, comment="Qui l’a vu ?", asked=[Asked("context", "D’où vient-elle ?")])

    def takes(self):
        review.take_in_charge(page_id=self.pk, by=self.editor)

    def gives(self):
        holding.give_practice(page_id=self.pk, by=self.editor, holder_id=self.colleague.pk)

    def releases(self):
        holding.release_practice(page_id=self.pk, by=self.editor)

    def waits_for_changes(self):
        self.in_review()
        self.asks_changes()

    def asker_leaves(self):
        """Whoever asked for changes has an account no more when they come."""
        self.waits_for_changes()
        self.editor.is_active = False
        self.editor.save()

    def national_asks(self):
        """A national editor has the sheet of a region whose group she is not of."""
        review.request_changes(page_id=self.pk, by=self.national, comment="Qui l’a vu ?", asked=[Asked("context", "D’où vient-elle ?")])

    def corrects(self):
        """The editor changed the text; the contributor is asked to agree."""
        correct(self.record, self.editor, summary="Corrigé.")
        review.ask_agreement(page_id=self.pk, by=self.editor)

    def corrected(self):
        self.in_review()
        self.corrects()

    def let_go(self):
        """Corrected by an editor who then gave the sheet up."""
        self.corrected()
        self.releases()

    def agrees(self):
        version = latest_version(self.record)
        review.accept_corrections(page_id=self.pk, revision_id=version.latest_revision_id, content_hash=content.public_hash(version))

    def rewrites(self):
        drafts.save_draft(page_id=self.pk, by=self.contributor, values=NEW)

    def gives_up(self):
        new_version.give_up_version(page_id=self.pk, by=self.contributor)

    def renews(self):
        """A new version of the public sheet, sent to the editors."""
        self.rewrites()
        self.submits()

    def renewed(self):
        self.renews()
        self.in_review()

    def withdraws(self):
        absence.withdraw_practice(page_id=self.pk, by=self.contributor)

    def archives(self):
        absence.archive_practice(page_id=self.pk, by=self.editor, reason="L’action n’existe plus.")

    def suspends(self):
        absence.suspend_practice(page_id=self.pk, by=self.editor)

    def submits(self):
        submission.submit_practice(page_id=self.pk, by=self.contributor)

    def takes_back(self):
        submission.take_back_practice(page_id=self.pk, by=self.contributor)

    def approves(self):
        approve(self.record, self.editor)

    def declines(self):
        review.decline_practice(page_id=self.pk, by=self.editor, reason="Hors du champ.")

    def hands_over(self):
        paris = RegionPage.objects.get(slug="ile-de-france")
        hand_over_practice(page_id=self.pk, by=self.editor, region_id=paris.pk, reason="L’action est à Bobigny.")

    def restores(self):
        absence.restore_practice(page_id=self.pk, by=self.editor)

    def puts_back(self):
        absence.restore_practice(page_id=self.pk, by=self.contributor)

    def confirms(self):
        confirmation.confirm_practice(page_id=self.pk, by=self.contributor)

    def ends(self):
        confirmation.end_practice(page_id=self.pk, by=self.contributor, end_date="2026-06")

    def nothing(self):
        """The world as it starts."""


def draft(world):
    return make_draft(world.contributor)


def submitted(world):
    return make_submitted(world.contributor)


def published(world):
    return make_published(world.contributor, world.editor)


@dataclass(frozen=True)
class Change:
    """`before`: what happens to the sheet of `start` before `act`, whose `states` and mails are looked at."""

    name: str
    start: Callable
    before: Callable
    act: Callable
    states: tuple[str, str]
    mails: list[tuple[str, str]]


SENT = [("colleague", "arrived"), ("editor", "arrived"), ("contributor", "submitted")]
ELSEWHERE = [("elsewhere", "arrived"), ("contributor", "handed_over")]
SENT_AGAIN = [("editor", "sent_again"), ("contributor", "submitted")]
SENT_TO_REST = [("colleague", "arrived"), ("contributor", "submitted")]
SENT_UP = [("national", "sent_again"), ("contributor", "submitted")]
AGREED, AGREED_TOO = ("editor", "corrections_accepted"), ("colleague", "corrections_accepted")
READER, BACK = ("reader", "review_closed"), ("editor", "taken_back")
ARCHIVED = [("contributor", "archived"), READER]
ASKED, DECLINED, PUBLISHED, RESTORED = (
    ("contributor", template) for template in ("changes_requested", "declined", "published", "restored")
)


def change(name, start, before, act, states, *mails):
    return Change(name, start, before, act, tuple(states.split(" → ")), sorted(mails))


CHANGES = [
    change("sent", draft, World.nothing, World.submits, "never/draft → never/submitted", *SENT),
    change("taken back", submitted, World.nothing, World.takes_back, "never/submitted → never/draft"),
    change("taken back while it is read", submitted, World.in_review, World.takes_back, "never/in_review → never/draft", BACK, READER),
    change("taken in charge", submitted, World.nothing, World.takes, "never/submitted → never/in_review"),
    change("a reader asked", submitted, World.nothing, World.asks_reader, "never/submitted → never/in_review", ("reader", "review_asked")),
    change("given", submitted, World.in_review, World.gives, "never/in_review → never/in_review", ("colleague", "given")),
    change("given up", submitted, World.in_review, World.releases, "never/in_review → never/submitted"),
    change("changes asked for", submitted, World.in_review, World.asks_changes, "never/in_review → never/changes_requested", ASKED, READER),
    change("sent again", submitted, World.waits_for_changes, World.submits, "never/changes_requested → never/submitted", *SENT_AGAIN),
    change("sent to who is left", submitted, World.asker_leaves, World.submits, "never/changes_requested → never/submitted", *SENT_TO_REST),
    change("sent to the nation", submitted, World.national_asks, World.submits, "never/changes_requested → never/submitted", *SENT_UP),
    change(
        "corrected", submitted, World.in_review, World.corrects, "never/in_review → never/in_review", ("contributor", "agreement_asked")
    ),
    change("agreed to", submitted, World.corrected, World.agrees, "never/in_review → never/in_review", AGREED),
    change("agreed to, held by nobody", submitted, World.let_go, World.agrees, "never/submitted → never/submitted", AGREED, AGREED_TOO),
    change("declined", submitted, World.in_review, World.declines, "never/in_review → never/declined", DECLINED, READER),
    change("published", submitted, World.in_review, World.approves, "never/in_review → published/settled", PUBLISHED, READER),
    change("handed over", submitted, World.in_review, World.hands_over, "never/in_review → never/submitted", *ELSEWHERE, READER),
    change("handed over in public", published, World.nothing, World.hands_over, "published/settled → published/settled", *ELSEWHERE),
    change("a version begun", published, World.nothing, World.rewrites, "published/settled → published/draft"),
    change("a version given up", published, World.rewrites, World.gives_up, "published/draft → published/settled"),
    change("a version sent", published, World.nothing, World.renews, "published/settled → published/submitted", *SENT),
    change("a version published", published, World.renewed, World.approves, "published/in_review → published/settled", PUBLISHED, READER),
    change("a version declined", published, World.renewed, World.declines, "published/in_review → published/declined", DECLINED, READER),
    change(
        "a version sent back",
        published,
        World.renewed,
        World.asks_changes,
        "published/in_review → published/changes_requested",
        ASKED,
        READER,
    ),
    change("withdrawn", published, World.nothing, World.withdraws, "published/settled → withdrawn/settled"),
    change("withdrawn while read", published, World.renewed, World.withdraws, "published/in_review → withdrawn/settled", BACK, READER),
    change("archived", published, World.nothing, World.archives, "published/settled → archived/settled", ("contributor", "archived")),
    change("archived while read", published, World.renewed, World.archives, "published/in_review → archived/settled", *ARCHIVED),
    change("set aside", published, World.nothing, World.suspends, "published/settled → archived/settled", ("contributor", "suspended")),
    change("put back by her", published, World.withdraws, World.puts_back, "withdrawn/settled → published/settled"),
    change("put back by them", published, World.archives, World.restores, "archived/settled → published/settled", RESTORED),
    change("put back after a report", published, World.suspends, World.restores, "archived/settled → published/settled", RESTORED),
    change("confirmed", published, World.nothing, World.confirms, "published/settled → published/settled"),
    change("ended", published, World.nothing, World.ends, "published/settled → published/settled"),
]


@pytest.mark.parametrize("each", CHANGES, ids=[each.name for each in CHANGES])
def test_a_change_of_state_sends_these_mails_and_no_other(each):
    world = World(each.start)
    each.before(world)
    before, _already = world.states, world.mails()
    each.act(world)
    assert (before, world.states) == each.states
    assert world.mails() == each.mails
