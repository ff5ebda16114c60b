"""Pages of other sites that contents name: asked for politely, never inside our own walls, told of after two bad days."""

import socket
import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest
from django.core.cache import cache
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core import due
from core.templatetags.core_tags import day
from publications import tasks
from publications.domain import external_links
from publications.domain.external_links import check_links, follow_contents
from publications.domain.publication import withdraw_content
from publications.models import ExternalLink, PublicContent
from publications.upkeep import asking
from publications.upkeep.asking import Answer, ask
from publications.upkeep.findings import Trouble, findings
from tests.publications.cahiers import gather, make_article, make_cahier
from tests.publications.factories import make_news, publish

Outcome = ExternalLink.Outcome
REPORT = "/gestion/contenus/entretien/"


class Elsewhere(BaseHTTPRequestHandler):
    """Another site. `/200` answers so; `/no-head/200` knows nothing of HEAD; `/to/…` sends on; `/slow` never ends its first line."""

    def do_HEAD(self):
        self._answer(head=True)

    def do_GET(self):
        self._answer(head=False)

    def _answer(self, head):
        self.server.asked.append((self.command, self.path, self.headers["User-Agent"], self.headers["Host"]))
        if self.path == "/slow":
            with_patience(self.wfile, self.server.over)
            return
        if self.path == "/hangs-up-on-head" and head:
            return
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
        else:
            number = self.path.rpartition("/")[2]
            self.send_response(405 if head and "/no-head/" in self.path else int(number) if number.isdecimal() else 200)
        self.end_headers()
        if not head:
            self.wfile.write(b"x" * 10_000_000 if self.path == "/big" else b"page")

    def log_message(self, *_arguments):
        pass


def with_patience(file, over):
    """A byte now and then, so that no single reading is ever late."""
    try:
        while not over.wait(0.05):
            file.write(b"H")
    except OSError:
        pass


@pytest.fixture
def elsewhere(settings):
    """Its address; what it was asked is in `asked`."""
    settings.EXTERNAL_LINKS_MAY_BE_LOCAL = True
    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    server.asked, server.over, server.handle_error = [], threading.Event(), lambda *_arguments: None
    server.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.over.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/200", Answer(Outcome.FOUND, 200)),
        ("/no-head/200", Answer(Outcome.FOUND, 200)),
        ("/hangs-up-on-head", Answer(Outcome.FOUND, 200)),
        ("/big", Answer(Outcome.FOUND, 200)),
        ("/404", Answer(Outcome.MISSING, 404)),
        ("/500", Answer(Outcome.MISSING, 500)),
        ("/403", Answer(Outcome.RESERVED, 403)),
        ("/to//404", Answer(Outcome.MISSING, 404)),
        ("/to//to//to//200", Answer(Outcome.FOUND, 200)),
        ("/to//to//to//to//to//to//200", Answer(Outcome.REDIRECTS, 302)),
        ("/to/http://169.254.169.254/latest/", Answer(Outcome.NOT_PUBLIC)),
        ("/to/http://10.0.0.8/", Answer(Outcome.NOT_PUBLIC)),
        ("/to/http://[", Answer(Outcome.NO_ANSWER)),
        ("/to/ftp://example.org/", Answer(Outcome.NOT_PUBLIC)),
        ("/to/http://moi:secret@example.org/", Answer(Outcome.NOT_PUBLIC)),
    ],
)
def test_what_another_site_answers(elsewhere, path, expected):
    assert ask(elsewhere.address + path) == expected


def test_it_is_asked_politely_head_first_with_our_name(elsewhere, settings):
    settings.SITE_URL = "https://observatoire.example"
    ask(f"{elsewhere.address}/no-head/404")
    name, host = "ObservatoireDesPratiques/1.0 (+https://observatoire.example/; verification des liens)", elsewhere.address[7:]
    assert elsewhere.asked == [("HEAD", "/no-head/404", name, host), ("GET", "/no-head/404", name, host)]


def test_a_site_that_drips_is_left(elsewhere, monkeypatch):
    monkeypatch.setattr(asking, "SECONDS", 0.4)
    began = time.monotonic()
    assert ask(f"{elsewhere.address}/slow") == Answer(Outcome.NO_ANSWER)
    assert time.monotonic() - began < 5


def test_a_closed_port_and_a_plain_site_asked_for_securely(elsewhere):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert ask(f"http://127.0.0.1:{free.getsockname()[1]}/") == Answer(Outcome.NO_ANSWER)
    assert ask(elsewhere.address.replace("http:", "https:")) == Answer(Outcome.NOT_SECURE)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://0.0.0.0/",
        "http://10.1.2.3/",
        "http://192.168.0.1/",
        "http://172.16.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "http://moi@93.184.215.14/",
        "http:///",
    ],
)
def test_nothing_inside_our_walls_is_asked(address):
    assert ask(address) == Answer(Outcome.NOT_PUBLIC)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"])
def test_public_addresses_are_told_from_others(address):
    assert asking._is_public(ip_address(address))


@pytest.mark.parametrize("address", ["http://93.184.215.14:99999/", "http://a..b/", "http://[/"])
def test_what_is_no_address_gives_no_answer(address):
    assert ask(address) == Answer(Outcome.NO_ANSWER)


def test_a_name_that_no_site_bears():
    assert ask("http://nulle-part.invalid/") == Answer(Outcome.UNKNOWN_HOST)


@pytest.fixture
def names(reference_data):
    """`names(*addresses)`: an article that names them is public, and they are known."""

    def publish_article(*addresses):
        cahier = make_cahier()
        anchors = "".join(f'<a href="{address}">là</a> ' for address in addresses)
        gather(cahier, make_article(cahier, body=[("text", f"<p>{anchors}</p>")]))
        follow_contents()

    return publish_article


