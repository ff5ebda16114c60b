"""The main job as people live it, through the pages only: a sheet is submitted, sent back, published and found."""

import re

import pytest

from core.models import OutgoingMail
from practices.models import PracticeRecord
from tests.browser.conftest import PHONE, TITLE, sent
from tests.practices.factories import SHORT_SHEET

pytestmark = pytest.mark.django_db(transaction=True)

DEVICES = [
    pytest.param({}, id="desktop"),
    pytest.param({"java_script_enabled": False, **PHONE}, id="small phone without JavaScript"),
]
ESSENTIALS = {
    "summary": "Une fois par mois, le palier du quatrième sert le goûter. On y vient sans motif, on en repart avec un voisin de plus.",
    "main_theme": "isolement",
    "mode": "group",
    "status": "running",
    "start_date": "2024-02",
}
WITH_WHOM = {
    "organisation_name": "Résidence des Capucines",
    "organisation_type": "social_centre",
    "scale": "neighbourhood",
    "audiences": ["families", "parents"],
    "participation": "involvement",
}
WHAT_HAPPENED = {
    "context": "Les boîtes aux lettres restaient pleines.",
    "objectives": "Se saluer\nSe rendre un service",
    "steps-0-period": "février 2024",
    "steps-0-description": "Une nappe, un gâteau, trois portes qui s’ouvrent.",
}
LESSONS = {"lessons_keep": "La table reste dehors, personne n’entre chez personne."}
LAST = {"contact_name": "Nadia Essai", "contact_email": "nadia@essai.example", "licence": "CC-BY-4.0", "organisation_consent": "1"}


def write_the_sheet(visitor, device):
    """The title and the four screens, up to the thanks."""
    visitor.answer(title=TITLE).press("Commencer")
    visitor.answer(**ESSENTIALS).press("Continuer")
    choose_the_place(visitor, device)
    visitor.answer(**WITH_WHOM).press("Continuer")
    visitor.answer(**WHAT_HAPPENED, **LESSONS).press("Continuer")
    visitor.answer(**LAST).press("Envoyer à la rédaction")


def choose_the_place(visitor, device):
    """« lille », typed; matches come by themselves, or at the press of a button."""
    visitor.answer(q="lille")
    if device.get("java_script_enabled") is False:
        visitor.page.click("[name=find_territories]")
    visitor.look()
    visitor.page.click("#matches button[value='com-59350']")
    visitor.page.wait_for_selector("[name=territories][value='com-59350']", state="attached")
    visitor.look()


def mail(to, template):
    [found] = OutgoingMail.objects.filter(to=to.email, template=f"practices/mail/{template}.txt")
    return found


def link_in(message, start):
    """The path of the one link of this kind in a mail, as it was sent."""
    [path] = re.findall(rf"^https?://[^/]+({start}\S+)$", sent(message).body, re.M)
    return path


def unfold(editor, address):
    """The decision whose form is posted there."""
    decision = editor.page.locator("details", has=editor.page.locator(f"form[action$='{address}']"))
    decision.locator("summary").first.click()
    return decision


def ask_for_changes(editor, comment):
    unfold(editor, "/complements/").locator("textarea[name=comment]").fill(comment)
    editor.submit("/complements/")


def approve(editor):
    unfold(editor, "/approuver/")
    editor.submit("/approuver/")


def open_from_the_desk(editor):
    editor.page.click(f"text={TITLE}")
    editor.look()


