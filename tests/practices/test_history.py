"""The versions of a sheet: who saved them, what changed between two, an earlier one taken up again; and what editors see of them."""

import time

import pytest

from practices.domain import drafts, history, review, submission
from practices.domain.errors import Forbidden, OutOfDate
from practices.domain.records import latest_version
from practices.together.saved_versions import for_editors, for_writers
from practices.together.versions import pieces

from .factories import correct, fresh, make_draft, make_editor, make_published, make_submitted, make_user
from .together import ROLES, make_coauthor, said_to, signed_in, text_of

pytestmark = pytest.mark.usefixtures("reference_data")


@pytest.fixture
def owner(reference_data):
    return make_user(name="Nadia Essai")


@pytest.fixture
def editor(reference_data):
    return make_editor("Hauts-de-France")


def place(record, *more):
    return "/".join(["/mes-fiches", record.identifier, "historique", *more, ""])


def rewrite(record, by, **values):
    """A new version by this person."""
    page = latest_version(fresh(record.pk))
    for name, value in values.items():
        setattr(page, name, value)
    return page.save_revision(user=by)


def summaries(record):
    return [version.content["summary"] for version in record.page.revisions.order_by("pk")]


# --- who and when ---


def test_versions_are_listed_newest_first_with_who_saved_them_and_what_became_of_them(owner, editor):
    record = make_draft(owner)
    writer = make_coauthor(record, "edit")
    rewrite(record, writer, summary="Deux.")
    submission.submit_practice(page_id=record.pk, by=owner)
    correct(record, editor, summary="Trois.")
    listed = for_writers(fresh(record.pk), owner)
    assert [(version.who, [str(mark) for mark in version.marks], version.is_newest) for version in listed] == [
        ("la rédaction (Hauts-de-France)", [], True),
        ("Personne Edit", ["Fiche envoyée à la rédaction"], False),
        ("vous", [], False),
    ]
    page = signed_in(owner).get(place(record))
    assert (len(page.context["versions"]), editor.email in page.content.decode()) == (3, False)


