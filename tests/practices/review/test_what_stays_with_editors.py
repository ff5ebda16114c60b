"""What readers wrote reaches the contributor by the editor's letter alone, who they are not at all: her pages, her mails, her data."""

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import get_resolver

from core.models import OutgoingMail
from practices.domain import holding, review, reviewers, submission
from practices.forms.steps import STEPS
from practices.own_data import data_of
from practices.review.letters import Asked

from ..factories import fresh, make_editor
from .conftest import BACKEND, ask, decide, filled, give, in_days

pytestmark = pytest.mark.usefixtures("reference_data")

CANARY, CHOSEN = "canariperce", "perruche"


@pytest.fixture
def read(record, editor):
    """Somebody asked by mail and a second editor have read the sheet; a reader has begun; the sheet has a holder and a day."""
    colleague = make_editor("Hauts-de-France", f"{CANARY}-collegue@essai.example")
    answers = {f"_{number}": ("no" if number == 5 else "yes", f"{CANARY} {number}") for number in range(1, 10)}
    give(ask(record, editor, f"{CANARY}-dehors@essai.example", name=f"{CANARY} Yves"), remarks=CHOSEN, **answers)
    own = reviewers.read_oneself(page_id=record.pk, by=colleague)
    give(own, remarks=f"{CANARY} entre nous", **answers)
    begun = ask(record, editor, f"{CANARY}-autre@essai.example", name=f"{CANARY} Zoé")
    reviewers.save_review(page_id=record.pk, review_id=begun.pk, grid=filled(**answers), remarks=f"{CANARY} brouillon")
    holding.give_practice(page_id=record.pk, by=editor, holder_id=colleague.pk)
    holding.set_due_date(page_id=record.pk, by=editor, due_on=in_days(8))
    return record


def addresses(record):
    """Every page about one sheet, out of the admin."""
    for pattern in get_resolver().namespace_dict["practices"][1].reverse_dict.lists():
        for possibilities, *_rest in pattern[1]:
            for route, arguments in possibilities:
                values = {"identifier": record.identifier, "region": record.region.slug, "slug": record.slug}
                if set(arguments) == {"identifier", "slug"}:
                    yield from (f"/{route % (values | {'slug': step.slug})}" for step in STEPS)
                elif arguments and set(arguments) <= values.keys():
                    yield f"/{route % values}"


def found_by(client, contributor, record):
    """Where the words of readers stand, for her: pages, mails, her own data."""
    client.force_login(contributor, backend=BACKEND)
    pages = {address: client.get(address) for address in dict.fromkeys(["/mes-fiches/", "/relecture/", *addresses(fresh(record.pk))])}
    opened = [address for address, answer in pages.items() if answer.status_code == 200]
    texts = {address: _body(answer) for address, answer in pages.items()}
    texts |= {mail["template"]: str(mail) for mail in OutgoingMail.objects.filter(to=contributor.email).values()}
    texts["data"] = json.dumps(data_of(contributor), cls=DjangoJSONEncoder, ensure_ascii=False)
    return opened, *([where for where, text in texts.items() if word in text] for word in (CANARY, CHOSEN))


def _body(answer) -> str:
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode(errors="replace")


def test_while_it_is_read_nothing_is_seen(client, read, contributor):
    opened, leaked, chosen = found_by(client, contributor, read)
    assert (len(opened) > 5, leaked, chosen) == (True, [], [])


def test_what_is_asked_holds_what_the_editor_chose_and_no_more(client, read, contributor, editor):
    review.request_changes(page_id=read.pk, by=editor, comment=f"Merci. {CHOSEN}", asked=[Asked("context", "D’où vient-elle ?")])
    opened, leaked, chosen = found_by(client, contributor, read)
    assert (f"/mes-fiches/{read.identifier}/demandes/" in opened, leaked) == (True, [])
    assert {f"/mes-fiches/{read.identifier}/", "practices/mail/changes_requested.txt", "data"} <= set(chosen)
    submission.submit_practice(page_id=read.pk, by=contributor)
    assert found_by(client, contributor, read)[1] == []


@pytest.mark.parametrize("end", ["published", "declined"])
def test_a_decision_lets_nothing_more_through(client, read, contributor, editor, end):
    if end == "published":
        decide(read, editor, letter="Merci.")
    else:
        review.decline_practice(page_id=read.pk, by=editor, reason="Hors du champ.")
    opened, leaked, chosen = found_by(client, contributor, read)
    public = f"/pratiques/hauts-de-france/{fresh(read.pk).slug}/fiche.json"
    assert (public in opened, leaked, chosen) == (end == "published", [], [])
