"""The form of a sheet in a real browser: with and without JavaScript, on a phone, under axe on every screen."""

import pytest
from django.core.cache import cache

from accounts.domain import vouch_for_address
from practices.forms.steps import FILES, PLAN, STEPS
from practices.models import PracticeRecord
from tests.platform.browser import assert_no_axe_violations
from tests.practices.factories import make_user
from tests.practices.submission import files as made

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference_data")]

PHONE = {"width": 320, "height": 640}
CONTINUE, LATER, SEND = "Continuer", "Enregistrer et revenir plus tard", "Envoyer à la rédaction"


@pytest.fixture
def signed_in(live_server, new_page):
    """Opens a browser of the given kind, signed in as a contributor, at the start of a new sheet."""
    cache.clear()
    user = make_user(name="Nadia Essai")
    vouch_for_address(user=user)

    def open_page(**options):
        page = new_page(**options)
        page.goto(f"{live_server.url}/compte/connexion/?next=/deposer/")
        page.fill("[name=login]", user.email)
        page.fill("[name=password]", "observatoire")
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/deposer/")
        return page

    return open_page


def press(page, name):
    """Presses the button at the foot of the screen."""
    page.locator(".actions").get_by_role("button", name=name, exact=True).click()


def choose_place(page, text, name):
    page.fill("#id_territories", text)
    page.press("#id_territories", "Enter")
    page.locator("#matches").get_by_role("button", name=name).first.click()
    page.locator(".submission-chosen li", has_text=name).wait_for()


def write_whole_sheet(page):
    """The journey of a sheet, from its title to the thanks."""
    page.get_by_label("Comment s’appelle votre action").fill("Le banc des parents")
    page.get_by_role("button", name="Commencer").click()
    page.get_by_label("En quelques phrases").fill("Un banc devant l’école, deux professionnelles, du café.")
    page.get_by_label("Quel thème la dit le mieux").select_option("isolement")
    page.get_by_label("Travail social avec les groupes").check()
    page.get_by_label("En cours").check()
    page.get_by_label("Quand a-t-elle commencé").fill("2023-09")
    press(page, CONTINUE)
    page.get_by_label("Quelle structure porte l’action").fill("Centre social des Tilleuls")
    page.get_by_label("De quel type de structure").select_option("social_centre")
    page.get_by_label("À quelle échelle").select_option("neighbourhood")
    choose_place(page, "lille", "Lille")
    page.get_by_label("Parents").check()
    page.get_by_label("Implication").check()
    press(page, CONTINUE)
    page.get_by_label("D’où cela vient-il").fill("Les parents attendaient sous la pluie.")
    page.get_by_label("Que cherchiez-vous à changer").fill("Faire connaissance")
    page.fill("#id_steps-0-description", "Premiers cafés.")
    page.get_by_role("button", name="Ajouter une étape").click()
    page.fill("#id_steps-1-description", "Le banc est repeint.")
    page.get_by_role("button", name="Monter (2)").click()
    page.locator("#id_steps-0-description", has_text="Le banc est repeint.").wait_for()
    page.get_by_label("Que referiez-vous").fill("Être là chaque mardi.")
    press(page, LATER)
    page.get_by_role("link", name="Relire et envoyer").click()
    page.get_by_label("À qui pouvons-nous écrire").fill("Nadia Essai")
    page.get_by_label("À quelle adresse électronique").fill("nadia@essai.example")
    page.get_by_label("Ma structure est d’accord").check()
    press(page, SEND)
    page.wait_for_url("**/merci/")


@pytest.mark.parametrize(
    "options",
    [{}, {"java_script_enabled": False}, {"viewport": PHONE}, {"viewport": PHONE, "java_script_enabled": False}],
    ids=["desktop", "desktop without JavaScript", "phone", "phone without JavaScript"],
)
def test_a_sheet_is_written_and_sent(signed_in, options):
    page = signed_in(**options)
    write_whole_sheet(page)
    record = PracticeRecord.objects.get()
    assert (record.review_state, record.region.title) == ("submitted", "Hauts-de-France")
    steps = record.page.get_latest_revision_as_object().steps
    assert [row["description"] for row in steps] == ["Le banc est repeint.", "Premiers cafés."]


