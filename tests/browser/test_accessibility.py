"""Every page in each of its states, as data: held against WCAG 2.2 AA by day and by night, and never wider than a small phone."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from practices.sheet import CHAPTERS
from search.breaker import breaker
from tests.browser.world import WORD_OF_ALL, world
from tests.platform.browser import FAULTS_ONLY, assert_no_axe_violations, guard
from tests.platform.visits import visit as first_visit

pytestmark = pytest.mark.xdist_group("accessibility")

COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}, **FAULTS_ONLY}
STEPS = ("essentiel", "ou-et-avec-qui", "ce-qui-s-est-passe", "relire-et-envoyer")
TOO_LONG = "x" * 201
EDITORS = ("cahier", "article", "dossier", "voice", "letter", "home")
#: Elements of Wagtail's own page editor that axe finds wanting, and why: none of ours is among them.
WAGTAIL = {
    ".public-DraftEditor-content": "the area of its rich text has no name of its own",
    ".ui-autocomplete-input": "its field of tags has no label",
    "[data-streamfield-child] input[id$='-value']": "a plain block of a stream is named by its heading, not by a label",
    ".w-minimap__list": "its map of a long page scrolls, and the keyboard does not reach it",
}


@dataclass(frozen=True)
class State:
    """A page in one state: who looks, where (`{name}` is an address of the world), what is done there, the status awaited."""

    name: str
    path: str
    who: str = ""
    act: Callable | None = None
    status: int = 200


def press(selector: str, **answers) -> Callable:
    """Fills fields by name, then presses the button, which leads to the state."""

    def act(page):
        for name, value in answers.items():
            page.locator(f"[name='{name}']").first.fill(value)
        with page.expect_navigation():
            page.locator(selector).first.click()

    return act


def without_engine(page):
    breaker.open()
    page.reload()
    breaker.close()
    assert page.locator("#resultats .notice").count() == 1


def unfolded(page):
    page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")


def matches(page):
    page.fill("[name=q]", "lille")
    page.wait_for_selector("#matches button")


MAIN_BUTTON = "main form:not([role=search]) button[type=submit]:visible"
STATES = [
    State("home", "/"),
    State("search", "/pratiques/"),
    State("many hits", f"/pratiques/?q={WORD_OF_ALL}"),
    State("one hit, filters", "/pratiques/?q=banc&theme=lien-social&mode=group"),
    State("no hit", "/pratiques/?q=zzyzx&mode=group"),
    State("nothing at all", "/pratiques/?q=zzyzx"),
    State("every filter", "/pratiques/?facettes=toutes&frein=workload&point_de_vue=directors"),
    State("found by name", "/pratiques/?nom_territoire=lille&territoire=reg-32"),
    State("on the map", "/pratiques/?vue=carte&territoire=dep-60"),
    State("some words only", f"/pratiques/?q={WORD_OF_ALL}+licorne+zeppelin"),
    State("misspelt", "/pratiques/?q=ribambele"),
    State("how sheets are ranked", "/pratiques/classement/"),
    State("unknown filter value", "/pratiques/?theme=inconnu"),
    State("words too long", "/pratiques/?q=" + "a" * 501),
    State("engine away", "/pratiques/?q=banc", act=without_engine),
    State("everything", f"/recherche/?q={WORD_OF_ALL}"),
    State("nothing anywhere", "/recherche/?q=zzyzx"),
    State("publications", "/publications/"),
    State("news", "/actualites/"),
    State("news, unknown filter", "/actualites/?type=inconnu"),
    State("tools", "/outils/"),
    State("voices", "/paroles/"),
    State("dossiers", "/dossiers/"),
    State("letter", "/lettre/"),
    State("themes", "/themes/"),
    State("API", "/api/v1/docs"),
    State("API, unfolded", "/api/v1/docs", act=unfolded),
    State("theme", "/themes/lien-social/"),
    State("territory", "/territoires/dep-59/"),
    State("full sheet", "{full}"),
    State("short sheet", "{short}"),
    State("withdrawn sheet", "{gone}", status=410),
    State("nothing there", "/nulle-part/", status=404),
    State("not open to me", "/gestion/", "contributor", status=403),
    State("a page of text", "/vos-donnees/"),
    State("how sheets are reviewed", "/relecture-des-fiches/"),
    State("sign-in", "/compte/connexion/"),
    State("sign-in, wrong", "/compte/connexion/", act=press(MAIN_BUTTON, login="personne@essai.example", password="non")),
    State("sign-up", "/compte/inscription/"),
    State("sign-up, wrong", "/compte/inscription/", act=press(MAIN_BUTTON, email="personne", password1="abc")),
    State("forgotten password", "/compte/mot-de-passe/oublie/"),
    State("forgotten password, sent", "/compte/mot-de-passe/oublie/", act=press(MAIN_BUTTON, email="personne@essai.example")),
    State("account", "/compte/", "contributor"),
    State("change of address", "/compte/adresse/", "contributor"),
    State("change of password", "/compte/mot-de-passe/", "contributor"),
    State("sign-out", "/compte/deconnexion/", "contributor"),
    State("own data", "/compte/mes-donnees/", "contributor"),
    State("messages wished for", "/compte/messages/", "contributor"),
    State("delete the account", "/compte/supprimer/", "contributor"),
    State("second factor", "/compte/double-verification/", "contributor"),
    State("second factor by application", "/compte/double-verification/application/", "contributor"),
    State("passkeys", "/compte/double-verification/cles/", "contributor"),
    State("a passkey", "/compte/double-verification/cles/ajouter/", "contributor"),
    State("submit, signed out", "/deposer/"),
    State("submit", "/deposer/", "contributor"),
    State("submit, no title", "/deposer/", "contributor", act=press(MAIN_BUTTON)),
    *[State(f"{slug}, empty", f"{{empty}}/{slug}/", "contributor") for slug in STEPS],
    *[State(f"{slug}, filled", f"{{filled}}/{slug}/", "contributor") for slug in STEPS],
    *[State(f"{slug}, lacking", f"{{empty}}/{slug}/?a-completer", "contributor") for slug in STEPS],
    State("essentials, wrong", "{empty}/essentiel/", "contributor", act=press("[name=later]", title=TOO_LONG, start_date="hier")),
    State("contact, wrong", "{empty}/relire-et-envoyer/", "contributor", act=press("[name=later]", contact_email="personne")),
    State("sent too early", "{empty}/relire-et-envoyer/", "contributor", act=press("[name=send]")),
    State("changes asked", "{asked}/essentiel/", "contributor"),
    State("places that match", "{filled}/ou-et-avec-qui/", "contributor", act=matches),
    State("plan of the whole sheet", "{filled}/completer/", "contributor"),
    *[State(f"chapter {chapter.slug}", f"{{filled}}/{chapter.slug}/", "contributor") for chapter in CHAPTERS],
    State("files", "{filled}/fichiers/", "contributor"),
    State("a grid filled offline", "/deposer/importer/", "contributor"),
    State("a grid filled offline, none chosen", "/deposer/importer/", "contributor", act=press(MAIN_BUTTON)),
    State("adapt a sheet", "{lives}adapter/", "contributor"),
    State("preview", "{filled}/apercu/", "contributor"),
    State("thanks", "{sent}/merci/", "contributor"),
    State("my sheets", "/mes-fiches/", "contributor"),
    State("my sheets, none", "/mes-fiches/", "newcomer"),
    State("my published sheet", "{mine_published}", "contributor"),
    State("my sheet to complete", "{mine_asked}", "contributor"),
    State("write together", "{mine_draft}ecrire-ensemble/", "contributor"),
    State("write together, wrong address", "{mine_draft}ecrire-ensemble/", "contributor", act=press(MAIN_BUTTON, email="personne")),
    State("write together, with somebody", "{mine_led}ecrire-ensemble/", "contributor"),
    State("an invitation", "{invitation}", "contributor"),
    State("a sheet proposed to me", "{mine_shared}ecrire-ensemble/confier/", "contributor"),
    State("leave a sheet", "{mine_shared}ecrire-ensemble/quitter/", "contributor"),
    State("comments", "{mine_draft}commentaires/", "contributor"),
    State("earlier versions", "{mine_lives}historique/", "contributor"),
    State("names", "{mine_lives}noms/", "contributor"),
    State("readings", "/relecture/", "newcomer"),
    State("delete a draft", "{mine_draft}supprimer/", "contributor"),
    State("withdraw a sheet", "{mine_published}retirer/", "contributor"),
    State("two versions, and what comes back", "{mine_lives}", "contributor", act=unfolded),
    State("give up a version", "{mine_lives}renoncer/", "contributor"),
    State("does it go on?", "{confirm}"),
    State("does it go on? wrong date", "{confirm}", act=press("[value=ended]", end_date="hier")),
    State("object to a correction", "{object}"),
    State("report a sheet", "{lives}signaler/"),
    State("report a sheet, lacking", "{lives}signaler/", act=press(MAIN_BUTTON)),
    State("write to a team", "{lives}ecrire/"),
    State("write to a team, wrong", "{lives}ecrire/", act=press(MAIN_BUTTON, email="personne")),
    State("a team that takes no messages", "{closed}", status=410),
    State("sheet set aside", "{aside}", status=410),
    State("reports", "/gestion/fiches/signalements/", "editor"),
    State("a report", "{report_on_desk}", "editor"),
    State("small corrections", "{lives_desk}corriger/", "editor"),
    State("archive a sheet", "{lives_desk}archiver/", "editor"),
    State("agreement", "{agreement}"),
    State("agreement, over", "{agreement_over}", status=410),
    State("desk", "/gestion/fiches/", "editor"),
    State("desk, nothing", "/gestion/fiches/?onglet=en-relecture", "editor"),
    State("review", "{review}", "editor"),
    State("review of a corrected sheet", "{review_corrected}", "editor"),
    State("imports", "/gestion/fiches/importer/", "editor"),
    State("history on the desk", "{review}historique/", "editor"),
    State("preview on the desk", "{review}apercu/", "editor"),
    State("cahier", "{cahier}"),
    State("article", "{article}"),
    State("sheet as cited", "{cited_sheet}"),
    State("cahier, its PDF on its way", "{cahier}cahier.pdf", status=202),
    State("voice", "{voice}"),
    State("both sides of a theme", "/paroles/?theme=isolement"),
    State("tool with an erratum", "{tool}", act=unfolded),
    State("tool before its erratum", "{tool}versions/1/"),
    State("tell a use of a tool", "{tool_use}", "contributor"),
    State("dossier", "{dossier}"),
    State("news item", "{news_item}"),
    State("publication taken off the site", "{content_gone}", status=410),
    State("what a person agreed to", "{consent}"),
    State("publications to read", "/lectures/", "contributor"),
    State("publication to read", "{reading}", "contributor"),
    State("publication to read, unanswered", "{reading}", "contributor", act=press("[name=done]")),
    State("own texts", "/epreuves/", "contributor"),
    State("proof to sign", "{proof}"),
    State("proof to sign, no words", "{proof}", act=press("[name=correct]")),
    State("board", "/gestion/publications/", "national"),
    State("calendar", "/gestion/publications/calendrier/", "national"),
    State("publication on the board", "{piece}", "national", act=unfolded),
    State("publication that its authors sign", "{signed_piece}", "national", act=unfolded),
    State("publication that is out", "{published_piece}", "national", act=unfolded),
    State("voices and consents", "/gestion/paroles/", "national"),
    State("consents of a voice", "{consents_of_voice}", "national", act=unfolded),
    State("accounts of use", "/gestion/outils/recits/", "national"),
    State("dossier out of a search", f"/gestion/dossiers/depuis-une-recherche/?q={WORD_OF_ALL}", "national"),
    State("upkeep", "/gestion/contenus/entretien/", "national"),
    State("letter on the desk", "{letter_screen}", "national"),
    State("letter of what is new", "/gestion/lettre/nouveautes/", "national"),
    State("readers of the letter", "/gestion/lettre/abonnes/", "national"),
    *[State(f"editor of the {name}", f"{{{name}_editor}}", "national") for name in EDITORS],
    State("navigation", "{navigation}", "national"),
]
#: What a first visit may receive, in kilobytes.
WEIGHTS = {
    "/": 250,
    "{cahier}": 150,
    "{article}": 150,
    "{cited_sheet}": 150,
    "{full}": 150,
    "/themes/lien-social/": 150,
    "/paroles/": 150,
    "/outils/": 150,
    "/actualites/": 150,
}
#: Where a page is not the same without JavaScript.
WITHOUT_SCRIPT = [
    State("search", "/pratiques/?theme=lien-social"),
    State("places", "{filled}/ou-et-avec-qui/", "contributor"),
    State("a theme", "{filled}/essentiel/", "contributor"),
    State("full sheet", "{full}"),
]


def ours(page) -> dict[str, list[list[str]]]:
    """What axe is to look at: everything that is not Wagtail's own."""
    return {"exclude": [[each] for each in WAGTAIL if page.locator(each).count()]}


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker, elasticsearch_url, elasticsearch_prefix):
    with django_db_blocker.unblock(), world(elasticsearch_url, elasticsearch_prefix) as made:
        yield made