def in_days(number):
    """As if so many days had gone by since everything that was found."""
    moved = {name: timedelta(days=number) for name in ("checked_at", "failing_since", "next_attempt_at")}
    for link in ExternalLink.objects.all():
        for name, time_ in moved.items():
            if value := getattr(link, name):
                setattr(link, name, value - time_)
        link.save()


def kept(address):
    link = ExternalLink.objects.get(address=address)
    return link.outcome, link.status, link.is_broken


def test_each_address_of_another_site_is_known_once(names, national_editor, settings):
    names(
        "https://ailleurs.example/a?b=1&amp;c=2#d",
        "https://ailleurs.example/a?b=1&amp;c=2",
        "https://été.example/é",
        "/publications/",
        f"{settings.SITE_URL}/x",
        "mailto:nous@exemple.fr",
        "http://[/",
    )
    news = publish(make_news(slug="une", source="Légifrance", source_url="https://www.legifrance.gouv.fr/"))
    follow_contents()
    expected = ["https://ailleurs.example/a?b=1&c=2", "https://www.legifrance.gouv.fr/", "https://xn--t-9fab.example/%C3%A9"]
    assert sorted(ExternalLink.objects.values_list("address", flat=True)) == expected
    public = PublicContent.objects.get(pk=news.record.identifier)
    for is_demo, known in ((True, 2), (False, 3)):
        PublicContent.objects.filter(pk=public.pk).update(data=public.data | {"is_demo": is_demo})
        follow_contents()
        assert ExternalLink.objects.count() == known
    withdraw_content(page_id=news.pk, by=national_editor)
    follow_contents()
    assert sorted(ExternalLink.objects.values_list("address", flat=True)) == [expected[0], expected[2]]


def test_a_link_is_told_of_when_it_failed_on_two_days(elsewhere, names, client, national_editor):
    gone, well = f"{elsewhere.address}/404", f"{elsewhere.address.replace('127.0.0.1', 'localhost')}/200"
    names(gone, well)
    assert check_links() == 2
    assert (kept(gone), kept(well)) == ((Outcome.MISSING, 404, False), (Outcome.FOUND, 200, False))
    assert findings() == []
    assert check_links() == 0
    in_days(1)
    assert check_links() == 1
    assert kept(gone) == (Outcome.MISSING, 404, True)
    [finding] = findings()
    since = day(ExternalLink.objects.get(address=gone).failing_since)
    assert (finding.trouble, finding.what) == (Trouble.OTHER_SITE, f"{gone}\xa0: la page n’y est pas (404), depuis le {since}")
    client.force_login(national_editor, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(REPORT).content.decode()
    assert ("La page d’un autre site a disparu" in page, gone in page, well in page) == (True, True, False)


def test_both_rest_a_week_and_one_that_is_back_is_forgiven(elsewhere, names, monkeypatch):
    gone = f"{elsewhere.address}/404"
    names(gone)
    for days in (1, 6):
        check_links()
        in_days(days)
    assert kept(gone) == (Outcome.MISSING, 404, True)
    assert check_links() == 0
    in_days(1)
    monkeypatch.setattr(external_links, "ask", lambda address: Answer(Outcome.FOUND, 200))
    assert check_links() == 1
    assert (kept(gone), ExternalLink.objects.get().failing_since, findings()) == ((Outcome.FOUND, 200, False), None, [])


def test_when_no_site_at_all_answers_it_is_held_against_nobody(elsewhere, names):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        dead = f"http://127.0.0.1:{free.getsockname()[1]}/"
        names(dead)
        for _day in range(3):
            check_links()
            in_days(1)
        assert kept(dead) == (Outcome.NO_ANSWER, None, False)
        names_well = f"{elsewhere.address.replace('127.0.0.1', 'localhost')}/200"
        ExternalLink.objects.create(address=names_well, host="localhost")
        for _day in range(2):
            check_links()
            ExternalLink.objects.filter(host="localhost").update(next_attempt_at=timezone.now())
            check_links()
            in_days(1)
            ExternalLink.objects.filter(host="localhost").update(checked_at=timezone.now())
        check_links()
        assert kept(dead) == (Outcome.NO_ANSWER, None, True)


def test_one_page_of_a_site_at_a_time_and_so_many_a_job(elsewhere, names, monkeypatch):
    names(*(f"{elsewhere.address}/{number}/200" for number in range(3)))
    assert [check_links() for _job in range(4)] == [1, 1, 1, 0]
    ExternalLink.objects.all().delete()
    links = [ExternalLink(address=f"https://site-{number}.example/", host=f"site-{number}.example") for number in range(12)]
    ExternalLink.objects.bulk_create(links)
    monkeypatch.setattr(external_links, "ask", lambda address: Answer(Outcome.FOUND, 200))
    assert [check_links() for _job in range(4)] == [5, 5, 2, 0]


def test_a_site_that_another_worker_is_asking_waits(elsewhere, names):
    names(f"{elsewhere.address}/200")
    ExternalLink.objects.create(address=f"{elsewhere.address}/201", host="127.0.0.1", leased_until=timezone.now() + timedelta(minutes=1))
    assert check_links() == 0
    ExternalLink.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert check_links() == 1


def test_the_sweep_asks_nobody_and_queues_one_job(elsewhere, names, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    cache.delete("publications.external_links")
    names(f"{elsewhere.address}/200")
    assert "publications.external_links" in due.names()
    for _sweep in range(3):
        tasks.look_after_links()
    assert (elsewhere.asked, DBTaskResult.objects.filter(task_path=tasks.check_external_links.module_path).count()) == ([], 1)
