"""Those who write a sheet: the lists, their roles, leaving and being removed, what the form offers each."""

import pytest

from practices.domain import coauthors
from practices.domain.errors import Faulty, Forbidden, OutOfDate
from practices.models import CoAuthor, PracticeEvent
from practices.situations import INTERNAL, TOLD

from ..factories import make_draft, make_user
from ..together import GUEST, make_coauthor, place, row_of, said_to, signed_in, text_of, together_mails, trace

pytestmark = pytest.mark.usefixtures("reference_data")


def test_one_s_own_sheets_and_shared_ones_are_told_apart(record, owner, guest):
    make_coauthor(record, "comment", user=guest)
    own = make_draft(guest)
    page = signed_in(guest).get("/mes-fiches/")
    assert [(one.record, one.role) for one in page.context["situations"]] == [(own, ""), (record, "comment")]
    assert "Partagée avec vous par Nadia Essai : vous pouvez la lire et la commenter." in text_of(page)
    assert "Écrite avec Samia Invitée" in text_of(signed_in(owner).get("/mes-fiches/"))


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
