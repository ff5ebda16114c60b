"""Web server and worker killed at work: each mail leaves, and none twice."""

import logging
import random
import re
import threading
from collections import Counter

import pytest
import urllib3
from aiosmtpd.controller import Controller
from django.db import connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.mail import queue_text
from core.models import OutgoingMail
from observatory.embedded.paths import free_port
from practices.models import PublicPractice
from search.models import IndexRequest
from tests.platform.site import wait_until

pytestmark = pytest.mark.xdist_group("faults")

MAILS_OF_A_SHEET = ["practices/mail/arrived.txt", "practices/mail/published.txt", "practices/mail/submitted.txt"]


class PostOffice:
    """A mail server. `plans`: what to do at a stage of the dialogue, by the number of mails taken before."""

    def __init__(self):
        self.taken, self.plans = [], {}

    async def handle_RCPT(self, server, session, envelope, address, options):
        self._reach("RCPT")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        text = envelope.content.decode()
        self.taken.append(re.search(r"^Message-ID: (\S+)", text, re.MULTILINE | re.IGNORECASE)[1])
        self._reach("DATA")
        return "250 taken"

    def _reach(self, stage):
        if plan := self.plans.pop((stage, len(self.taken)), None):
            plan()


@pytest.fixture
def post_office(site, caplog):
    caplog.set_level(logging.ERROR, "mail.log")
    office, port = PostOffice(), free_port()
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    site.environment["EMAIL_URL"] = f"smtp://127.0.0.1:{port}"
    yield office
    site.stop()
    controller.stop()


def send_all(site, clock):
    """The worker, started again each time it is killed, until all mails are gone; returns how often it was killed."""
    for deaths in range(10):
        worker = site.worker("--due-every", "2")
        wait_until(lambda worker=worker: worker.poll() is not None or not OutgoingMail.objects.to_send().exists(), seconds=40)
        if worker.poll() is None:
            site.kill(worker)
            return deaths
        clock("the worker is dead")
        # As if the time of its leases were over.
        OutgoingMail.objects.filter(sent_at=None).update(leased_until=None, next_attempt_at=timezone.now())
    return 10


def test_approvals_and_their_mails_outlive_the_killing_of_web_server_and_worker(site, desk, post_office, clock):
    sheets = [record for record, _word in desk.sheets(12)]
    web = site.web(processes=2)
    # As she would: after an error she looks, and sends again what was not done.
    clients = [threading.Thread(target=approve_all, args=(desk, half)) for half in (sheets[:6], sheets[6:])]
    for client in clients:
        client.start()
    for number in (random.randint(1, 3), random.randint(5, 8)):
        assert wait_until(lambda number=number: PublicPractice.objects.count() >= number, seconds=30, every=0.01)
        wait_until(lambda: False, seconds=random.uniform(0, 0.3))
        site.kill(web)
        clock(f"kill -9 of the web server, after {PublicPractice.objects.count()} approvals")
        web = site.web(processes=2)
    for client in clients:
        client.join()
    identifiers = sorted(record.identifier for record in sheets)
    assert sorted(PublicPractice.objects.values_list("identifier", flat=True)) == identifiers
    assert sorted(IndexRequest.objects.values_list("identifier", "version")) == [(identifier, 1) for identifier in identifiers]
    written = OutgoingMail.objects.order_by("about", "template").values_list("about", "template")
    assert list(written) == [(identifier, template) for identifier in identifiers for template in MAILS_OF_A_SHEET]

    # The wake-ups are lost too: only the worker's sweep sends, one mail after the other.
    DBTaskResult.objects.all().delete()
    for number in random.sample(range(36), 3):
        clock(f"kill -9 of the worker is planned in its dialogue for mail {number}")
        post_office.plans["RCPT", number] = site.kill_last
    assert send_all(site, clock) == 3
    assert (len(post_office.taken), set(Counter(post_office.taken).values())) == (36, {1})
    assert OutgoingMail.objects.filter(sent_at=None).count() == 0


def test_a_mail_whose_receipt_was_lost_is_sent_again_as_the_same_mail(site, post_office, clock):
    """Between the mail server's taking it and our noting it nobody can tell: the same Message-ID lets the recipient's server tell."""
    for number in range(2):
        queue_text(to="lea@example.org", subject="Bonjour", body=f"Mail {number}", template="core/mail/test.txt")
    DBTaskResult.objects.all().delete()
    post_office.plans["DATA", 1] = site.kill_last
    assert send_all(site, clock) == 1
    first, again, second = post_office.taken
    assert (first == again, first == second) == (True, False)


def approve_all(desk, records):
    for record in records:
        while not PublicPractice.objects.filter(identifier=record.identifier).exists():
            try:
                desk.approve(record, timeout=20)
            except urllib3.exceptions.HTTPError:
                wait_until(lambda: False, seconds=0.2)
    connections.close_all()
