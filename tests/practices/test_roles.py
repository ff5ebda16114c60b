"""Who may do what with a sheet, as a table written by hand from the domain's roles, tried cell by cell through HTTP."""

import pytest
from django.urls import reverse

from accounts.groups import REVIEWERS
from practices import content
from practices.domain.records import latest_version
from practices.models import RegionPage

from .factories import fresh, make_draft, make_editor, make_published, make_submitted, make_user

pytestmark = pytest.mark.usefixtures("reference_data")

ROLES = ("visitor", "member", "contributor", "editor", "elsewhere", "national", "reviewer", "superuser")

# What each role may do with a sheet of Hauts-de-France in each state: "x" allowed, "." refused, in the order of ROLES.
TABLE = """
                        visitor member contributor editor elsewhere national reviewer superuser
draft      read_public  .       .      .           .      .         .        .        .
draft      write        .       .      x           .      .         .        .        .
draft      preview      .       .      x           .      .         .        .        .
draft      read_desk    .       .      .           .      .         .        .        .
draft      correct      .       .      .           .      .         .        .        .
draft      take         .       .      .           .      .         .        .        .
draft      approve      .       .      .           .      .         .        .        .
draft      ask_changes  .       .      .           .      .         .        .        .
draft      decline      .       .      .           .      .         .        .        .
draft      hand_over    .       .      .           .      .         .        .        .
submitted  read_public  .       .      .           .      .         .        .        .
submitted  write        .       .      .           .      .         .        .        .
submitted  preview      .       .      x           .      .         .        .        .
submitted  read_desk    .       .      .           x      .         x        .        .
submitted  correct      .       .      .           x      .         x        .        .
submitted  take         .       .      .           x      .         x        .        .
submitted  approve      .       .      .           x      .         x        .        .
submitted  ask_changes  .       .      .           x      .         x        .        .
submitted  decline      .       .      .           x      .         x        .        .
submitted  hand_over    .       .      .           x      .         x        .        .
published  read_public  x       x      x           x      x         x        x        x
published  write        .       .      x           .      .         .        .        .
published  preview      .       .      x           .      .         .        .        .
published  read_desk    .       .      .           x      .         x        .        .
published  correct      .       .      .           .      .         .        .        .
published  take         .       .      .           .      .         .        .        .
published  approve      .       .      .           .      .         .        .        .
published  ask_changes  .       .      .           .      .         .        .        .
published  decline      .       .      .           .      .         .        .        .
published  hand_over    .       .      .           x      .         x        .        .
"""


def lines():
    """One case for each line of the table: state, action, and whether each role is allowed."""
    header, *lines = TABLE.strip().splitlines()
    assert tuple(header.split()) == ROLES
    for line in lines:
        state, action, *marks = line.split()
        yield pytest.param(state, action, {role: mark == "x" for role, mark in zip(ROLES, marks, strict=True)}, id=f"{state}-{action}")


@pytest.fixture
def contributor(reference_data):
    return make_user()


@pytest.fixture
def sign_in(client, contributor):
    """Signs in a person of this role."""
    people = {
        "member": lambda: make_user("quelqu-un@essai.example"),
        "contributor": lambda: contributor,
        "editor": lambda: make_editor("Hauts-de-France"),
        "elsewhere": lambda: make_editor("Île-de-France"),
        "national": lambda: make_editor(None),
        "reviewer": lambda: make_user("relectrice@essai.example", group=REVIEWERS),
        "superuser": lambda: make_user("admin@essai.example", is_superuser=True),
    }

    def sign_in(role):
        client.logout()
        if role != "visitor":
            client.force_login(people[role]())
        return client

    return sign_in


def make_sheet(state, contributor):
    if state == "published":
        return make_published(contributor, make_editor("Hauts-de-France"))
    return {"draft": make_draft, "submitted": make_submitted}[state](contributor)


def snapshot(record):
    """What an act would change."""
    record = fresh(record.pk)
    return record.review_state, record.public_state, record.region_id, record.holder_id


def try_to(client, action, record):
    """Whether the page opened, or the act changed the sheet."""
    before = snapshot(record)
    desk = {
        "read_desk": "review",
        "take": "take",
        "approve": "approve",
        "ask_changes": "ask_changes",
        "decline": "decline",
        "hand_over": "hand_over",
    }
    if action == "read_public":
        return client.get(f"/p/{record.identifier}/", follow=True).status_code == 200
    if action == "write":
        return client.get(reverse("practices:submit_step", args=[record.identifier, "essentiel"])).status_code == 200
    if action == "preview":
        return client.get(reverse("practices:submit_preview", args=[record.identifier])).status_code == 200
    if action == "correct":
        return client.get(reverse("wagtailadmin_pages:edit", args=[record.pk])).status_code == 200
    address = reverse(f"practices_desk:{desk[action]}", args=[record.pk])
    if action == "read_desk":
        return client.get(address).status_code == 200
    client.post(address, form_of(record))
    return snapshot(record) != before


def form_of(record):
    """What every decision's form asks for."""
    return {
        "comment": "Pour essai.",
        "region": RegionPage.objects.get(slug="bretagne").pk,
        "revision": record.page.latest_revision_id,
        "content_hash": content.public_hash(latest_version(record)),
    }


@pytest.mark.parametrize(("state", "action", "allowed"), list(lines()))
def test_each_role_may_do_what_the_table_says(sign_in, contributor, state, action, allowed):
    record, tried = make_sheet(state, contributor), {}
    # Refusals change nothing, so that they share one sheet; they come first.
    for role in sorted(ROLES, key=allowed.get):
        before = snapshot(record)
        tried[role] = try_to(sign_in(role), action, record)
        if snapshot(record) != before:
            record = make_sheet(state, contributor)
    assert tried == allowed
