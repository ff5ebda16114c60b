"""Somebody is invited by mail and joins by link: what the link opens, to whom, how often and for how long; who may be invited."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from practices.domain import coauthors
from practices.domain.errors import OutOfDate
from practices.models import CoAuthor, PracticePage
from practices.together import invitations

from ..factories import make_user
from ..together import GUEST, invite, link_in, mails, make_coauthor, place, said_to, signed_in, text_of, together_mails

pytestmark = pytest.mark.usefixtures("reference_data")


def test_somebody_is_invited_accepts_and_takes_part(record, owner, guest):
    page = invite(signed_in(owner), record)
    assert (page.status_code, said_to(page), together_mails()) == (200, ["success"], [("invited", GUEST)])
    her = signed_in(guest)
    link = link_in(mails("invited")[0])
    assert her.get(place(record)).status_code == 404
    assert "Nadia Essai" in text_of(her.get(link))
    assert CoAuthor.objects.get().user is None
    joined = her.post(link, {"accept": "1"})
    assert (joined.status_code, joined["Location"]) == (302, place(record))
    row = CoAuthor.objects.get()
    assert (row.user, row.email, row.role, row.accepted_at is not None) == (guest, "", "edit", True)
    assert together_mails() == [("invited", GUEST), ("joined", owner.email)]
    assert [event.kind for event in record.events.order_by("pk")] == ["created", "coauthor_invited", "coauthor_joined"]
    assert [str(moment.told) for moment in signed_in(owner).get(place(record)).context["history"]] == [
        "Invitation acceptée",
        "Quelqu’un est invité à écrire la fiche ensemble",
        "Fiche commencée",
    ]


def test_the_mail_of_an_invitation_tells_the_title_and_nothing_else_of_the_sheet(record, owner):
    invite(signed_in(owner), record)
    body = mails("invited")[0].body
    assert record.page.draft_title in body
    assert record.page.get_latest_revision_as_object().summary not in body


def test_an_account_made_after_the_invitation_finds_it_under_my_sheets(record, owner):
    invite(signed_in(owner), record)
    nobody = Client()
    page = nobody.get(link_in(mails("invited")[0]))
    link = link_in(mails("invited")[0])
    assert page.status_code == 200
    assert f"/compte/inscription/?next={quote(link)}" in page.content.decode()
    assert nobody.post(link, {"accept": "1"}).status_code == 302
    assert CoAuthor.objects.get().user is None
    her = signed_in(make_user(GUEST.upper()))
    [(row, address)] = her.get("/mes-fiches/").context["invitations"]
    assert row == CoAuthor.objects.get()
    her.post(address, {"accept": "1"})
    mine = her.get("/mes-fiches/")
    assert mine.context["invitations"] == []
    assert [(one.record, one.role, one.holder) for one in mine.context["situations"]] == [(record, "edit", "Nadia Essai")]


def test_a_link_opens_the_sheet_to_the_invited_address_only(record, owner, guest):
    invite(signed_in(owner), record, email="quelqu.un@essai.example")
    link, her = link_in(mails("invited")[0]), signed_in(guest)
    page = her.get(link)
    assert (page.context["hers"], 'name="accept"' in page.content.decode()) == (False, False)
    refused = her.post(link, {"accept": "1"}, follow=True)
    assert (said_to(refused), CoAuthor.objects.get().user) == (["error"], None)
    assert her.get(place(record)).status_code == 404


def test_a_link_serves_once(record, owner, guest):
    invite(signed_in(owner), record)
    link, her = link_in(mails("invited")[0]), signed_in(guest)
    her.post(link, {"accept": "1"})
    assert her.get(link)["Location"] == place(record)
    assert signed_in(make_user("autre@essai.example")).get(link).status_code == 410
    assert Client().get(link).status_code == 410
    assert len(mails("joined")) == 1


def test_a_link_that_has_expired_was_taken_back_or_replaced_is_over(record, owner, guest, monkeypatch):
    her, his = signed_in(guest), signed_in(owner)
    invite(his, record)
    first = link_in(mails("invited")[0])
    invite(his, record, role="read")
    second = link_in(mails("invited")[1])
    assert (her.get(first).status_code, her.get(second).status_code) == (410, 200)
    assert her.post(first, {"accept": "1"}).status_code == 410
    assert CoAuthor.objects.get().role == "read"
    his.post(place(record, "ecrire-ensemble", str(CoAuthor.objects.get().pk)), {"remove": "1"})
    over = her.get(second)
    assert (over.status_code, "banc" in text_of(over)) == (410, False)
    invite(his, record)
    third, now = link_in(mails("invited")[2]), signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 15 * 24 * 3600)
    assert her.get(third).status_code == 410
    assert her.post(third, {"accept": "1"}).status_code == 410


def test_an_invitation_that_is_too_old_is_refused_by_the_domain_too_and_then_forgotten(record, owner, guest):
    row = coauthors.invite(page_id=record.pk, by=owner, email=GUEST, role="edit")
    for days, awaiting, left in [(13, 1, 1), (15, 0, 1), (31, 0, 0)]:
        CoAuthor.objects.update(invited_at=timezone.now() - timedelta(days=days))
        invitations.forget_expired()
        assert (len(invitations.awaiting(guest)), CoAuthor.objects.count()) == (awaiting, left)
        if days == 15:
            with pytest.raises(OutOfDate):
                coauthors.accept(invitation_id=row.pk, sent_at=CoAuthor.objects.get().invited_at.isoformat(), by=guest)


@pytest.mark.parametrize("forged", ["texte", [1], {"a": 1}, ["x", "y"], [10**30, "2026"], [None, None]])
def test_a_forged_link_is_not_found(guest, forged):
    her = signed_in(guest)
    assert her.get(f"/mes-fiches/invitation/{signing.dumps(forged, salt=invitations.SALT)}/").status_code == 404
    assert her.post(f"/mes-fiches/invitation/{signing.dumps(forged, salt='autre')}/", {"accept": "1"}).status_code == 404


def test_a_link_of_another_kind_is_no_invitation(record, guest):
    from practices.notifications import agreement_token

    assert signed_in(guest).get(f"/mes-fiches/invitation/{agreement_token(record)}/").status_code == 404


def test_an_invitation_is_declined_without_an_account_and_the_address_goes(record, owner):
    invite(signed_in(owner), record)
    link = link_in(mails("invited")[0])
    assert Client().post(link, {"decline": "1"}).status_code == 200
    assert CoAuthor.objects.count() == 0
    assert Client().get(link).status_code == 410
    assert together_mails() == [("invited", GUEST)]


@pytest.mark.parametrize(
    "email", ["", "pas une adresse", "a@b", "a" * 300 + "@essai.example", "x@essai.example\nBcc: y@essai.example", "\x00"]
)
def test_a_wrong_address_is_refused_in_words(record, owner, email):
    page = invite(signed_in(owner), record, email=email)
    assert (page.status_code, list(page.context["form"].errors), CoAuthor.objects.count()) == (422, ["email"], 0)
    assert together_mails() == []


def test_a_role_that_does_not_exist_is_refused(record, owner):
    page = invite(signed_in(owner), record, role="own")
    assert (page.status_code, list(page.context["form"].errors), CoAuthor.objects.count()) == (422, ["role"], 0)


def test_oneself_and_those_who_take_part_are_not_invited(record, owner, guest):
    make_coauthor(record, "read", user=guest)
    before = together_mails()
    for email in (owner.email.upper(), GUEST.upper()):
        assert invite(signed_in(owner), record, email=email).status_code == 422
    assert (together_mails(), CoAuthor.objects.count()) == (before, 1)


def test_an_address_is_invited_once_whatever_its_case(record, owner):
    his = signed_in(owner)
    for email in (GUEST, GUEST.upper()):
        assert invite(his, record, email=email).status_code == 200
    assert [row.email for row in CoAuthor.objects.all()] == [GUEST]
    assert len(mails("invited")) == 2


def test_so_many_invitations_a_day_and_so_many_co_authors(record, owner, monkeypatch):
    monkeypatch.setattr(coauthors, "MOST_A_DAY", 3)
    his = signed_in(owner)
    statuses = [invite(his, record, email=f"p{number}@essai.example").status_code for number in range(4)]
    assert (statuses, len(mails("invited"))) == ([200, 200, 200, 422], 3)
    CoAuthor.objects.all().delete()
    assert invite(his, record).status_code == 422, "taking invitations back does not give new ones"
    monkeypatch.setattr(coauthors, "MOST_A_DAY", 100)
    monkeypatch.setattr(coauthors, "MOST_ON_A_SHEET", 1)
    assert [invite(his, record, email=f"q{number}@essai.example").status_code for number in range(2)] == [200, 422]


def test_a_hostile_title_and_name_stay_words(record, owner, guest):
    record.page.owner.name = "<script>alert(1)</script>"
    record.page.owner.save()
    PracticePage.objects.filter(pk=record.pk).update(draft_title="Titre\r\nBcc: tous@essai.example <b>")
    make_coauthor(record, "edit", user=guest)
    assert "\n" not in mails("invited")[0].subject
    for path in ("/mes-fiches/", place(record), place(record, "ecrire-ensemble"), place(record, "commentaires")):
        html = signed_in(guest).get(path).content.decode()
        assert ("<script>alert" in html, "<b>" in html.replace("<b>&", "")) in [(False, False), (False, True)], path
        assert "Titre\r\nBcc: tous@essai.example <b>" not in html