@pytest.mark.parametrize("device", DEVICES)
def test_a_sheet_is_submitted_sent_back_published_and_found(visit, device, contributor, editor, other_editor):
    writer, reader, elsewhere = visit(**device), visit(**device), visit(**device)

    writer.go("/deposer/").follow("J’ai déjà un compte")
    writer.sign_in(contributor)
    assert writer.path == "/deposer/"
    write_the_sheet(writer, device)
    assert writer.heading == "Votre fiche est envoyée. Merci !"
    record = PracticeRecord.objects.get()
    assert (mail(contributor, "submitted").about, mail(editor, "arrived").about) == (record.identifier, record.identifier)

    elsewhere.go("/gestion/fiches/").sign_in(other_editor)
    assert elsewhere.page.get_by_text(TITLE).count() == 0
    elsewhere.go(f"/gestion/fiches/{record.pk}/", status=404)

    reader.go("/gestion/fiches/").sign_in(editor)
    open_from_the_desk(reader)
    ask_for_changes(reader, "Combien de voisins viennent ?")
    assert "Combien de voisins viennent ?" in mail(contributor, "changes_requested").body

    writer.go("/mes-fiches/").follow(TITLE)
    writer.sees("Combien de voisins viennent ?")
    writer.page.click("a[href$='/essentiel/']")
    writer.look().answer(summary="Une fois par mois, neuf voisins servent le goûter sur leur palier.").press("Continuer")
    for _screen in range(2):
        writer.press("Continuer")
    writer.press("Envoyer à la rédaction")
    assert writer.heading == "Votre fiche est envoyée. Merci !"

    reader.go("/gestion/fiches/")
    open_from_the_desk(reader)
    approve(reader)
    permanent = link_in(mail(contributor, "published"), "/p/")

    anybody = visit(**device)
    for address in ("theme=isolement", "territoire=dep-59", "territoire=anc-31", "q=goûter", "q=gouter"):
        assert anybody.go(f"/pratiques/?{address}").found == [TITLE], address
    for address in ("theme=logement-habitat", "territoire=dep-75", "territoire=anc-22", "q=potager"):
        assert anybody.go(f"/pratiques/?{address}").found == [], address
    assert anybody.go("/themes/isolement/").found == anybody.go("/territoires/dep-59/").found == [TITLE]
    anybody.go("/pratiques/?q=gouter").follow(TITLE)
    url = anybody.path
    assert anybody.heading == TITLE
    anybody.sees("neuf voisins")
    assert permanent == f"/p/{record.identifier}/"
    assert anybody.go(permanent).path == url
    linked = anybody.page.request.get(f"{anybody.site}{url}fiche.json").json()
    assert (linked["id"], linked["title"], linked["contact"]) == (record.identifier, TITLE, None)


@pytest.mark.parametrize("device", DEVICES)
def test_filters_and_words_are_used_from_the_page(visit, device, published):
    anybody = visit(**device).go("/")
    anybody.answer(q="gouter")
    anybody.page.locator("main form[role=search] button").first.click()
    anybody.page.wait_for_url("**q=gouter**")
    assert anybody.look().found == [TITLE]
    anybody.go("/pratiques/")
    if device:
        anybody.page.click(".filters > summary")
    anybody.page.check("[name=theme][value=lien-social]")
    if device:
        anybody.press("Appliquer les filtres")
    anybody.page.wait_for_url("**theme=lien-social**")
    assert anybody.look().found == [TITLE]


def test_corrections_are_accepted_from_the_mail_without_signing_in(visit, contributor, editor, submitted):
    reader = visit()
    reader.go("/gestion/fiches/").sign_in(editor)
    open_from_the_desk(reader)
    reader.page.click("a[href$='/edit/']")
    reader.page.locator("[name=summary]").fill(SHORT_SHEET["summary"] + " La mairie offre le café.")
    reader.page.locator("button.action-save").click()
    reader.page.wait_for_load_state("networkidle")

    reader.go(f"/gestion/fiches/{submitted.pk}/")
    assert reader.page.locator("form[action$='/approuver/']").count() == 0
    reader.submit("/accord/")
    link = link_in(mail(contributor, "agreement_asked"), "/mes-fiches/accord/")

    reached = visit(java_script_enabled=False, **PHONE).go(link)
    assert reached.page.locator("main section h2").all_inner_texts() == ["Résumé"]
    assert "La mairie offre le café" in reached.page.locator("main section ins").inner_text()
    reached.press("J’accepte ces corrections")
    assert reached.heading == "Merci !"

    approve(reader.go(f"/gestion/fiches/{submitted.pk}/"))
    reached.go("/pratiques/?q=gouter").follow(TITLE)
    reached.sees("La mairie offre le café")