def test_editors_are_named_by_the_region_that_they_were_of_at_the_time(owner, editor):
    from practices.domain import routing

    record = make_submitted(owner)
    correct(record, editor, summary="Au nord.")
    parisian = make_editor("Île-de-France")
    routing.hand_over_practice(page_id=record.pk, by=editor, region_id=parisian.groups.get().region_page.pk, reason="À Bobigny.")
    correct(record, parisian, summary="À Paris.")
    who = [version.who for version in for_writers(fresh(record.pk), owner)]
    assert who == ["la rédaction (Île-de-France)", "la rédaction (Hauts-de-France)", "vous"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_version_and_for_three(owner, number, django_assert_num_queries):
    record = make_draft(owner)
    for index in range(number):
        rewrite(record, make_coauthor(record, "edit", email=f"p{index}@essai.example"), summary=f"Version {index}.")
    record = fresh(record.pk)
    with django_assert_num_queries(6):
        assert len(for_writers(record, owner)) == number + 1


# --- what changed ---


def test_any_two_versions_are_compared_and_unasked_the_last_two(owner):
    record = make_draft(owner)
    numbers = [record.page.latest_revision_id]
    for summary in ("Un banc et du thé.", "Un banc et du chocolat."):
        numbers.append(rewrite(record, owner, summary=summary).pk)
    client = signed_in(owner)

    def marked(page):
        return {
            str(change.label): [(piece.kind, piece.text) for piece in change.pieces if piece.kind != "same"]
            for change in page.context["changes"]
        }

    assert marked(client.get(place(record))) == {"Résumé": [("deleted", "thé"), ("inserted", "chocolat")]}
    first_and_last = f"{place(record)}?de={numbers[0]}&a={numbers[2]}"
    assert list(marked(client.get(first_and_last))) == ["Résumé"]
    assert marked(client.get(f"{place(record)}?de={numbers[2]}&a={numbers[0]}")) == marked(client.get(first_and_last))
    same = client.get(f"{place(record)}?de={numbers[1]}&a={numbers[1]}")
    assert (same.status_code, same.context["changes"]) == (200, [])


@pytest.mark.parametrize("query", ["de=x&a=y", "de=999999999", "a=-1", "de=%00", "de=1e9&a=" + "9" * 300])
def test_versions_that_do_not_exist_are_as_if_unasked(owner, query):
    record = make_draft(owner)
    rewrite(record, owner, summary="Autre.")
    client = signed_in(owner)
    assert client.get(f"{place(record)}?{query}").context["newer"] == client.get(place(record)).context["newer"]


def test_a_version_of_another_sheet_is_not_compared(owner):
    record, elsewhere = make_draft(owner), make_draft(make_user("autrice@essai.example"), summary="Secret d’ailleurs.")
    rewrite(record, owner, summary="Autre.")
    page = signed_in(owner).get(f"{place(record)}?de={elsewhere.page.latest_revision_id}")
    assert "Secret" not in text_of(page)


def test_private_answers_are_compared_for_those_who_write(owner):
    record = make_draft(owner)
    rewrite(record, owner, contact_phone="01 99 99 99 99")
    assert "01 99 99 99 99" in text_of(signed_in(owner).get(place(record)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a " * 10_000, "b " + "a " * 9_000),
        ("a a b " * 3_000, "b a a " * 3_000),
        ("x" * 20_000, "y" * 20_000),
        (".!?" * 6_000, "?!." * 6_000),
        (" ".join(f"w{i}" for i in range(3_000)), " ".join(f"w{i if i % 2 else -i}" for i in range(3_000))),
        ("\u202e<b>🦊" * 2_000, ""),
        ("", "mot " * 5_000),
    ],
)
def test_a_comparison_ends_soon_and_loses_no_word(old, new):
    start = time.process_time()
    marked = pieces(old, new)
    assert time.process_time() - start < 5
    for kind, text in (("deleted", old), ("inserted", new)):
        assert "".join("".join(piece.text for piece in marked if piece.kind in ("same", kind)).split()) == "".join(text.split())


# --- taken up again ---


def test_an_earlier_version_becomes_a_new_one_and_none_is_overwritten(owner):
    record = make_draft(owner)
    first, before = record.page.latest_revision_id, summaries(record)[0]
    rewrite(record, owner, summary="Deux.")
    client = signed_in(owner)
    asked = client.get(place(record, str(first), "reprendre"))
    assert ([str(change.label) for change in asked.context["changes"]], summaries(record)) == (["Résumé"], [before, "Deux."])
    assert client.post(place(record, str(first), "reprendre"))["Location"] == f"/mes-fiches/{record.identifier}/"
    assert summaries(record) == [before, "Deux.", before]
    assert record.events.get(kind="version_restored").revision_id == fresh(record.pk).page.latest_revision_id


def test_taking_up_a_version_of_a_public_sheet_begins_a_new_version_and_leaves_the_public_text(owner, editor):
    record = make_published(owner, editor)
    submitted = record.submitted_revision_id
    drafts.save_draft(page_id=record.pk, by=owner, values={"summary": "Deux."})
    history.restore_version(page_id=record.pk, by=owner, revision_id=submitted)
    after = fresh(record.pk)
    assert (after.review_state, after.public_state, after.submitted_revision_id) == ("draft", "published", submitted)
    assert after.page.live_revision_id == submitted
    assert (after.page.latest_revision_id != submitted, summaries(after)[-1]) == (True, summaries(after)[0])
    # What she writes next is hers to overwrite; what was submitted stays.
    drafts.save_draft(page_id=record.pk, by=owner, values={"summary": "Trois."})
    assert after.page.revisions.get(pk=submitted).content["summary"] != "Trois."


def test_a_sheet_under_review_takes_no_version_up_again(owner):
    record = make_draft(owner)
    first = record.page.latest_revision_id
    rewrite(record, owner, summary="Deux.")
    submission.submit_practice(page_id=record.pk, by=owner)
    with pytest.raises(Forbidden):
        history.restore_version(page_id=record.pk, by=owner, revision_id=first)
    client = signed_in(owner)
    assert client.get(place(record, str(first), "reprendre")).context["refusal"]
    assert said_to(client.post(place(record, str(first), "reprendre"), follow=True)) == ["error"]
    assert len(summaries(record)) == 2


def test_the_newest_version_and_one_that_is_gone_are_not_taken_up(owner):
    record = make_draft(owner)
    gone = rewrite(record, owner, summary="Deux.").pk
    newest = rewrite(record, owner, summary="Trois.").pk
    record.page.revisions.filter(pk=gone).delete()
    client = signed_in(owner)
    assert client.post(place(record, str(gone), "reprendre")).status_code == 404
    assert said_to(client.post(place(record, str(newest), "reprendre"), follow=True)) == ["error"]
    with pytest.raises(OutOfDate):
        history.restore_version(page_id=record.pk, by=owner, revision_id=gone)
    assert len(summaries(record)) == 2


@pytest.mark.parametrize("role", ROLES)
def test_co_authors_compare_and_those_who_write_take_up(owner, role):
    record = make_draft(owner)
    first = record.page.latest_revision_id
    rewrite(record, owner, summary="Deux.")
    client = signed_in(make_coauthor(record, role))
    assert client.get(place(record)).context["may_restore"] is (role == "edit")
    client.post(place(record, str(first), "reprendre"))
    assert len(summaries(record)) == (3 if role == "edit" else 2)


def test_nobody_else_sees_the_versions(owner, editor):
    record = make_submitted(owner)
    for user in (editor, make_user("passante@essai.example")):
        client = signed_in(user)
        assert client.get(place(record)).status_code == 404
        assert client.post(place(record, str(record.page.latest_revision_id), "reprendre")).status_code == 404
    assert signed_in().get(place(record)).status_code == 302


# --- for editors ---


def test_editors_see_what_was_handed_to_them_and_not_the_drafts(owner, editor):
    record = make_draft(owner, summary="Brouillon secret.")
    writer = make_coauthor(record, "edit")
    desk = signed_in(editor)
    at = f"/gestion/fiches/{record.pk}/historique/"
    assert desk.get(at).status_code == 404
    rewrite(record, writer, summary="Première envoyée.")
    submission.submit_practice(page_id=record.pk, by=owner)
    correct(record, editor, summary="Corrigée.")
    review.request_changes(page_id=record.pk, by=editor, comment="Dites-en plus.")
    rewrite(record, owner, title="Titre du brouillon", summary="Second brouillon.")
    page = desk.get(at)
    assert [version.page().summary for version in page.context["versions"]] == ["Corrigée.", "Première envoyée."]
    words = text_of(page)
    assert [secret in words for secret in ("Brouillon secret", "Second brouillon", "Titre du brouillon")] == [False] * 3
    assert "reprendre" not in page.content.decode()
    assert [version.who for version in page.context["versions"]] == [editor.email, "Personne Edit"]


def test_a_draft_is_not_reached_by_its_number_from_the_desk(owner, editor):
    record = make_published(owner, editor)
    drafts.save_draft(page_id=record.pk, by=owner, values={"summary": "Brouillon secret."})
    number = fresh(record.pk).page.latest_revision_id
    # Its writer's account is gone since: the draft bears no number.
    record.page.revisions.filter(pk=number).update(user=None)
    page = signed_in(editor).get(f"/gestion/fiches/{record.pk}/historique/?a={number}")
    assert (page.status_code, "Brouillon secret" in text_of(page)) == (200, False)
    assert [version.number for version in for_editors(fresh(record.pk))] == [record.submitted_revision_id]


def test_the_history_of_another_region_is_not_found(owner, editor):
    record = make_submitted(owner)
    at = f"/gestion/fiches/{record.pk}/historique/"
    assert signed_in(editor).get(at).status_code == 200
    assert signed_in(make_editor(None)).get(at).status_code == 200
    assert signed_in(make_editor("Île-de-France")).get(at).status_code in (302, 404)
    assert signed_in(owner).get(at).status_code in (302, 403, 404)