def test_places_are_suggested_while_one_types_and_chosen_from_the_keyboard(signed_in):
    page = signed_in()
    page.get_by_label("Comment s’appelle votre action").fill("Le banc des parents")
    page.get_by_role("button", name="Commencer").click()
    page.get_by_role("button", name="Où et avec qui").click()
    page.locator("#id_territories").press_sequentially("picardie")
    page.locator("#matches button").first.wait_for()
    assert page.locator("#matches [role=status]").count() == 1
    page.press("#id_territories", "Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".submission-chosen li", has_text="Picardie").wait_for()
    assert page.evaluate("document.activeElement.id") == "id_territories"


@pytest.mark.parametrize("options", [{}, {"viewport": PHONE}, {"color_scheme": "dark"}], ids=["light", "phone", "dark"])
def test_every_screen_is_accessible_empty_and_with_errors(signed_in, options):
    page = signed_in(**options)
    assert_no_axe_violations(page)
    page.get_by_role("button", name="Commencer").click()
    assert_no_axe_violations(page)
    page.get_by_label("Comment s’appelle votre action").fill("Le banc des parents")
    page.get_by_role("button", name="Commencer").click()
    address = page.url.rsplit("/", 2)[0]
    for step in STEPS:
        for place in (f"{address}/{step.slug}/", f"{address}/{step.slug}/?a-completer"):
            page.goto(place)
            assert_no_axe_violations(page)
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, place
    page.goto(f"{address}/ce-qui-s-est-passe/")
    page.fill("#id_steps-0-period", "mars 2024")
    page.get_by_role("button", name="Ajouter une étape").click()
    page.locator("#id_steps-1-period").wait_for()
    assert_no_axe_violations(page)
    for place in ("/mes-fiches/", address.replace("deposer", "mes-fiches") + "/", address.replace("deposer", "mes-fiches") + "/supprimer/"):
        page.goto(place if place.startswith("http") else page.url.split("/deposer")[0].split("/mes-fiches")[0] + place)
        assert_no_axe_violations(page)


def test_the_list_of_errors_leads_to_the_input(signed_in):
    page = signed_in(viewport=PHONE)
    page.get_by_label("Comment s’appelle votre action").fill("Le banc des parents")
    page.get_by_role("button", name="Commencer").click()
    page.get_by_label("Quand a-t-elle commencé").fill("bientôt")
    press(page, CONTINUE)
    page.locator("#erreurs a").click()
    assert page.evaluate("document.activeElement.id") == "id_start_date"
    assert page.input_value("#id_start_date") == "bientôt"


@pytest.fixture
def drafting(signed_in, settings, tmp_path):
    """A browser of the given kind on the plan of a new sheet; the value is its page and the address of the sheet."""
    settings.MEDIA_ROOT = tmp_path

    def open_plan(**options):
        page = signed_in(**options)
        page.get_by_label("Comment s’appelle votre action").fill("Le banc des parents")
        page.get_by_role("button", name="Commencer").click()
        address = page.url.rsplit("/", 2)[0]
        page.goto(f"{address}/{PLAN}/")
        return page, address

    return open_plan


def newest():
    return PracticeRecord.objects.get().page.get_latest_revision_as_object()


#: One chapter for each kind of input, with an answer that cannot be saved.
WRONG = {
    "identite": {"start_date": "hier"},
    "theme": {"keywords": "x" * 61},
    "territoire": {"point_lat": "91"},
    "moyens": {"means_budget_total": "beaucoup"},
    "effets": {"effects-0-description": "On se parle."},
}


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark", "viewport": PHONE}], ids=["desktop", "phone in the dark"])
def test_the_plan_the_chapters_and_the_files_are_accessible_empty_and_with_errors(drafting, options):
    page, address = drafting(**options)
    assert_no_axe_violations(page)
    for slug, answers in (WRONG | {"transfert": {}, FILES: {}}).items():
        page.goto(f"{address}/{slug}/")
        for name, value in answers.items():
            assert_no_axe_violations(page)
            page.fill(f"[name='{name}']", value)
            page.get_by_role("button", name="Enregistrer et continuer").click()
            page.locator("#erreurs").wait_for()
        assert_no_axe_violations(page)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, slug


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["with script", "without script"])
def test_rows_are_added_and_moved_from_the_keyboard_without_losing_one_s_place(drafting, options):
    page, address = drafting(**options)
    page.goto(f"{address}/acteurs/")
    page.fill("#id_partners-0-name", "CAF")
    page.focus("#id_partners-add")
    page.keyboard.press("Enter")
    page.locator("#id_partners-1-name:focus").wait_for()
    page.keyboard.type("Bailleur")
    page.focus("#id_partners-1-up")
    page.keyboard.press("Enter")
    page.locator("#id_partners-0-down:focus").wait_for()
    if options == {}:
        page.locator("main > [role=status]", has_text="Le numéro 2 est monté").wait_for(state="attached")
    page.keyboard.press("Enter")
    page.locator("#id_partners-1-up:focus").wait_for()
    page.get_by_role("button", name="Enregistrer et voir le plan").click()
    page.wait_for_url(f"**/{PLAN}/")
    assert [row["name"] for row in newest().partners] == ["CAF", "Bailleur"]


