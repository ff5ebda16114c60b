"""What each person of the newsroom does on the pages that are hers, by clicks: editors in the admin, readers and authors outside it."""

import re
from pathlib import Path
from typing import Any

from django_tasks_db.management.commands.db_worker import Worker
from playwright.sync_api import expect

from core.models import OutgoingMail

from .conftest import Visitor, sent

DESK = "/gestion/publications/{}/"
GRID = ("interest", "clarity", "grounds", "respect", "use")


class Member(Visitor):
    """Whatever she presses or follows leads to a page, which is there before she goes on."""

    def press(self, name: str):
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).filter(visible=True).click()
        return self.look()

    def follow(self, name: str):
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name, exact=True).filter(visible=True).first.click()
        return self.look()

    def sign_in(self, user):
        with self.page.expect_navigation():
            super().sign_in(user)
        return self.look()


class Editor(Member):
    """A national editor: writes and saves in the page editor, leads the steps from the screen of each publication."""

    def begin(self, model: str, parent: int, **fields: Any) -> "Editor":
        """The page editor on a new content below `parent`."""
        self.go(f"/gestion/pages/add/publications/{model}/{parent}/")
        self.page.locator(".action-save").wait_for()
        return self.answer(**fields)

    def edit(self, page_id: int) -> "Editor":
        self.go(f"/gestion/pages/{page_id}/edit/")
        self.page.locator(".action-save").wait_for()
        return self

    def add(self, panel: str, **fields: str) -> str:
        """One more row of an inline panel; answers with the start of its fields' names."""
        row = f"{panel}-{self.page.locator(f'[id^=inline_child_{panel}-][data-inline-panel-child]').count()}"
        self.page.locator(f"#id_{panel}-ADD").click()
        self.answer(**{f"{row}-{name}": value for name, value in fields.items()})
        return row

    def choose(self, field: str, title: str) -> "Editor":
        """A page or an account, found by its title in the window that chooses them."""
        self.page.locator(f"#id_{field}-chooser .unchosen button").click()
        window = self.page.locator(".modal.in")
        window.locator("#id_q").fill(title)
        window.get_by_role("link", name=title, exact=True).click()
        window.wait_for(state="detached")
        return self

    def block(self, kind: str, typed: str = "", /, **values: str) -> "Editor":
        """One more block at the end of the running text: rich text typed in place, or plain fields by their names."""
        self.page.locator(".c-sf-add-button").last.click()
        self.page.get_by_role("option", name=kind, exact=True).click()
        added = self.page.locator("[data-streamfield-child]").last
        added.wait_for()
        for name, value in values.items():
            added.locator(f"[name$='-value-{name}'], [name$='-{name}']").last.fill(value)
        if typed:
            written = added.locator("[contenteditable=true], [name$='-value']:not([type=hidden])").last
            written.click()
            self.page.keyboard.type(typed)
            # The editor of rich texts tells its form only a moment later.
            expect(added.locator("[name$='-value'], [name$='-value-text']").last).to_have_value(re.compile(re.escape(typed[-12:])))
        return self

    def save(self, button: str = ".action-save") -> int:
        """Saves, by the button that keeps the draft or by another; answers with the number of the page."""
        shown = self.page.locator(button).first
        if not shown.is_visible():
            self.page.locator("footer [data-w-dropdown-target=toggle]").click()
        with self.page.expect_navigation():
            shown.click()
        self.look()
        assert self.page.locator(".messages .success").count() == 1, self.page.locator(".messages").inner_text()
        return int(re.findall(r"/(\d+)/", self.path)[0])

    def keep_agreement(self, page_id: int, proof: Path, *uses: str) -> "Editor":
        """What the person of a voice signed on paper today."""
        self.go(f"/gestion/paroles/{page_id}/accords/").answer(uses=list(uses), manner="signed_paper")
        self.page.locator("[name=proof]").set_input_files(proof)
        return self.press("Garder cet accord")

    def desk(self, page_id: int) -> "Editor":
        return self.go(DESK.format(page_id))

    def fold_out(self, label: str) -> "Editor":
        self.page.locator("summary", has_text=label).click()
        return self

    def ask_reader(self, reader) -> "Editor":
        self.fold_out("Demander une relecture").answer(email=reader.email)
        return self.press("Demander une relecture")

    def ask_corrections(self, comment: str) -> "Editor":
        self.fold_out("Demander des corrections")
        self.page.locator("form[action$='/corrections/'] textarea").fill(comment)
        return self.press("Demander des corrections")

    def send_proof(self, author: str, email: str) -> "Editor":
        """To an author who has no account."""
        row = self.page.locator(".pub-pieces li", has_text=author)
        row.locator("[name=email]").fill(email)
        with self.page.expect_navigation():
            row.get_by_role("button").click()
        return self.look()

    @property
    def state(self) -> str:
        return self.page.locator(".desk-where b").inner_text()

    @property
    def told(self) -> str:
        """What the last act answered."""
        return " ".join(self.page.locator(".messages").inner_text().split())


class Reader(Member):
    """A member who is asked to read."""

    def read(self, title: str, *, advice: str = "as_it_is", remarks: str = "") -> "Reader":
        """From her list to the text and its grid, given in."""
        self.go("/lectures/").follow(title)
        grid = self.path
        self.follow("Lire le texte tel qu’il paraîtrait")
        assert self.heading == title
        self.go(grid).answer(advice=advice, remarks=remarks, **{f"answer-{key}": "yes" for key in GRID})
        return self.press("Rendre ma relecture")


class Author(Member):
    """Whoever signs a text: she follows the link of her last mail, with or without an account."""

    def open_proof(self, email: str) -> "Author":
        [*_earlier, mail] = OutgoingMail.objects.filter(to=email, template="publications/mail/proof.txt").order_by("pk")
        [path] = re.findall(r"^https?://[^/]+(/epreuves/\S+)$", sent(mail).body, re.M)
        return self.go(path)

    def sign(self, email: str) -> "Author":
        self.open_proof(email).press("Je donne mon bon à tirer")
        assert self.heading == "Votre bon à tirer est arrivé"
        return self

    def refuse(self, email: str, comment: str) -> "Author":
        self.open_proof(email).answer(comment=comment).press("Envoyer mes corrections")
        assert self.heading == "Vos corrections sont arrivées"
        return self


def the_worker_works() -> None:
    """All that waits for it: mails, index, files."""
    wanted = {"queue_names": ["*"], "excluded_queue_names": [], "backend_name": "default", "max_tasks": None}
    Worker(**wanted, interval=0, batch=True, startup_delay=False, worker_id="newsroom").run()


def downloaded(visitor: Visitor, path: str) -> bytes:
    """A file as the browser gets it."""
    answer = visitor.page.request.get(visitor.site + path)
    assert answer.status == 200, (path, answer.status)
    return answer.body()
