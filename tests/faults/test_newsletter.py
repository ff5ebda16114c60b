"""The worker killed while a letter leaves: each subscriber receives it once."""

import logging
import os
import random
from collections import Counter

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsletter.domain import issues
from newsletter.models import Delivery, Issue
from observatory.embedded.paths import free_port
from tests.newsletter.factories import make_issue, make_readers, text
from tests.platform.site import wait_until
from tests.practices.factories import make_editor

pytestmark = pytest.mark.xdist_group("faults")

#: 5,000 by `make drill`.
READERS = int(os.environ.get("READERS", 600))


class PostOffice:
    """A mail server that counts who received what. `plans`: what to do at a stage of its dialogue, by the letters taken before."""

    def __init__(self):
        self.taken, self.plans = Counter(), {}

    async def handle_RCPT(self, server, session, envelope, address, options):
        self._reach("RCPT")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.taken[envelope.rcpt_tos[0]] += 1
        self._reach("DATA")
        return "250 taken"

    def _reach(self, stage):
        if plan := self.plans.pop((stage, self.taken.total()), None):
            plan()


@pytest.fixture
def post_office(site, caplog):
    caplog.set_level(logging.ERROR, "mail.log")
    office, port = PostOffice(), free_port()
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    site.environment |= {"EMAIL_URL": f"smtp://127.0.0.1:{port}", "NEWSLETTER_MAILS_A_SECOND": "10000"}
    yield office
    site.stop()
    controller.stop()


def begin(readers):
    """A letter on its way to so many; its wake-up is lost, so that the worker's sweep begins."""
    make_readers(readers)
    issue = make_issue(text("Bonjour."))
    issues.send(issue_id=issue.pk, version=1, by=make_editor(None))
    DBTaskResult.objects.all().delete()
    return issue


def send_all(site, issue, clock, seconds):
    """The worker, started again each time it is killed, until the letter has left; returns how often it was killed."""
    for deaths in range(10):
        worker = site.worker("--due-every", "2", "--interval", "0.05")
        wait_until(lambda worker=worker: worker.poll() is not None or Issue.objects.get(pk=issue.pk).state == "sent", seconds=seconds)
        if worker.poll() is None:
            site.kill(worker)
            return deaths
        clock(f"the worker is dead, {Delivery.objects.filter(state='sent').count()} letters sent")
        # As if the time of its leases were over.
        Delivery.objects.filter(leased_until__isnull=False).update(leased_until=timezone.now())
    return 10


def test_a_letter_whose_worker_is_killed_twice_is_received_once_by_each(site, reference_data, post_office, clock):
    readers = READERS
    issue = begin(readers)
    # Once before the end of a letter was written, once when the server had taken it and the answer was on its way.
    post_office.plans["RCPT", random.randrange(1, readers // 2)] = site.kill_last
    post_office.plans["DATA", random.randrange(readers // 2 + 1, readers)] = site.kill_last
    assert send_all(site, issue, clock, seconds=max(90, readers / 5)) == 2
    assert (len(post_office.taken), set(post_office.taken.values())) == (readers, {1})
    assert Counter(Delivery.objects.values_list("state", flat=True)) == {"sent": readers - 1, "unsure": 1}


def test_at_whatever_moment_the_worker_is_killed_nobody_receives_it_twice_and_who_did_not_is_known(
    site, reference_data, post_office, clock
):
    readers = 300
    issue = begin(readers)
    for death in range(3):
        worker = site.worker("--due-every", "2", "--interval", "0.05")
        assert wait_until(lambda death=death: post_office.taken.total() > 60 * (death + 1), seconds=60, every=0.005)
        wait_until(lambda: False, seconds=random.uniform(0, 0.2))
        site.kill(worker)
        clock(f"kill -9 of the worker after {post_office.taken.total()} letters")
        Delivery.objects.filter(leased_until__isnull=False).update(leased_until=timezone.now())
    send_all(site, issue, clock, seconds=90)
    assert set(post_office.taken.values()) == {1}
    states = Counter(Delivery.objects.values_list("state", flat=True))
    unsure = set(Delivery.objects.filter(state="unsure").values_list("subscriber__email", flat=True))
    assert (states["sent"] + states["unsure"], states["unsure"] <= 3) == (readers, True)
    everybody = set(Delivery.objects.values_list("subscriber__email", flat=True))
    assert everybody - set(post_office.taken) <= unsure
