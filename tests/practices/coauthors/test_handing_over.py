"""A sheet goes to another of its writers: proposed, accepted or declined, or passed on when its contributor leaves."""

import pytest

from practices import permissions
from practices.domain import coauthors
from practices.domain.errors import Faulty, Forbidden, OutOfDate
from practices.models import CoAuthor

from ..factories import fresh, make_draft
from ..together import link_in, mails, make_coauthor, place, row_of, said_to, signed_in, text_of, together_mails

pytestmark = pytest.mark.usefixtures("reference_data")


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
