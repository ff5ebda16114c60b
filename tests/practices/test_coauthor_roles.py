"""What each of those who write a sheet together may do with it, through HTTP; and that none of them decides on it."""

import re

import pytest

from practices import permissions
from practices.domain import coauthors, drafts, review, submission
from practices.domain.errors import Forbidden
from practices.models import CoAuthor

from .factories import fresh, make_draft, make_editor, make_published, make_submitted, make_user
from .submission.conftest import ANSWERS
from .together import ROLES, make_coauthor, signed_in, trace

pytestmark = pytest.mark.usefixtures("reference_data")


@pytest.fixture
def owner(reference_data):
    return make_user(name="Nadia Essai")


# What each may do with a draft, and with a published sheet: x allowed, . refused, in this order.
PEOPLE = ("holder", "edit", "comment", "read", "stranger", "visitor")
TABLE = """
                    holder edit comment read stranger visitor
draft     see       x      x    x       x    .        .
draft     preview   x      x    x       x    .        .
draft     comments  x      x    x       x    .        .
draft     versions  x      x    x       x    .        .
draft     people    x      x    x       x    .        .
draft     write     x      x    .       .    .        .
draft     restore   x      x    .       .    .        .
draft     comment   x      x    x       .    .        .
draft     send      x      .    .       .    .        .
draft     invite    x      .    .       .    .        .
draft     role      x      .    .       .    .        .
draft     remove    x      .    .       .    .        .
draft     withhold  x      .    .       .    .        .
draft     delete    x      .    .       .    .        .
submitted take_back x      .    .       .    .        .
submitted write     .      .    .       .    .        .
submitted comment   x      x    x       .    .        .
published write     x      x    .       .    .        .
published withdraw  x      .    .       .    .        .
published withhold  x      .    .       .    .        .
"""


def cells():
    header, *lines = TABLE.strip().splitlines()
    assert tuple(header.split()) == PEOPLE
    for line in lines:
        state, act, *marks = line.split()
        for person, mark in zip(PEOPLE, marks, strict=True):
            yield pytest.param(state, act, person, mark == "x", id=f"{state}-{act}-{person}")


def reads(response):
    return response.status_code == 200


ACTS = {
    "see": lambda client, at: reads(client.get(at("mes-fiches"))),
    "preview": lambda client, at: reads(client.get(at("deposer", "apercu"))),
    "comments": lambda client, at: reads(client.get(at("mes-fiches", "commentaires"))),
    "versions": lambda client, at: reads(client.get(at("mes-fiches", "historique"))),
    "people": lambda client, at: reads(client.get(at("mes-fiches", "ecrire-ensemble"))),
    "comment": lambda client, at: client.post(at("mes-fiches", "commentaires"), {"field": "summary", "text": "Et les parents ?"}),
    "take_back": lambda client, at: client.post(at("mes-fiches", "reprendre")),
    "delete": lambda client, at: client.post(at("mes-fiches", "supprimer")),
    "withdraw": lambda client, at: client.post(at("mes-fiches", "retirer"), {"reason": "", "text": ""}),
    "withhold": lambda client, at: client.post(at("mes-fiches", "noms"), {"withhold": "1"}),
    "invite": lambda client, at: client.post(at("mes-fiches", "ecrire-ensemble"), {"email": "encore@essai.example", "role": "read"}),
}


def sends(client, record, at):
    """Whether the sheet is under review once the button of the form's last screen was pressed, with its answers."""
    place = at("deposer", "relire-et-envoyer")
    hidden = dict(re.findall(r'type="hidden" name="(form|number|read|writer)" value="([^"]*)"', client.get(place).content.decode()))
    client.post(place, ANSWERS["relire-et-envoyer"] | hidden | {"send": "1"})
    return fresh(record.pk).is_under_review


def act_of(act, record, awaited):
    """The act as a function of a browser; those that need to know the sheet are made here."""
    if act == "write":
        return lambda client, at: drafts.save_draft(page_id=record.pk, by=client.user, values={"summary": "Autre résumé."})
    if act == "send":
        return lambda client, at: sends(client, record, at)
    if act == "restore":
        first = record.page.revisions.order_by("pk").first().pk
        return lambda client, at: client.post(at("mes-fiches", "historique", str(first), "reprendre"))
    if act in ("role", "remove"):
        data = {"remove": "1"} if act == "remove" else {"role": "edit"}
        return lambda client, at: client.post(at("mes-fiches", "ecrire-ensemble", str(awaited.pk)), data)
    return ACTS[act]


@pytest.mark.parametrize(("state", "act", "person", "allowed"), list(cells()))
def test_each_may_do_what_the_table_says(state, act, person, allowed, owner):
    made = {"draft": make_draft, "submitted": make_submitted, "published": lambda who: make_published(who, make_editor())}[state]
    record = made(owner)
    for role in ROLES:
        make_coauthor(record, role)
    awaited = coauthors.invite(page_id=record.pk, by=owner, email="attendu@essai.example", role="read")
    if act == "restore":
        record.page.get_latest_revision_as_object().save_revision(user=owner)
        record = fresh(record.pk)
    people = {"holder": owner, "stranger": make_user("passante@essai.example"), "visitor": None}
    user = people[person] if person in people else CoAuthor.objects.get(record=record, role=person, user__isnull=False).user
    client = signed_in(user)
    client.user = user
    before = trace(record)

    def at(root, *more):
        return "/".join([f"/{root}", record.identifier, *more, ""])

    doing = act_of(act, record, awaited)
    if act == "write":
        if user is not None and allowed:
            doing(client, at)
        elif user is not None:
            with pytest.raises(Forbidden):
                doing(client, at)
        assert (trace(record) != before) == allowed
        page = client.get(f"/deposer/{record.identifier}/essentiel/")
        assert (page.status_code == 200) == allowed
    else:
        done = doing(client, at)
        if isinstance(done, bool):
            assert done == allowed
        else:
            assert done.status_code in (200, 302, 404, 409, 422)
            assert (trace(record) != before) == allowed


@pytest.mark.parametrize("role", ROLES)
def test_an_editor_who_is_or_was_a_co_author_does_not_decide(owner, role):
    editor, other = make_editor("Hauts-de-France"), make_editor("Hauts-de-France")
    record = make_draft(owner)
    make_coauthor(record, role, user=editor)
    submission.submit_practice(page_id=record.pk, by=owner)
    desk = signed_in(editor)

    def refusals(person):
        current = fresh(record.pk)
        rules = (permissions.may_decide, permissions.may_approve, permissions.may_correct)
        return [rule(person, current) is not None for rule in rules]

    assert (refusals(editor), refusals(other)) == ([True] * 3, [False] * 3)
    with pytest.raises(Forbidden):
        review.take_in_charge(page_id=record.pk, by=editor)
    assert desk.get(f"/gestion/fiches/{record.pk}/").status_code == 200
    coauthors.leave(page_id=record.pk, by=editor)
    assert (refusals(editor), refusals(other)) == ([True] * 3, [False] * 3)
