"""Somebody who writes a sheet in the form, as a browser without JavaScript would post it."""

import re
from html import unescape

import pytest

from accounts.domain import vouch_for_address
from practices.forms.opened import writer_key
from practices.forms.steps import STEPS
from practices.models import PracticeRecord
from tests.practices.factories import make_draft, make_user

PASSWORD = "observatoire"
#: What is posted on each screen for a complete sheet.
ANSWERS = {
    "essentiel": {
        "title": "Le banc des parents",
        "summary": "Un banc devant l’école, deux professionnelles, du café.",
        "main_theme": "isolement",
        "mode": "group",
        "status": "running",
        "start_date": "2023-09",
    },
    "ou-et-avec-qui": {
        "organisation_name": "Centre social des Tilleuls",
        "organisation_type": "social_centre",
        "scale": "neighbourhood",
        "territories": ["com-59350"],
        "audiences": ["parents", "families"],
        "participation": "involvement",
    },
    "ce-qui-s-est-passe": {
        "context": "Les parents attendaient sous la pluie sans se parler.",
        "objectives": "Faire connaissance\r\nTrouver des relais de garde",
        "steps-0-period": "automne 2023",
        "steps-0-description": "Premiers cafés devant la grille.",
        "steps-0-key_moment": "1",
        "lessons_keep": "Être là chaque mardi.",
        "lessons_change": "",
        "lessons_watch": "",
    },
    "relire-et-envoyer": {
        "authors-0-name": "Nadia Essai",
        "authors-0-role": "CESF",
        "contact_name": "Contact Essai",
        "contact_email": "contact@essai.example",
        "licence": "CC-BY-4.0",
        "organisation_consent": "1",
    },
}
#: The same as values, where they are not those of every short sheet.
ANSWERED = {
    "summary": ANSWERS["essentiel"]["summary"],
    "authors": [{"name": "Nadia Essai", "role": "CESF"}],
    "contact": {"name": "Contact Essai", "email": "contact@essai.example"},
}


class Writer:
    """A contributor at her browser, on one sheet."""

    def __init__(self, client, user):
        self.client, self.user = client, user
        client.force_login(user)

    def begin(self, title="Le banc des parents"):
        answer = self.client.post("/deposer/", {"title": title})
        assert answer.status_code == 302, answer.content.decode()
        self.identifier = answer["Location"].split("/")[2]
        return self

    def begin_answered(self):
        """What `begin().answer_all()` leaves, written at once: four screens opened and posted cost two thirds of a second."""
        self.identifier = make_draft(self.user, **ANSWERED).identifier
        return self

    def address(self, slug):
        return f"/deposer/{self.identifier}/{slug}/"

    def hidden(self, slug):
        """What the form of this screen says of itself: what it was filled from, which form it is, whose."""
        html = self.client.get(self.address(slug)).content.decode()
        return {name: re.search(rf'name="{name}" value="(\w*)"', html)[1] for name in ("read", "form", "number", "writer")}

    def read(self, slug):
        """The marks of what the form of this screen was filled from."""
        return self.hidden(slug)["read"]

    def post(self, slug, data=None, *, read=None, **button):
        """Posts a screen as the browser does: its answers, then the button pressed (« Continuer » when none is named)."""
        own = self.hidden(slug) if read is None else {"read": read, "writer": writer_key(self.user)}
        values = (ANSWERS[slug] if data is None else data) | own | (button or {"go": "next"})
        return self.client.post(self.address(slug), values)

    def autosave(self, slug, data=None, *, hidden=None, number=1, client=None):
        """Posts a screen as autosave.js does; `hidden`: that of a form that was opened before."""
        own = (hidden or self.hidden(slug)) | {"number": number}
        return (client or self.client).post(f"{self.address(slug)}enregistrer/", (ANSWERS[slug] if data is None else data) | own)

    def answer_all(self):
        for step in STEPS:
            assert self.post(step.slug).status_code == 302, step.slug
        return self

    def send(self):
        return self.post(STEPS[-1].slug, send="1")

    @property
    def record(self):
        return PracticeRecord.objects.select_related("page__latest_revision", "region").get(identifier=self.identifier)

    @property
    def page(self):
        return self.record.page.get_latest_revision_as_object()


def text_of(response):
    """The words of a page, without its markup, with ordinary spaces."""
    text = unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").split())


def errors_of(response):
    """What the summary on top says: the id of each input and the message."""
    summary = re.search(r'id="erreurs">.*?</div>', response.content.decode(), re.S)
    return re.findall(r'<a href="#([^"]+)">([^<]+)</a>', unescape(summary[0])) if summary else []


@pytest.fixture
def writer(client, reference_data):
    user = make_user()
    vouch_for_address(user=user)
    return Writer(client, user)


assert set(ANSWERS) == {step.slug for step in STEPS}
