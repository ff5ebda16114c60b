"""The signed link: it opens one sheet in one round to one reader, and afterwards nothing; no page of it tells more than it must."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from core.models import OutgoingMail
from practices.domain import review as domain
from practices.domain import reviewers, submission
from practices.domain.routing import hand_over_practice
from practices.models import RegionPage, Review
from practices.review import links
from practices.views import reviewer as views

from ..factories import correct, make_submitted, make_user
from .conftest import BACKEND, ask, filled, give, link

pytestmark = pytest.mark.usefixtures("reference_data")


@pytest.fixture(autouse=True)
def _allowance(monkeypatch):
    monkeypatch.setattr(views.allowance, "_hands", {})


@pytest.fixture
def asked(record, editor):
    return ask(record, editor, name="Yves")


def posted(done=False, remarks="", **changed):
    grid = filled(**changed)
    values = {f"answer-{key}": row["answer"] for key, row in grid.items()} | {f"comment-{key}": row["comment"] for key, row in grid.items()}
    return values | {"remarks": remarks, "done" if done else "keep": "1"}


def test_the_link_of_the_mail_opens_the_sheet_and_the_grid(client, asked):
    body = OutgoingMail.objects.get(template="practices/mail/review_asked.txt").body
    [path] = re.findall(r"^https?://[^/]+(/relecture/\S+/)$", body, re.M)[:1]
    response = client.get(path)
    page = response.content.decode()
    assert (response.status_code, page.count("<fieldset"), "Le banc des parents" in page) == (200, 9, True)
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "same-origin"
    assert {"no-store", "private"} <= {part.strip() for part in response["Cache-Control"].split(",")}


def test_no_reader_learns_the_contributors_contact_nor_another_reading(client, asked, record, editor, reader):
    give(ask(record, editor, reader.email), _4=("no", "Une famille est reconnaissable."), remarks="Entre nous.")
    page = client.get(link(asked)).content.decode()
    told = [
        secret for secret in ("contact@essai.example", "Contact Essai", "03 20 00 00 00", "contributrice@essai.example") if secret in page
    ]
    told += [secret for secret in ("reconnaissable", "Entre nous", "Samia", reader.email, editor.email) if secret in page]
    assert told == []


def test_what_is_filled_in_is_kept_and_shown_again(client, asked, mailoutbox):
    response = client.post(link(asked), posted(_1=("yes", "Clair <b>et</b> net"), _4="no", remarks="À suivre"))
    assert response.status_code == 200
    kept = Review.objects.get()
    assert (kept.grid["1"], kept.grid["4"]["answer"], kept.remarks, kept.done_at) == (
        {"answer": "yes", "comment": "Clair <b>et</b> net"},
        "no",
        "À suivre",
        None,
    )
    page = client.get(link(asked)).content.decode()
    assert ("Clair &lt;b&gt;et&lt;/b&gt; net" in page, "À suivre" in page, page.count(" checked>")) == (True, True, 9)


def test_a_reading_given_in_closes_its_link(client, asked):
    assert client.post(link(asked), posted(done=True, _1="yes")).status_code == 200
    assert Review.objects.get().done_at is not None
    for answer in (client.get(link(asked)), client.post(link(asked), posted(_1="no"))):
        page = answer.content.decode()
        assert (answer.status_code, "Le banc des parents" in page, answer["X-Robots-Tag"]) == (410, False, "noindex, nofollow")
    assert Review.objects.get().grid["1"]["answer"] == "yes"


@pytest.mark.parametrize(
    "values",
    [
        {"answer-1": "peut-être"},
        {"answer-1": ["yes", "drop table"]},
        {"comment-2": "x" * 2001},
        {"comment-9": "a\x00b"},
        {"remarks": "x" * 5001},
    ],
)
def test_a_hostile_grid_is_refused_whole_and_stays_on_the_page(client, asked, values):
    answer = client.post(link(asked), posted(done=True, _3="yes") | values)
    assert (answer.status_code, Review.objects.get().grid, Review.objects.get().done_at) == (422, {}, None)
    assert 'value="yes" checked' in answer.content.decode()


def test_what_is_typed_begins_at_the_first_place_of_its_box(client, asked):
    client.post(link(asked), posted(_1=("no", "Où ?"), remarks="Clair."))
    boxes = re.findall(r"<textarea[^>]*>(.*?)</textarea>", client.get(link(asked)).content.decode(), re.S)
    assert boxes == ["Où ?", *[""] * 8, "Clair."]


def test_an_empty_post_keeps_an_empty_grid(client, asked):
    assert client.post(link(asked), {}).status_code == 200
    assert Review.objects.get().grid == filled()


def test_a_reading_that_says_nothing_is_not_given_in(client, asked):
    refused = client.post(link(asked), posted(done=True))
    assert (refused.status_code, Review.objects.get().done_at) == (422, None)
    assert 'href="#grid-1"' in refused.content.decode()
    assert client.post(link(asked), posted(done=True, remarks="Rien à redire.")).status_code == 200
    assert Review.objects.get().done_at is not None


def test_one_button_says_that_she_will_not_read_it(client, asked):
    refusing = f"{link(asked)}refuser/"
    assert (client.get(refusing).status_code, Review.objects.get().given_up_at) == (200, None)
    assert (client.post(refusing).status_code, Review.objects.get().given_up_why) == (200, "refused")
    assert (client.get(link(asked)).status_code, client.post(refusing).status_code) == (410, 410)


def test_a_link_taken_back_opens_nothing_even_once_she_is_asked_anew(client, asked, record, editor):
    former = link(asked)
    reviewers.take_back_review(page_id=record.pk, review_id=asked.pk, by=editor)
    assert client.get(former).status_code == 410
    again = ask(record, editor)
    assert (client.get(former).status_code, client.get(link(again)).status_code) == (410, 200)


@pytest.mark.parametrize("end", ["approved", "declined", "changes", "taken_back", "next round", "handed over"])
def test_the_link_ends_with_its_round(client, asked, record, editor, contributor, end):
    if end == "approved":
        from .conftest import decide

        decide(record, editor)
    elif end == "declined":
        domain.decline_practice(page_id=record.pk, by=editor, reason="Hors du champ.")
    elif end == "taken_back":
        submission.take_back_practice(page_id=record.pk, by=contributor)
    elif end == "handed over":
        elsewhere = RegionPage.objects.get(slug="bretagne")
        hand_over_practice(page_id=record.pk, by=editor, region_id=elsewhere.pk, reason="L’action est à Rennes.")
    else:
        domain.request_changes(page_id=record.pk, by=editor, comment="Qui ?")
        if end == "next round":
            submission.submit_practice(page_id=record.pk, by=contributor)
    answer = client.get(link(asked))
    assert (answer.status_code, "Le banc des parents" in answer.content.decode()) == (410, False)


def test_forged_links_are_not_found(client, asked):
    good = links.token(asked)
    forged = [
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        signing.dumps([asked.pk, 0], salt="practices.agreement"),
        signing.dumps([asked.pk], salt=links.SALT),
        signing.dumps("texte", salt=links.SALT),
        signing.dumps({"a": 1}, salt=links.SALT),
        str(asked.pk),
        "é" * 50,
        "x" * 3000,
    ]
    assert [client.get(f"/relecture/{token}/").status_code for token in forged] == [404] * len(forged)
    stale = signing.dumps([asked.pk, 0], salt=links.SALT)
    unknown = signing.dumps([10**9, 0], salt=links.SALT)
    odd = signing.dumps(["pk", None], salt=links.SALT)
    assert [client.get(f"/relecture/{token}/").status_code for token in (stale, unknown, odd)] == [410, 410, 404]


def test_a_link_too_old_is_over(client, asked, monkeypatch):
    monkeypatch.setattr(links, "LIFETIME", -1)
    answer = client.get(link(asked))
    assert (answer.status_code, "Le banc des parents" in answer.content.decode()) == (410, False)


def test_a_closed_account_reads_nothing(client, record, editor, reader):
    asked = ask(record, editor, reader.email)
    assert client.get(link(asked)).status_code == 200
    reader.is_active = False
    reader.save()
    assert client.get(link(asked)).status_code == 410


def test_the_version_that_was_given_is_shown_though_the_text_was_corrected(client, asked, record, editor):
    correct(record, editor, summary="Un résumé corrigé entre-temps.")
    assert "corrigé entre-temps" not in client.get(link(asked)).content.decode()


def test_the_files_of_a_sheet_are_asked_for_by_the_same_link_only(client, asked, contributor):
    assert client.get(f"{link(asked)}image/").status_code == 404
    assert client.get(f"{link(asked)}documents/1/").status_code == 404
    other = make_submitted(contributor, title="Une autre")
    assert client.get(f"/p/{other.identifier}/image/?version=derniere").status_code == 404


def test_who_tries_links_is_asked_to_wait(client, asked, monkeypatch):
    monkeypatch.setattr(views.allowance, "a_minute", 5)
    statuses = [client.get("/relecture/essai/").status_code for _ in range(7)]
    assert (statuses[:5], statuses[5:]) == ([404] * 5, [429] * 2)
    assert int(client.get(link(asked))["Retry-After"]) > 0


def test_a_member_finds_her_readings_and_nobody_elses(client, record, editor, reader, contributor):
    asked = ask(record, editor, reader.email)
    assert client.get("/relecture/").status_code == 302
    client.force_login(reader, backend=BACKEND)
    page = client.get("/relecture/").content.decode()
    assert ("Le banc des parents" in page, link(asked) in page) == (True, True)
    notice = "Une fiche attend votre relecture."
    assert notice in client.get("/mes-fiches/").content.decode()
    give(asked)
    assert notice not in client.get("/mes-fiches/").content.decode()
    response = client.get("/relecture/")
    assert (response.context["awaited"], response.context["done"]) == ([], [asked])
    stranger = Client()
    stranger.force_login(make_user("autre@essai.example"), backend=BACKEND)
    assert "Le banc des parents" not in stranger.get("/relecture/").content.decode()


def test_a_late_reading_says_so(client, record, editor, reader):
    asked = ask(record, editor, reader.email)
    Review.objects.filter(pk=asked.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    client.force_login(reader, backend=BACKEND)
    assert "(en retard)" in client.get("/relecture/").content.decode()


def test_readers_never_enter_the_admin(client, record, editor, reader):
    ask(record, editor, reader.email)
    client.force_login(reader, backend=BACKEND)
    assert client.get(f"/gestion/fiches/{record.pk}/").status_code == 403
    assert client.get(f"/p/{record.identifier}/image/?version=derniere").status_code == 404
    assert client.get(f"/mes-fiches/{record.identifier}/").status_code == 404
