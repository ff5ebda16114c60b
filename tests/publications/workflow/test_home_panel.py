"""The admin's first page says what of publications awaits the person who opens it, and nothing that she may not know."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Task

from accounts.models import User
from publications.desk.home_panel import PublicationsPanel
from publications.domain import holding, readers, schedule
from publications.models import EditorialRecord
from tests.practices.factories import make_editor

from .world import BACKEND, in_days, revision_id, signed_tool, submit, to_reading, to_ready

HOME = "/gestion/"


@pytest.fixture
def regional(reference_data):
    return make_editor("Hauts-de-France", "regionale@essai.example")


def panel(client) -> list[str]:
    page = BeautifulSoup(client.get(HOME).content, "html.parser")
    found = page.select_one("section[aria-labelledby=panel-publications]")
    return [" ".join(line.get_text().split()) for line in found.select("li, p")] if found else []


def test_national_editors_find_what_waits_and_what_goes_out_next(board, editor, regional):
    assert panel(board) == ["à décider : 0", "dont vous avez la charge : 0", "en retard : 0"]
    at = timezone.localtime().replace(hour=9, minute=5) + timedelta(days=3)
    for name in ("un", "deux"):
        tool = signed_tool(title=f"Outil {name}", slug=name)
        to_ready(tool, editor)
        schedule.schedule_content(page_id=tool.pk, by=editor, revision_id=revision_id(tool), at=at)
        at -= timedelta(days=1)
    submitted = signed_tool("Ali Essai", title="Le carnet", slug="carnet")
    submit(submitted, editor)
    holding.give_content(page_id=submitted.pk, by=editor, holder_id=editor.pk)
    EditorialRecord.objects.filter(pk=submitted.pk).update(due_on=in_days(-1))
    *lines, following = panel(board)
    assert lines == ["à décider : 1", "dont vous avez la charge : 1", "en retard : 1", "programmées : 2"]
    assert following.startswith("Prochaine parution : Outil deux, ")
    assert following.endswith(", 9 h 05.")


def test_who_handles_a_step_finds_what_stands_at_hers_alone(client, editor, regional):
    client.force_login(regional, backend=BACKEND)
    assert panel(client) == []
    Task.objects.get(name="Réception par la rédaction").specific.groups.add(regional.groups.get())
    submit(signed_tool("Ali Essai", title="Le carnet", slug="carnet"), editor)
    to_reading(signed_tool("Ali Essai"), editor)
    tool = signed_tool(title="Outil", slug="outil")
    to_ready(tool, editor)
    schedule.schedule_content(page_id=tool.pk, by=editor, revision_id=revision_id(tool), at=timezone.now() + timedelta(days=2))
    assert panel(client) == ["à décider : 1", "dont vous avez la charge : 0", "en retard : 0"]


def test_whoever_is_asked_to_read_finds_it_there(client, editor, regional):
    tool = signed_tool("Ali Essai")
    to_reading(tool, editor)
    readers.ask_reader(page_id=tool.pk, by=editor, email=regional.email, due_on=in_days(5))
    client.force_login(regional, backend=BACKEND)
    assert panel(client) == ["textes à relire : 1"]


def queries_of_the_panel(editor) -> int:
    request = RequestFactory().get(HOME)
    request.user = User.objects.get(pk=editor.pk)
    with CaptureQueriesContext(connection) as captured:
        PublicationsPanel().render_html({"request": request})
    return len(captured)


def test_the_same_queries_for_one_piece_as_for_three(board, editor):
    submit(signed_tool("Ali Essai"), editor)
    queries_of_the_panel(editor)
    assert queries_of_the_panel(editor) == 6
    for number in range(2):
        submit(signed_tool("Ali Essai", title=f"Outil {number}", slug=f"outil-{number}"), editor)
    assert queries_of_the_panel(editor) == 6
