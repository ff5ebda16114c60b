"""Corrections read and accepted from the mail, without signing in."""

import re

import pytest
from django.core import signing

from core.models import OutgoingMail
from practices.domain import review, submission
from practices.notifications import AGREEMENT_SALT
from practices.together.versions import pieces

from ..factories import approve, correct, fresh, make_editor, make_submitted, make_user
from .conftest import text_of

pytestmark = pytest.mark.usefixtures("reference_data")


@pytest.fixture
def corrected(reference_data):
    """A sheet whose editor changed the summary and a private answer, and asked for the agreement."""
    editor = make_editor("Hauts-de-France")
    record = make_submitted(make_user(), summary="Un banc et du café.")
    correct(record, editor, summary="Un banc et du thé.", contact_phone="01 99 99 99 99")
    review.ask_agreement(page_id=record.pk, by=editor)
    record.editor = editor
    return record


def link():
    """The path of the agreement page in the last mail that holds one."""
    mail = OutgoingMail.objects.filter(template="practices/mail/agreement_asked.txt").latest("pk")
    return re.search(r"https?://[^/]+(/mes-fiches/accord/\S+)", mail.body)[1]


def form_of(page):
    return dict(re.findall(r'name="(revision_id|content_hash)" value="(\w+)"', page.content.decode()))


def test_she_reads_what_was_changed_and_accepts_it(client, corrected):
    page = client.get(link())
    assert [(change.label, [(piece.kind, piece.text) for piece in change.pieces]) for change in page.context["changes"]] == [
        ("Résumé", [("same", "Un banc et du "), ("deleted", "café"), ("inserted", "thé"), ("same", ".")])
    ]
    html = page.content.decode()
    assert (html.count("<del><span"), html.count("<ins><span")) == (1, 1)
    assert fresh(corrected.pk).accepted_revision_id is None
    accepted = client.post(link(), form_of(page))
    assert (accepted.status_code, fresh(corrected.pk).accepted_revision_id) == (200, fresh(corrected.pk).page.latest_revision_id)
    approve(corrected, corrected.editor)
    assert fresh(corrected.pk).public_state == "published"


def test_accepting_twice_is_accepting_once(client, corrected):
    form = form_of(client.get(link()))
    assert [client.post(link(), form).status_code for _time in range(2)] == [200, 200]
    assert corrected.events.filter(kind="corrections_accepted").count() == 1
    assert client.get(link()).context["accepted"] is True


def test_a_private_answer_is_not_shown(client, corrected):
    assert "01 99 99 99 99" not in text_of(client.get(link()))


def test_the_version_that_is_accepted_is_the_one_that_was_shown(client, corrected):
    place, form = link(), form_of(client.get(link()))
    assert client.post(place, form | {"content_hash": "0" * 64}).status_code == 410
    assert client.post(place, form | {"revision_id": "1"}).status_code == 410
    assert client.post(place, {}).status_code == 410
    correct(corrected, corrected.editor, summary="Encore un autre.")
    assert client.post(place, form).status_code == 410
    assert fresh(corrected.pk).accepted_revision_id is None


def test_a_link_that_is_over_tells_nothing_of_the_sheet(client, corrected, monkeypatch):
    place = link()
    submission.take_back_practice(page_id=corrected.pk, by=corrected.page.owner)
    over = client.get(place)
    assert over.status_code == 410
    assert "banc" not in text_of(over)


def test_a_forged_or_expired_link(client, corrected, monkeypatch):
    place = link()
    assert client.get("/mes-fiches/accord/nimporte:quoi/").status_code == 404
    assert client.get(place[:-3] + "x/").status_code == 404
    for forged in ("texte", [1], {"a": 1}):
        token = signing.dumps(forged, salt=AGREEMENT_SALT)
        assert client.get(f"/mes-fiches/accord/{token}/").status_code == 404
    assert client.get(f"/mes-fiches/accord/{signing.dumps([999_999, 1], salt=AGREEMENT_SALT)}/").status_code == 410
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 61 * 24 * 3600)
    assert client.get(place).status_code == 410


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("Les parents attendaient dehors.", "Chaque mois, on entre.", "-Les parents attendaient dehors +Chaque mois, on entre =."),
        ("Un banc.", "Un banc. On y lit.", "=Un banc. + On y lit."),
        ("Un banc vert", "Un banc", "=Un banc - vert"),
        ("Un banc", "Un très long banc", "=Un  +très long  =banc"),
    ],
)
def test_neighbouring_words_are_one_change(old, new, marked):
    signs = {"same": "=", "deleted": "-", "inserted": "+"}
    assert " ".join(signs[piece.kind] + piece.text for piece in pieces(old, new)) == marked


def test_long_texts_are_compared_whole():
    old, new = " ".join(["mot"] * 5000), " ".join(["terme"] * 5000)
    assert [piece.kind for piece in pieces(old, new)] == ["deleted", "inserted"]
