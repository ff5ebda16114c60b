"""Ten people at once on the same sheets, in threads, on the real database: no update is lost, no version published unread or twice."""

from collections import defaultdict
from random import Random
from threading import Barrier, Lock, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone
from wagtail.models import Revision

from core.models import OutgoingMail
from practices import content
from practices.domain import drafts, review, submission
from practices.domain.errors import Refused
from practices.domain.merging import Fate, merge_draft
from practices.domain.records import latest_version
from practices.models import CoAuthor, PracticeEvent, PublicPractice
from practices.pruning import prune_revisions
from practices.wagtail_hooks import save_text_only

from .factories import fresh, make_draft, make_editor, make_submitted, make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference_data")]

SHEETS, TURNS = 3, 10
#: What each author writes; nobody else writes it.
FIELDS = ["summary", "context", "diagnosis", "lessons_keep"]


class Together:
    """What everybody did, as each of them was told."""

    def __init__(self, owner, coauthors, editors):
        self.owner, self.coauthors, self.editors = owner, coauthors, editors
        self.sheets = [make_submitted(owner).pk for _number in range(SHEETS)]
        for person in coauthors:
            for pk in self.sheets:
                CoAuthor.objects.create(record_id=pk, user=person, role="edit", accepted_at=timezone.now())
        self.written: dict[tuple[int, str], str] = {}
        self.approved: list[tuple[int, int, str]] = []
        self.faults: list[BaseException] = []
        self.done: dict[str, int] = defaultdict(int)
        self.gate, self.lock = Barrier(len(coauthors) + len(editors) + 1), Lock()

    def run(self):
        people = [(self.write, person, FIELDS[number]) for number, person in enumerate([self.owner, *self.coauthors])]
        people += [(self.edit, editor, "") for editor in self.editors]
        threads = [Thread(target=self._turns, args=(number, *person)) for number, person in enumerate(people)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        assert [thread for thread in threads if thread.is_alive()] == []

    def _turns(self, number, act, person, field):
        chance = Random(number)
        self.gate.wait()
        try:
            for turn in range(TURNS):
                try:
                    act(chance, person, chance.choice(self.sheets), field, turn)
                except Refused:
                    self.done["refused"] += 1
        except BaseException as fault:
            self.faults.append(fault)
        finally:
            connection.close()

    def write(self, chance, person, pk, field, turn):
        """An author reads the sheet, then writes her field; the one who holds it sends it and takes it back too."""
        if person == self.owner and turn % 3 == 0:
            submission.take_back_practice(page_id=pk, by=person)
            return
        stored = content.read(latest_version(fresh(pk)))
        text = f"{field}, {person.email}, {turn}, {chance.random()}"
        merged = merge_draft(
            page_id=pk,
            by=person,
            values={name: text if name == field else stored[name] for name in FIELDS},
            read={name: content.mark(stored[name]) for name in FIELDS},
            form_key=f"{person.pk}x{turn}".ljust(16, "0"),
            number=turn + 1,
        )
        assert merged.fates[field] is Fate.WRITTEN
        self.written[pk, field] = text
        if person == self.owner:
            submission.submit_practice(page_id=pk, by=person)

    def edit(self, chance, editor, pk, _field, turn):
        """An editor reads the sheet, hesitates, then decides on what she read."""
        version = latest_version(fresh(pk))
        read = {"revision_id": version.latest_revision_id, "content_hash": content.public_hash(version)}
        if turn % 4 == 0:
            review.take_in_charge(page_id=pk, by=editor)
        elif turn % 4 == 1 and chance.random() < 0.5:
            review.request_changes(page_id=pk, by=editor, comment="Qui a vu cet effet ?")
        else:
            review.approve_practice(page_id=pk, by=editor, **read)
            with self.lock:
                self.approved.append((pk, read["revision_id"], read["content_hash"]))


def test_ten_people_at_once_lose_nothing_and_publish_only_what_was_read_once_a_round(reference_data):
    authors = [make_user(f"autrice{number}@essai.example") for number in range(4)]
    editors = [*(make_editor("Hauts-de-France", f"redaction{number}@essai.example") for number in range(5)), make_editor(None)]
    together = Together(authors[0], authors[1:], editors)
    together.run()
    assert together.faults == []
    assert together.approved, "nobody approved anything: the test proves nothing"
    assert len(together.written) >= len(FIELDS)
    for pk in together.sheets:
        _check_sheet(together, pk)
    published = PracticeEvent.objects.filter(kind="published").count()
    sent = PracticeEvent.objects.filter(kind="submitted").count()
    mails = OutgoingMail.objects.filter(to=authors[0].email)
    assert mails.filter(template="practices/mail/published.txt").count() == published == len(together.approved)
    assert mails.filter(template="practices/mail/submitted.txt").count() == sent


def _check_sheet(together, pk):
    record = fresh(pk)
    newest = latest_version(record)
    for field in FIELDS:
        if (pk, field) in together.written:
            assert getattr(newest, field) == together.written[pk, field]
    events = list(record.events.order_by("pk"))
    kinds = [event.kind for event in events if event.kind in ("submitted", "published")]
    assert all(before == "submitted" for before, after in zip(kinds, kinds[1:], strict=False) if after == "published")
    # Writing again in a published sheet begins its next version: no act of its own.
    begun = {("published/settled", "published/draft")}
    found = [*(event.state_from for event in events[1:]), record.both_states]
    steps = {(event.state_to, later) for event, later in zip(events, found, strict=True)}
    assert {step for step in steps if step[0] != step[1]} <= begun
    approved = [(revision, read) for sheet, revision, read in together.approved if sheet == pk]
    told = [(event.revision_id, content.public_hash(event.revision.as_object())) for event in events if event.kind == "published"]
    assert sorted(told) == sorted(approved)
    if told:
        assert PublicPractice.objects.get(identifier=record.identifier).data["summary"] == record.page.summary
        assert content.public_hash(record.page.live_revision.as_object()) == told[-1][1]


def test_ten_decisions_at_once_are_one(reference_data):
    owner, editors = make_user(), [make_editor("Hauts-de-France", f"redaction{number}@essai.example") for number in range(10)]
    record = make_submitted(owner)
    version = latest_version(record)
    read = {"revision_id": version.latest_revision_id, "content_hash": content.public_hash(version)}
    acts = [
        (lambda editor: review.approve_practice(page_id=record.pk, by=editor, **read))
        if number % 2
        else (lambda editor: review.decline_practice(page_id=record.pk, by=editor, reason="Hors du champ."))
        for number in range(len(editors))
    ]
    results = _at_once([(act, editor) for act, editor in zip(acts, editors, strict=True)])
    assert sum(not isinstance(result, BaseException) for result in results) == 1
    assert [result for result in results if isinstance(result, BaseException) and not isinstance(result, Refused)] == []
    assert record.events.filter(kind__in=["published", "declined"]).count() == 1
    assert OutgoingMail.objects.filter(template__in=["practices/mail/published.txt", "practices/mail/declined.txt"]).count() == 1


def test_two_editors_who_correct_the_text_at_once_do_not_overwrite_each_other(reference_data):
    record = make_submitted(make_user())
    editors = [make_editor("Hauts-de-France", f"redaction{number}@essai.example") for number in range(5)]
    newest = record.page.latest_revision

    def correct(editor):
        """As the page editor does: its form was filled from the version that stood then."""
        request = RequestFactory().post("/", {"loaded_revision_id": newest.pk, "loaded_revision_created_at": newest.created_at.isoformat()})
        page = fresh(record.pk).page.latest_revision.as_object()
        save_text_only(request, page)
        page.summary = f"Corrigé par {editor.email}."
        return page.save_revision(user=editor)

    results = _at_once([(correct, editor) for editor in editors])
    saved = [result for result in results if isinstance(result, Revision)]
    assert (len(saved), sum(isinstance(result, PermissionDenied) for result in results)) == (1, 4)
    assert fresh(record.pk).page.latest_revision == saved[0]


def test_ten_co_authors_write_ten_fields_of_one_screen_at_once(reference_data):
    owner = make_user()
    record = make_draft(owner)
    others = [make_user(f"autrice{number}@essai.example") for number in range(9)]
    for person in others:
        CoAuthor.objects.create(record=record, user=person, role="edit", accepted_at=timezone.now())
    names = [*FIELDS, "lessons_change", "lessons_watch", "tools", "steering_role", "evaluation_method", "means_material"]
    stored = content.read(latest_version(record))

    def write(person, name):
        """Each posts the whole screen, as a browser does: nine fields as she found them, and her own."""
        values = {each: stored[each] for each in names} | {name: f"De {person.email}."}
        read = {each: content.mark(stored[each]) for each in names}
        return merge_draft(page_id=record.pk, by=person, values=values, read=read).fates[name]

    people = [owner, *others]
    jobs = [((lambda person, name=name: write(person, name)), person) for person, name in zip(people, names, strict=True)]
    assert _at_once([*jobs, (lambda _nobody: prune_revisions(), None)])[:-1] == [Fate.WRITTEN] * 10
    newest = latest_version(fresh(record.pk))
    assert [getattr(newest, name) for name in names] == [f"De {person.email}." for person in people]


def test_a_draft_deleted_while_it_is_written_is_whole_or_gone(reference_data):
    owner = make_user()
    for _round in range(3):
        pk = make_draft(owner).pk
        results = _at_once(
            [
                (lambda by, pk=pk: drafts.delete_draft(page_id=pk, by=by), owner),
                *[(lambda by, pk=pk, n=n: drafts.save_draft(page_id=pk, by=by, values={"summary": f"{n}"}), owner) for n in range(3)],
            ]
        )
        assert {type(result).__name__ for result in results} <= {"NoneType", "PracticePage", "DoesNotExist"}
        assert results[0] is None


def _at_once(jobs):
    """Runs each (act, argument) in a thread, all let go together; what each gave or raised, in order."""
    gate, results = Barrier(len(jobs)), [None] * len(jobs)

    def run(index, act, argument):
        gate.wait()
        try:
            results[index] = act(argument)
        except Exception as fault:
            results[index] = fault
        finally:
            connection.close()

    threads = [Thread(target=run, args=(index, act, argument)) for index, (act, argument) in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [thread for thread in threads if thread.is_alive()] == []
    return results
