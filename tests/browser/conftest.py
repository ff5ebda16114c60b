"""People at their browser, on a live site with a real engine: what they can do with a page, and what no page may do to them."""

import uuid
from urllib.parse import urlsplit

import pytest
from django.core import mail as django_mail
from django.core.cache import cache
from playwright.sync_api import Page, expect

from accounts.domain import vouch_for_address
from search.breaker import breaker
from search.rebuild import rebuild
from tests.practices.factories import make_editor, make_published, make_submitted, make_user

PASSWORD = "observatoire"
TITLE = "Le goûter du palier"
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}


def sent(row):
    """The message that left for this row of the outbox: the row itself forgets its links once they are sent."""
    [message] = [each for each in django_mail.outbox if f".{row.pk}@" in each.extra_headers["Message-ID"]]
    return message


class Visitor:
    """Somebody at a browser. Wherever they go, nothing scrolls sideways and no page is an error that was not awaited."""

    def __init__(self, page: Page, site: str):
        self.page, self.site = page, site

    def go(self, path: str, *, status: int = 200):
        answer = self.page.goto(self.site + path)
        assert answer.status == status, path
        return self.look()

    def press(self, name: str):
        self.page.get_by_role("button", name=name, exact=True).filter(visible=True).click()
        return self.look()

    def follow(self, name: str):
        self.page.get_by_role("link", name=name, exact=True).filter(visible=True).first.click()
        return self.look()

    def submit(self, address: str):
        """Presses the main button of the form that is posted to an address ending so."""
        self.page.locator(f"form[action$='{address}'] button[type=submit]:not([name=preview])").click()
        return self.look()

    def answer(self, **answers):
        """Fills fields by their names: texts, lists, boxes and choices alike."""
        for name, value in answers.items():
            field = self.page.locator(f"[name='{name}']")
            kind = field.first.evaluate("element => element.type")
            if kind in ("radio", "checkbox"):
                for one in value if isinstance(value, list) else [value]:
                    self.page.check(f"[name='{name}'][value='{one}']")
            elif kind == "select-one":
                field.select_option(value)
            else:
                field.fill(value)
        return self

    def sign_in(self, user):
        """On the sign-in page, wherever it then leads."""
        self.answer(login=user.email, password=PASSWORD)
        self.page.locator("main form button[type=submit]").click()
        return self.look()

    def look(self):
        self.page.wait_for_load_state()
        width = self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert width[0] <= self.page.viewport_size["width"], f"{self.path} is {width[0]} pixels wide"
        return self

    def sees(self, text: str):
        expect(self.page.locator("main").get_by_text(text).filter(visible=True).first).to_be_visible()
        return self

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def heading(self) -> str:
        return " ".join(self.page.locator("h1").inner_text().split())

    @property
    def found(self) -> list[str]:
        """Titles of the sheets that answer."""
        return self._titles(":not(.nothing) > .hits")

    @property
    def near(self) -> list[str]:
        """Titles of those that come near when none answers."""
        return self._titles(".nothing > .hits")

    def _titles(self, hits: str) -> list[str]:
        return [" ".join(title.split()) for title in self.page.locator(f"{hits} .hit :is(h2, h3)").all_inner_texts()]


@pytest.fixture
def site(live_server, reference_data, elasticsearch, settings):
    """A site with its reference data, the work of no other test, and an engine that answers."""
    settings.ELASTICSEARCH_INDEX_PREFIX = f"{settings.ELASTICSEARCH_INDEX_PREFIX}-{uuid.uuid4().hex[:6]}"
    cache.clear()
    breaker.close()
    rebuild()
    yield live_server.url
    breaker.close()


@pytest.fixture
def contributor(reference_data):
    return confirmed(make_user(name="Nadia Essai"))


@pytest.fixture
def editor(reference_data):
    return confirmed(make_editor("Hauts-de-France"))


@pytest.fixture
def other_editor(reference_data):
    return confirmed(make_editor("Île-de-France"))


@pytest.fixture
def visit(new_page, site):
    """`visit(**options)`: a visitor on a page of a browser of their own."""
    return lambda **options: Visitor(new_page(**options), site)


def confirmed(user):
    vouch_for_address(user=user)
    return user


@pytest.fixture
def submitted(site, contributor):
    return make_submitted(contributor, title=TITLE)


@pytest.fixture
def published(site, contributor, editor):
    return make_published(contributor, editor, title=TITLE)
