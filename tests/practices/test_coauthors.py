"""Writing a sheet with others: invited by mail, joined by link, with a role; each role's acts, the list, leaving, and who comes after."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from practices import permissions
from practices.domain import coauthors
from practices.domain.errors import Faulty, Forbidden, OutOfDate
from practices.models import CoAuthor, PracticeEvent, PracticePage
from practices.situations import INTERNAL, TOLD
from practices.together import invitations

from .factories import fresh, make_draft, make_user
from .together import link_in, mails, make_coauthor, row_of, said_to, signed_in, text_of, together_mails, trace

pytestmark = pytest.mark.usefixtures("reference_data")
GUEST = "invitee@essai.example"


@pytest.fixture
def owner(reference_data):
    return make_user(name="Nadia Essai")


@pytest.fixture
def record(owner):
    return make_draft(owner)


@pytest.fixture
def guest(reference_data):
    return make_user(GUEST, name="Samia Invitée")


def place(record, *more):
    return "/".join(["/mes-fiches", record.identifier, *more, ""])


def invite(client, record, email=GUEST, role="edit"):
    return client.post(place(record, "ecrire-ensemble"), {"email": email, "role": role}, follow=True)


# --- the story ---


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


def test_one_s_own_sheets_and_shared_ones_are_told_apart(record, owner, guest):
    make_coauthor(record, "comment", user=guest)
    own = make_draft(guest)
    page = signed_in(guest).get("/mes-fiches/")
    assert [(one.record, one.role) for one in page.context["situations"]] == [(own, ""), (record, "comment")]
    assert "Partagée avec vous par Nadia Essai : vous pouvez la lire et la commenter." in text_of(page)
    assert "Écrite avec Samia Invitée" in text_of(signed_in(owner).get("/mes-fiches/"))


# --- the link ---


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


# --- who may be invited ---


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


# --- the list ---


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_sheets_costs_the_same_for_one_shared_sheet_and_for_three(guest, number, django_assert_num_queries):
    for index in range(number):
        record = make_draft(make_user(f"autrice{index}@essai.example"))
        make_coauthor(record, "edit", user=guest)
        make_coauthor(record, "read", email=f"lectrice{index}@essai.example")
    her = signed_in(guest)
    her.get("/mes-fiches/")
    with django_assert_num_queries(9):
        page = her.get("/mes-fiches/")
    assert len(page.context["situations"]) == number


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_people_costs_the_same_for_one_and_for_three(record, owner, number, django_assert_num_queries):
    for index in range(number):
        make_coauthor(record, "edit", email=f"p{index}@essai.example")
    his = signed_in(owner)
    his.get(place(record, "ecrire-ensemble"))
    with django_assert_num_queries(6):
        page = his.get(place(record, "ecrire-ensemble"))
    assert len(page.context["members"]) == number


def test_addresses_that_have_not_answered_are_shown_to_who_invited_them_only(record, owner, guest):
    make_coauthor(record, "edit", user=guest)
    coauthors.invite(page_id=record.pk, by=owner, email="attendu@essai.example", role="read")
    assert "attendu@essai.example" in text_of(signed_in(owner).get(place(record, "ecrire-ensemble")))
    assert "attendu@essai.example" not in text_of(signed_in(guest).get(place(record, "ecrire-ensemble")))


def test_a_role_is_changed_and_takes_effect_at_once(record, owner, guest):
    make_coauthor(record, "read", user=guest)
    her, his = signed_in(guest), signed_in(owner)
    assert her.get(f"/deposer/{record.identifier}/essentiel/").status_code == 302
    his.post(place(record, "ecrire-ensemble", str(row_of(record, guest).pk)), {"role": "edit"})
    assert her.get(f"/deposer/{record.identifier}/essentiel/").status_code == 200
    his.post(place(record, "ecrire-ensemble", str(row_of(record, guest).pk)), {"role": "owner"})
    assert row_of(record, guest).role == "edit"
    his.post(place(record, "ecrire-ensemble", str(row_of(record, guest).pk)), {"role": "edit"})
    event = record.events.get(kind="coauthor_role")
    assert (event.actor, event.person) == (owner, guest), "one change, one line"
    assert "Changement de ce que peut une personne invitée" in text_of(his.get(place(record)))


def test_a_co_author_is_removed_told_of_it_and_sees_nothing_any_more(record, owner, guest):
    make_coauthor(record, "edit", user=guest)
    number = str(row_of(record, guest).pk)
    his = signed_in(owner)
    assert said_to(his.post(place(record, "ecrire-ensemble", number), {"remove": "1"}, follow=True)) == ["success"]
    assert said_to(his.post(place(record, "ecrire-ensemble", number), {"remove": "1"}, follow=True)) == ["error"]
    assert together_mails()[2:] == [("removed", GUEST)]
    assert signed_in(guest).get(place(record)).status_code == 404
    left = record.events.get(kind="coauthor_left")
    assert (left.actor, left.person) == (owner, guest)


def test_the_row_of_another_sheet_is_out_of_reach(record, owner, guest):
    elsewhere = make_draft(make_user("autrice@essai.example"))
    make_coauthor(elsewhere, "read", user=guest)
    number = str(row_of(elsewhere, guest).pk)
    for data in ({"remove": "1"}, {"role": "edit"}):
        assert said_to(signed_in(owner).post(place(record, "ecrire-ensemble", number), data, follow=True)) == ["error"]
    assert row_of(elsewhere, guest).role == "read"


def test_a_co_author_leaves_once_confirmed(record, owner, guest):
    make_coauthor(record, "comment", user=guest)
    her = signed_in(guest)
    assert her.get(place(record, "ecrire-ensemble", "quitter")).status_code == 200
    assert CoAuthor.objects.count() == 1
    assert her.post(place(record, "ecrire-ensemble", "quitter"))["Location"] == "/mes-fiches/"
    assert (CoAuthor.objects.count(), together_mails()[2:]) == (0, [("left", owner.email)])
    assert her.post(place(record, "ecrire-ensemble", "quitter")).status_code == 404
    assert signed_in(owner).get(place(record, "ecrire-ensemble", "quitter")).status_code == 302


def test_who_changed_her_address_to_an_invited_one_is_not_there_twice(record, owner, guest):
    make_coauthor(record, "edit", user=guest)
    row = coauthors.invite(page_id=record.pk, by=owner, email="nouvelle@essai.example", role="read")
    guest.email = "nouvelle@essai.example"
    guest.save()
    coauthors.accept(invitation_id=row.pk, sent_at=row.invited_at.isoformat(), by=guest)
    assert [(each.user, each.role) for each in CoAuthor.objects.all()] == [(guest, "edit")]


# --- after the contributor ---


def test_a_sheet_goes_to_the_first_who_writes_it_when_its_contributor_leaves(record, owner):
    make_coauthor(record, "comment")
    first = make_coauthor(record, "edit", email="premiere@essai.example")
    second = make_coauthor(record, "edit", email="seconde@essai.example")
    before = len(together_mails())
    assert coauthors.pass_on(page_id=record.pk, by=owner) == first
    assert fresh(record.pk).page.owner == first
    assert set(CoAuthor.objects.values_list("user", flat=True)) == {
        second.pk,
        *CoAuthor.objects.filter(role="comment").values_list("user", flat=True),
    }
    assert together_mails()[before:] == [("given", first.email)]
    event = record.events.get(kind="reassigned")
    assert (event.actor, event.person) == (owner, first)
    assert signed_in(owner).get(place(record)).status_code == 404
    assert permissions.wrote(owner, fresh(record.pk)), "it stays her text"


def test_a_sheet_is_proposed_to_who_writes_it_and_hers_once_she_accepts(record, owner, guest):
    make_coauthor(record, "edit", user=guest)
    share, answer = place(record, "ecrire-ensemble", str(row_of(record, guest).pk)), place(record, "ecrire-ensemble", "confier")
    hers, theirs = signed_in(owner), signed_in(guest)
    assert "Confier la fiche" in text_of(hers.get(place(record, "ecrire-ensemble")))
    before = len(together_mails())
    for _twice in range(2):
        hers.post(share, {"offer": "1"})
    assert (fresh(record.pk).page.owner, together_mails()[before:]) == (owner, [("offered", guest.email)])
    assert link_in(mails("offered")[0], "/mes-fiches/") == answer
    for page in ("/mes-fiches/", place(record), place(record, "ecrire-ensemble")):
        assert f'href="{answer}"' in theirs.get(page).content.decode()
    assert theirs.get(answer).status_code == 200
    assert fresh(record.pk).page.owner == owner, "reading changes nothing"
    assert said_to(theirs.post(answer, {"accept": "1"}, follow=True)) == ["success"]
    assert fresh(record.pk).page.owner == guest
    assert [(row.user, row.role) for row in CoAuthor.objects.filter(record=record)] == [(owner, "edit")]
    assert together_mails()[before + 1 :] == [("taken_over", owner.email)]
    event = record.events.get(kind="reassigned")
    assert (event.actor, event.person) == (guest, guest)
    assert hers.get(place(record)).status_code == 200
    coauthors.leave(page_id=record.pk, by=owner)
    assert permissions.wrote(owner, fresh(record.pk)), "it stays her text"
    assert said_to(theirs.post(answer, {"accept": "1"}, follow=True)) == ["error"], "it serves once"


def test_who_gives_an_imported_sheet_away_and_leaves_it_does_not_decide_on_it(owner, guest):
    record = make_draft(owner)
    record.events.filter(kind="created").delete()
    make_coauthor(record, "edit", user=guest)
    coauthors.offer(page_id=record.pk, by=owner, coauthor_id=row_of(record, guest).pk)
    coauthors.accept_offer(page_id=record.pk, by=guest)
    coauthors.leave(page_id=record.pk, by=owner)
    assert permissions.wrote(owner, fresh(record.pk))


def test_a_proposal_is_declined_taken_back_or_ends_with_the_role(record, owner, guest):
    make_coauthor(record, "edit", user=guest)
    number, answer = row_of(record, guest).pk, place(record, "ecrire-ensemble", "confier")
    theirs = signed_in(guest)
    before = len(together_mails())
    coauthors.offer(page_id=record.pk, by=owner, coauthor_id=number)
    assert said_to(theirs.post(answer, {"decline": "1"}, follow=True)) == ["success"]
    assert together_mails()[before:] == [("offered", guest.email), ("offer_declined", owner.email)]
    coauthors.offer(page_id=record.pk, by=owner, coauthor_id=number)
    signed_in(owner).post(place(record, "ecrire-ensemble", str(number)), {"keep": "1"})
    assert said_to(theirs.post(answer, {"accept": "1"}, follow=True)) == ["error"]
    coauthors.offer(page_id=record.pk, by=owner, coauthor_id=number)
    coauthors.change_role(page_id=record.pk, by=owner, coauthor_id=number, role="comment")
    assert said_to(theirs.post(answer, {"accept": "1"}, follow=True)) == ["error"]
    assert theirs.get(answer)["Location"] == place(record)
    assert (fresh(record.pk).page.owner, record.events.filter(kind="reassigned").exists()) == (owner, False)


def test_a_sheet_is_proposed_to_one_at_a_time_and_only_to_who_writes_it(record, owner, guest):
    reader, writer = make_coauthor(record, "read"), make_coauthor(record, "edit")
    make_coauthor(record, "edit", user=guest)
    awaited = coauthors.invite(page_id=record.pk, by=owner, email="attendue@essai.example", role="edit")
    for row in (row_of(record, reader), awaited):
        with pytest.raises(Faulty):
            coauthors.offer(page_id=record.pk, by=owner, coauthor_id=row.pk)
    with pytest.raises(Forbidden):
        coauthors.offer(page_id=record.pk, by=writer, coauthor_id=row_of(record, writer).pk)
    for person in (writer, guest):
        coauthors.offer(page_id=record.pk, by=owner, coauthor_id=row_of(record, person).pk)
    assert [row.user for row in CoAuthor.objects.exclude(offered_at=None)] == [guest]
    with pytest.raises(OutOfDate):
        coauthors.accept_offer(page_id=record.pk, by=writer)


def test_a_sheet_that_nobody_else_writes_goes_to_nobody(record, owner):
    make_coauthor(record, "comment")
    gone = make_coauthor(record, "edit")
    gone.is_active = False
    gone.save()
    before = together_mails()
    assert coauthors.pass_on(page_id=record.pk, by=owner) is None
    assert (fresh(record.pk).page.owner, together_mails()) == (owner, before)
    assert not record.events.filter(kind="reassigned").exists()


def test_refusals_of_the_domain_leave_no_trace(record, owner, guest):
    stranger = make_user("passante@essai.example")
    make_coauthor(record, "edit", user=guest)
    before, mail_count = trace(record), len(together_mails())
    number = row_of(record, guest).pk
    for by in (stranger, guest):
        with pytest.raises(Forbidden):
            coauthors.invite(page_id=record.pk, by=by, email="encore@essai.example", role="read")
        with pytest.raises(Forbidden):
            coauthors.remove(page_id=record.pk, by=by, coauthor_id=number)
    with pytest.raises(Faulty):
        coauthors.invite(page_id=record.pk, by=owner, email=owner.email, role="read")
    with pytest.raises(OutOfDate):
        coauthors.leave(page_id=record.pk, by=stranger)
    assert (trace(record), len(together_mails())) == (before, mail_count)


def test_every_kind_of_event_is_told_or_kept_internal():
    assert set(TOLD) | INTERNAL == set(PracticeEvent.Kind)
    assert set(TOLD) & INTERNAL == set()


# --- in the form ---


def test_the_form_offers_to_send_to_who_holds_the_sheet_only_and_leads_to_the_comments(record, owner):
    from practices.domain import comments

    writer = make_coauthor(record, "edit")
    comments.comment(page_id=record.pk, by=writer, text="Qui signe ?", field="authors")
    last = f"/deposer/{record.identifier}/relire-et-envoyer/"
    for user, sends_it in ((owner, True), (writer, False)):
        html = signed_in(user).get(last).content.decode()
        assert ('name="send"' in html, f'href="{place(record, "commentaires")}"' in html) == (sends_it, True)
    assert place(record, "commentaires") not in signed_in(owner).get(f"/deposer/{record.identifier}/essentiel/").content.decode()
    assert "Nadia Essai" in text_of(signed_in(writer).get(last))
