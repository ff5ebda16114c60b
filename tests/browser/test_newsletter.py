"""The letter in a real browser: subscribed to and left without an account or JavaScript, readable by everybody."""

import re

import pytest
from django.core import mail as outbox

from core.models import OutgoingMail
from newsletter import links
from newsletter.composition import Composition
from newsletter.domain import issues
from newsletter.models import Subscriber
from tests.browser.conftest import PHONE, sent
from tests.newsletter.factories import heading, make_issue, make_reader, public, text
from tests.platform.browser import assert_no_axe_violations
from tests.practices.factories import make_editor, make_published, make_user

pytestmark = pytest.mark.xdist_group("saved")

WORDS = "<p>Bonjour, voici <b>trois choses</b> et <a href='https://ailleurs.example/'>un appel</a>.</p><ul><li>Un</li></ul>"


@pytest.fixture
def national_editor(reference_data):
    return make_editor(None)


@pytest.fixture
def issue(national_editor):
    sheet = make_published(make_user(), make_editor("Hauts-de-France"))
    return make_issue(text(WORDS), heading("À lire"), public(sheet.identifier))


def path(url):
    return re.sub(r"^https?://[^/]+", "", url)


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_foot_of_a_page_to_the_letter_and_out_again(visit, issue, national_editor, scripts):
    visitor = visit(java_script_enabled=scripts, **PHONE)
    visitor.go("/actualites/").follow("La lettre par courriel").answer(email="lea@essai.example").press("M’inscrire")
    assert visitor.heading == "Regardez votre messagerie"
    confirm = re.search(r"\S+/lettre/confirmer/\S+", sent(OutgoingMail.objects.get(to="lea@essai.example")).body)[0]
    visitor.go(path(confirm)).press("Oui, envoyez-moi la lettre").follow("Choisir ce que vous recevez")
    visitor.answer(themes=["logement-habitat"], regions=["reg-32"]).press("Enregistrer mon choix")
    visitor.sees("Votre choix est enregistré : il vaut dès la prochaine lettre.")
    issues.send(issue_id=issue.pk, version=1, by=national_editor)
    [letter] = [message for message in outbox.outbox if message.subject == "Ce que disent les habitants"]
    visitor.go(path(re.search(r"\S+/lettre/1/", letter.body)[0]))
    assert visitor.heading == "Ce que disent les habitants"
    visitor.go(path(letter.extra_headers["List-Unsubscribe"].strip("<>"))).press("Me désinscrire")
    assert visitor.heading == "C’est fait"
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_the_letter_and_the_mail_itself_are_for_everybody(visit, issue, national_editor, scheme):
    reader, newcomer = make_reader(), make_reader("nouvelle@essai.example", confirmed=False)
    html = Composition(issue).letter(None, links.links_of_nobody()).html
    issues.send(issue_id=issue.pk, version=1, by=national_editor)
    visitor = visit(color_scheme=scheme, **PHONE)

    def look(address, status=200):
        visitor.go(address, status=status)
        assert_no_axe_violations(visitor.page)

    look("/lettre/")
    visitor.page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
    assert_no_axe_violations(visitor.look().page)
    visitor.answer(email="lea").press("M’inscrire")
    assert_no_axe_violations(visitor.page)
    for address in (
        "/lettre/archives/",
        "/lettre/1/",
        links.confirm_path(newcomer.pk),
        links.preferences_path(reader.pk),
    ):
        look(address)
    leave = links.stop_path(reader.pk)
    look(leave)
    visitor.press("Me désinscrire")
    assert_no_axe_violations(visitor.page)
    look(links.preferences_path(reader.pk), status=410)
    program = visit(color_scheme=scheme, **PHONE)
    program.page.set_content(html)
    assert_no_axe_violations(program.look().page)
