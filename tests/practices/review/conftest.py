"""A sheet under review, its people, and what tests of reviews look at."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.groups import REVIEWERS
from core.models import OutgoingMail
from practices import content
from practices.domain import reviewers
from practices.domain.records import latest_version
from practices.review import grid, links

from ..factories import fresh, make_editor, make_submitted, make_user

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def contributor(reference_data):
    return make_user(name="Nadia Essai")


@pytest.fixture
def editor(reference_data):
    return make_editor("Hauts-de-France", "redactrice@essai.example")


@pytest.fixture
def record(contributor):
    return make_submitted(contributor)


@pytest.fixture
def reader(reference_data):
    return make_user("lectrice@essai.example", group=REVIEWERS, name="Samia Relue")


@pytest.fixture
def desk(client, editor):
    """The editor's browser."""
    client.force_login(editor, backend=BACKEND)
    return client


def in_days(number):
    return timezone.localdate() + timedelta(days=number)


def ask(record, editor, email="dehors@essai.example", **values):
    """The editor asks somebody to read."""
    return reviewers.assign_reviewer(page_id=record.pk, by=editor, email=email, **({"due_on": in_days(15)} | values))


def filled(default="unset", **answers):
    """A grid: `filled(_4="no")`; each answer with no words, or (answer, words)."""
    given = {key: answers.get(f"_{key}", default) for key in grid.BY_KEY}
    return {
        key: {"answer": value, "comment": ""} if isinstance(value, str) else {"answer": value[0], "comment": value[1]}
        for key, value in given.items()
    }


def answers(default="unset", **changed):
    return grid.answers(filled(default, **changed))


def give(review, default="yes", remarks="", **changed):
    """The reader gives her grid in."""
    return reviewers.save_review(page_id=review.record_id, review_id=review.pk, grid=filled(default, **changed), remarks=remarks, done=True)


def link(review):
    return links.path(review)


def version_read(record):
    record = fresh(record.pk)
    return {"revision": record.page.latest_revision_id, "content_hash": content.public_hash(latest_version(record))}


def decide(record, editor, **values):
    """The editor approves what she has read."""
    from practices.domain import review

    read = version_read(record)
    return review.approve_practice(page_id=record.pk, by=editor, revision_id=read["revision"], content_hash=read["content_hash"], **values)


@pytest.fixture
def mails(db):
    """What left since it was last asked: (address, template) in order."""
    seen = {"last": 0}

    def since():
        rows = OutgoingMail.objects.filter(pk__gt=seen["last"]).order_by("pk")
        found = [(mail.to, mail.template.removeprefix("practices/mail/").removesuffix(".txt")) for mail in rows]
        seen["last"] = max([mail.pk for mail in rows], default=seen["last"])
        return found

    return since