@pytest.fixture(scope="module")
def looking(browser, site):
    """`looking(who)`: that person's page, the same for the whole module, and what it did that it should not.

    Without scripts means without ours: axe is a script itself, and waits for ever where none may run.
    """
    made = {}

    def look(who, *, scripts=True):
        key = (who, scripts)
        if key not in made:
            context = browser.new_context(locale="fr-FR", timezone_id="Europe/Paris", viewport={"width": 1280, "height": 900})
            if who:
                context.add_cookies([{"name": "sessionid", "value": site.sessions[who], "url": site.url}])
            context.set_default_timeout(15_000)
            made[key] = context.new_page(), guard(context)
            if not scripts:
                context.route("**/*.js", lambda route: route.abort())
        return made[key]

    yield look
    for page, _faults in made.values():
        page.context.close()


def visit(page, site, state):
    """Brings the page into the state."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")
    answer = page.goto(site.url + state.path.format(**site.paths))
    assert answer.status == state.status
    if state.act:
        state.act(page)


def by_night(page):
    """In dark colours, once those that change little by little have become what they will be."""
    page.emulate_media(color_scheme="dark")
    page.evaluate("Promise.allSettled(document.getAnimations().filter(each => each instanceof CSSTransition).map(each => each.finished))")


def wider_than_a_phone(page) -> int:
    """By how many pixels the page is wider than 320."""
    page.set_viewport_size({"width": 320, "height": 640})
    return page.evaluate("document.documentElement.scrollWidth - 320")


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_a_page_passes_axe_by_day_and_by_night_and_fits_a_small_phone(looking, site, state):
    page, faults = looking(state.who)
    faults.clear()
    visit(page, site, state)
    assert_no_axe_violations(page, context=ours(page))
    by_night(page)
    assert_no_axe_violations(page, context=ours(page), options=COLOURS)
    assert wider_than_a_phone(page) <= 0
    assert_no_axe_violations(page, context=ours(page))
    assert faults == []


@pytest.mark.parametrize("state", WITHOUT_SCRIPT, ids=lambda state: state.name)
def test_a_page_passes_axe_without_javascript(looking, site, state):
    page, faults = looking(state.who, scripts=False)
    faults.clear()
    visit(page, site, state)
    assert_no_axe_violations(page)
    assert wider_than_a_phone(page) <= 0
    assert faults == []


@pytest.mark.parametrize("path", WEIGHTS)
def test_a_page_is_light_at_its_first_visit_and_nothing_in_it_moves(browser, site, path):
    seen = first_visit(browser, site.url + path.format(**site.paths))
    assert seen.kilobytes <= WEIGHTS[path]
    assert seen.moved < 0.02
