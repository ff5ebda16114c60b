"""Every cell of the table of roles, allowed and refused, tried through HTTP; what is refused changes nothing."""

import pytest
from django.db import transaction
from django.test import Client

from tests.practices.together import BACKEND

from . import acts
from .render import PAGE, rendered
from .states import make_sheet
from .table import ROLES, RULES, STATES, allowed

pytestmark = pytest.mark.usefixtures("reference_data")


def test_the_table_and_its_page_tell_the_same_and_every_act_is_tried():
    assert PAGE.read_text(encoding="utf-8") == rendered()
    assert {act for act, *_rest in RULES} == acts.PAGES.keys() | acts.ACTS.keys()


@pytest.mark.parametrize("state", STATES)
def test_each_role_does_what_the_table_allows_in_this_state_and_nothing_else(state):
    sheet = make_sheet(state)
    before = acts.trace(sheet)
    done: dict[str, set[str]] = {act: set() for act, *_rest in RULES}
    for role in ROLES:
        client = Client()
        if sheet.people[role]:
            client.force_login(sheet.people[role], backend=BACKEND)
        for number, act in enumerate(done):
            # From another machine each time: no allowance is used up.
            client.defaults["REMOTE_ADDR"] = f"10.0.{list(ROLES).index(role)}.{number + 1}"
            with transaction.atomic():
                if acts.tried(client, act, sheet, before):
                    done[act].add(role)
                transaction.set_rollback(True)
    expected = allowed(state)
    assert {act: done[act] for act in done if done[act] != expected[act]} == {}
    assert done == expected
