"""The web server killed while people send their sheets: each is sent whole, with its mails, or not at all."""

import random
import threading

import pytest
import urllib3
from django.db import connections
from django.test import Client
from django.urls import reverse

from core.models import OutgoingMail
from practices.models import PracticeEvent, PracticeRecord, ReviewState
from tests.platform.site import session_of, wait_until
from tests.practices.factories import fresh, make_draft, make_editor, make_user
from tests.practices.forms import form_of
from tests.practices.together import BACKEND

pytestmark = pytest.mark.xdist_group("faults")

MAILS_OF_A_SUBMISSION = ["practices/mail/arrived.txt", "practices/mail/submitted.txt"]
WHOLE = ("submitted", 1, True, ["created", "submitted"], "in_progress", MAILS_OF_A_SUBMISSION)
ABSENT = ("draft", 0, False, ["created"], "", [])


class Writer:
    """A contributor at the last screen of her sheets."""

    def __init__(self, site, user):
        self.site, self.user = site, user
        self.session = session_of(self.user)
        self.browser = Client()
        self.browser.force_login(self.user, backend=BACKEND)

    def send(self, record):
        path = reverse("practices:submit_step", args=[record.identifier, "relire-et-envoyer"])
        form = form_of(self.browser, path)
        fields = [(name, value) for name, values in form.items() for value in values if name != "csrfmiddlewaretoken"]
        return self.site.post(path, [*fields, ("send", "1")], session=self.session, timeout=20)


def state_of(record):
    """Its state, round, region, history, workflow and mails, as they stand together."""
    record = fresh(record.pk)
    workflow = record.page.current_workflow_state
    return (
        record.review_state,
        record.round,
        record.region_id is not None and record.submitted_revision_id is not None,
        list(PracticeEvent.objects.filter(record=record).order_by("pk").values_list("kind", flat=True)),
        workflow.status if workflow else "",
        list(OutgoingMail.objects.filter(about=record.identifier).order_by("template").values_list("template", flat=True)),
    )


def test_sheets_sent_while_the_web_server_is_killed_are_sent_whole_or_not_at_all(site, reference_data, clock):
    make_editor("Hauts-de-France")
    contributor = make_user()
    sheets = [make_draft(contributor, title=f"La fiche {number}") for number in range(12)]
    web, seen, answers = site.web(processes=2), set(), []
    senders = [threading.Thread(target=send_all, args=(Writer(site, contributor), half, answers)) for half in (sheets[:6], sheets[6:])]
    for sender in senders:
        sender.start()
    for number in (random.randint(1, 3), random.randint(5, 8)):
        assert wait_until(lambda number=number: sent().count() >= number, seconds=60, every=0.01)
        wait_until(lambda: False, seconds=random.uniform(0, 0.3))
        site.kill(web)
        seen |= {str(state_of(record)) for record in sheets}
        clock(f"kill -9 of the web server, after {sent().count()} submissions")
        web = site.web(processes=2)
    for sender in senders:
        sender.join()
    assert set(answers) == {302}
    assert seen == {str(WHOLE), str(ABSENT)}
    assert [state_of(record) for record in sheets] == [WHOLE] * 12


def sent():
    return PracticeRecord.objects.filter(review_state=ReviewState.SUBMITTED)


def send_all(writer, records, answers):
    """As she would: when the site is gone she looks, and sends again what was not sent."""
    for record in records:
        while not sent().filter(pk=record.pk).exists():
            try:
                answers.append(writer.send(record).status)
            except urllib3.exceptions.HTTPError:
                wait_until(lambda: False, seconds=0.2)
    connections.close_all()