#: A kind of rows by its chapter, with the cell that is written.
ROWS = {
    "deroulement": ("steps", "description"),
    "acteurs": ("partners", "name"),
    "effets": ("effects", "description"),
    "freins": ("barriers", "description"),
    "leviers": ("facilitators", "description"),
    "transfert": ("transfer_conditions", "description"),
}


@pytest.mark.parametrize(
    ("options", "chapters"),
    [({}, ROWS), ({"java_script_enabled": False}, ["effets"])],
    ids=["with script", "without script"],
)
def test_rows_are_added_moved_and_removed_by_touch(drafting, options, chapters):
    page, address = drafting(viewport=PHONE, has_touch=True, is_mobile=True, **options)
    for chapter in chapters:
        name, cell = ROWS[chapter]
        page.goto(f"{address}/{chapter}/")
        page.fill(f"#id_{name}-0-{cell}", "Un")
        page.tap(f"#id_{name}-add")
        page.fill(f"#id_{name}-1-{cell}", "Deux")
        page.tap(f"#id_{name}-1-up")
        page.locator(f"#id_{name}-0-down:focus").wait_for()
        assert [page.input_value(f"#id_{name}-{number}-{cell}") for number in (0, 1)] == ["Deux", "Un"]
        page.tap(f"[name=remove_row_{name}][value='1']")
        page.locator(f"#id_{name}-0:focus").wait_for()
        assert (page.input_value(f"#id_{name}-0-{cell}"), page.locator(f"#id_{name}-1").count()) == ("Un", 0)


@pytest.mark.parametrize("options", [{"viewport": PHONE}, {"java_script_enabled": False}], ids=["phone", "without script"])
def test_an_image_is_sent_seen_and_refused(drafting, options):
    page, address = drafting(**options)
    scripted = options.get("java_script_enabled", True)
    page.goto(f"{address}/{FILES}/")
    page.set_input_files("#id_image", {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": b"<svg><script>alert(1)</script></svg>"})
    page.get_by_label("Que montre l’image").fill("Une table mise.")
    page.get_by_role("button", name="Envoyer les fichiers choisis").click()
    page.locator("#id_image-error", has_text="un dessin SVG").wait_for()
    assert page.input_value("#id_image_alt") == "Une table mise."
    if scripted:
        assert_no_axe_violations(page)
    page.set_input_files("#id_image", {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": made.photograph()})
    page.get_by_label("De qui est-elle").fill("Photo : équipe")
    page.get_by_label("Les personnes visibles sont d’accord").check()
    page.get_by_role("button", name="Envoyer les fichiers choisis").click()
    page.get_by_role("img", name="Une table mise.").wait_for()
    if scripted:
        assert page.locator(".submission-image img").evaluate("image => image.naturalHeight") == 80
        assert_no_axe_violations(page)


def test_a_file_is_dropped_and_told_by_its_name(drafting):
    page, address = drafting()
    page.goto(f"{address}/{FILES}/")
    page.evaluate(
        """() => {
          const carried = new DataTransfer();
          carried.items.add(new File(["%PDF-"], "guide.pdf", { type: "application/pdf" }));
          const zone = document.querySelector("#id_document").parentElement;
          zone.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
        }"""
    )
    page.locator("[data-drop] [role=status]", has_text="guide.pdf").wait_for()
    assert page.evaluate("document.activeElement.id") == "id_document"
    assert page.evaluate("document.querySelector('#id_document').files.length") == 1
