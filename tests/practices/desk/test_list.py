"""The editors' list through HTTP: what stands on it, what its filters and counts say, and what it never shows."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail import hooks

from practices.domain import drafts, holding, review, routing, submission
from practices.domain.reports import report_practice
from practices.models import ChangeRequest, PracticeRecord, RegionPage, Report, Review
from tests.practices.factories import correct, fresh, make_editor, make_published, make_submitted, make_user, sheet_values

pytestmark = pytest.mark.usefixtures("reference_data")


@pytest.fixture
def contributor(reference_data):
    return make_user(name="Ana Dubois")


@pytest.fixture
def editor(client, reference_data):
    editor = make_editor("Hauts-de-France", "nadia@essai.example")
    editor.name = "Nadia Belkacem"
    editor.save()
    client.force_login(editor)
    return editor


@pytest.fixture
def listed(client):
    """`listed("est:nouvelle")`: the titles of the list that this query opens, in order."""

    def find(query=None, **more):
        response = client.get(reverse("practices_desk:index"), ({} if query is None else {"q": query}) | more)
        assert response.status_code == 200
        return [record.listed_title for record in response.context["desk"].rows]

    return find


def typed(text):
    """With ordinary spaces."""
    return " ".join(text.split())


def waiting_since(record, days):
    since = timezone.now() - timedelta(days=days)
    PracticeRecord.objects.filter(pk=record.pk).update(submitted_at=since, state_since=since)


def ask_changes(record, editor):
    return review.request_changes(page_id=record.pk, by=editor, comment="Qui a vu cet effet ?")


@pytest.fixture
def one_of_each(contributor, editor):
    """A sheet in each situation, named after it."""
    colleague = make_editor("Hauts-de-France", "paul@essai.example")
    make_submitted(contributor, title="Nouvelle", main_theme="rsa")
    answered = make_submitted(contributor, title="Complétée")
    ask_changes(answered, colleague)
    submission.submit_practice(page_id=answered.pk, by=contributor)
    old = make_submitted(contributor, title="Ancienne", territories=["com-60057"])
    waiting_since(old, 40)
    read = make_submitted(contributor, title="Lue")
    review.take_in_charge(page_id=read.pk, by=editor)
    late = make_submitted(contributor, title="Lue trop tard")
    review.take_in_charge(page_id=late.pk, by=colleague)
    PracticeRecord.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    ask_changes(make_submitted(contributor, title="À compléter"), editor)
    review.decline_practice(page_id=make_submitted(contributor, title="Écartée").pk, by=editor, reason="Hors du champ.")
    make_published(contributor, editor, title="Publiée")


@pytest.mark.parametrize("sheets", [1, 3])
def test_the_list_costs_the_same_with_one_and_three_sheets(client, editor, contributor, sheets):
    for number in range(sheets):
        record = make_submitted(contributor, title=f"Fiche {number}")
        holding.give_practice(page_id=record.pk, by=editor, holder_id=editor.pk)
    client.get("/gestion/fiches/")
    for address in ("/gestion/fiches/", "/gestion/fiches/?q=est:soumise à:nadia theme:isolement territoire:nord fiche"):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        assert (len(response.context["desk"].rows), len(queries)) == (sheets, 12), address


QUERIES = {
    None: {"Nouvelle", "Complétée", "Ancienne", "Lue trop tard"},
    "est:nouvelle": {"Nouvelle", "Ancienne"},
    "est:complétée": {"Complétée"},
    "est:soumise": {"Nouvelle", "Complétée", "Ancienne"},
    "est:a-traiter en-retard:oui": {"Ancienne", "Lue trop tard"},
    "en-retard:oui": {"Ancienne", "Lue trop tard"},
    "est:en-relecture": {"Lue", "Lue trop tard"},
    "est:en-relecture en-retard:non": {"Lue"},
    "est:complements": {"À compléter"},
    "est:decidee": {"Écartée", "Publiée"},
    "est:publiée est:nouvelle": {"Publiée", "Nouvelle", "Ancienne"},
    "à:moi": {"Lue", "À compléter"},
    "A:Nadia": {"Lue", "À compléter"},
    "à:paul@essai.example": {"Complétée", "Lue trop tard"},
    "à:personne est:a-traiter": {"Nouvelle", "Ancienne"},
    "depuis:14j est:soumise": {"Ancienne"},
    "depuis:5s": {"Ancienne"},
    "theme:rsa": {"Nouvelle"},
    "thème:insertion est:soumise": {"Nouvelle"},
    "territoire:dep-60": {"Ancienne"},
    "territoire:Picardie": {"Ancienne"},
    "territoire:oise territoire:nord est:soumise": {"Nouvelle", "Complétée", "Ancienne"},
    "region:hauts est:nouvelle": {"Nouvelle", "Ancienne"},
    "lue": {"Lue", "Lue trop tard"},
    '"TROP tard"': {"Lue trop tard"},
    '"tard trop"': set(),
}


def test_a_query_finds_what_its_words_say(one_of_each, listed):
    """All in one go: the sheets take longer to make than the list to answer."""
    assert {query: sorted(listed(query)) for query in QUERIES} == {query: sorted(titles) for query, titles in QUERIES.items()}


def test_every_count_is_what_its_link_opens_and_every_link_is_a_query(one_of_each, client, contributor):
    client.force_login(make_editor(None))
    make_submitted(contributor, title="Ailleurs", territories=["com-93008"])
    for start in ("", "?q=est:a-traiter theme:lien-social", "?q=territoire:nord à:personne", "?q=en-retard:oui depuis:14j"):
        page = client.get(f"/gestion/fiches/{start}").context
        values = [value for facet in page["facets"] for value in (*facet.values, *facet.more)]
        for link in (*page["tabs"], *page["sublists"], *(value for value in values if not value.selected)):
            opened = client.get(f"/gestion/fiches/{link.address}").context
            chosen = [value.label for facet in opened["facets"] for value in (*facet.values, *facet.more) if value.selected]
            desk = opened["desk"]
            assert desk.count == len(desk.rows)
            if link in values:
                # A value beside others of its filter widens: it is counted among what its filter finds.
                assert link.label in chosen
                alone = not any(
                    value.selected for facet in page["facets"] if link in (*facet.values, *facet.more) for value in facet.values
                )
                assert not alone or desk.count == link.count, (start, link)
            else:
                assert desk.count == link.count, (start, link)


def test_what_was_not_understood_is_said_and_the_rest_is_done(one_of_each, client, listed):
    page = client.get("/gestion/fiches/", {"q": "est:nouvele theme:xyz toto:1 regoin:x en-retard:oui !!!"})
    assert [typed(problem) for problem in page.context["desk"].filters.problems] == [
        "« toto:1 » n’a pas été compris.",
        "« regoin:x » n’a pas été compris : vouliez-vous dire « region: » ?",
        "« est:nouvele » ne désigne rien ici : vouliez-vous dire « est:nouvelle » ?",
        "« theme:xyz » ne désigne rien ici.",
        "« !!! » n’a pas été compris.",
    ]
    assert (str(page.context["desk"].query), page.context["desk"].count) == ("en-retard:oui", 2)
    assert all(problem in page.content.decode() for problem in page.context["desk"].filters.problems[:1])


def test_a_row_says_who_holds_it_and_what_is_open(client, editor, contributor):
    record = make_submitted(contributor, title="Le banc")
    ask_changes(record, editor)
    submission.submit_practice(page_id=record.pk, by=contributor)
    holding.set_due_date(page_id=record.pk, by=editor, due_on=timezone.localdate() + timedelta(days=3))
    Review.objects.create(record_id=record.pk, round=2, email="a@essai.example", due_on=timezone.localdate(), done_at=timezone.now())
    Review.objects.create(record_id=record.pk, round=2, email="b@essai.example", due_on=timezone.localdate())
    Review.objects.create(record_id=record.pk, round=1, email="c@essai.example", due_on=timezone.localdate())
    ChangeRequest.objects.create(record_id=record.pk, round=1, field="summary", text="Qui ?")
    ChangeRequest.objects.create(record_id=record.pk, round=1, field="title", text="Quoi ?", settled_at=timezone.now())
    Report.objects.create(record_id=record.pk, reason="other", text="Faux.")
    response = client.get("/gestion/fiches/")
    row = response.context["desk"].rows[0]
    assert (row.holder, row.round, row.page.owner, row.region_title) == (editor, 2, contributor, "Hauts-de-France")
    assert (row.reviews_asked, row.reviews_done, row.open_requests, row.open_reports, row.late) == (2, 1, 1, 1, False)
    assert row.held_at.date() == timezone.now().date()
    body = response.content.decode()
    assert all(word in body for word in ("Nadia Belkacem", "Ana Dubois", record.identifier, "2e dépôt", "1 sur 2"))


def test_a_row_names_the_region_for_those_who_edit_several(client, editor, contributor):
    make_submitted(contributor)
    found = []
    for person in (editor, make_editor(None)):
        client.force_login(person)
        found.append("Hauts-de-France · Ana Dubois" in client.get("/gestion/fiches/").content.decode())
    assert found == [False, True]


OTHERS = ("", "est:a-traiter", "à:secrete", "à:secrete@essai.example", "theme:mobilite", "region:ile-de-france", "territoire:dep-93")


def test_an_editor_of_another_region_sees_neither_title_nor_count_nor_person(client, contributor, editor):
    holder = make_editor("Île-de-France", "secrete@essai.example")
    other = make_user("ailleurs@essai.example", name="Personne Secrète")
    record = make_submitted(other, title="Titre secret", territories=["com-93008"], main_theme="mobilite")
    review.take_in_charge(page_id=record.pk, by=holder)
    Report.objects.create(record_id=record.pk, reason="other", text="Secret.")
    make_submitted(contributor, title="Chez nous")
    for query in (
        "",
        "est:a-traiter",
        "à:secrete",
        "à:secrete@essai.example",
        "theme:mobilite",
        "region:ile-de-france",
        "territoire:dep-93",
    ):
        response = client.get("/gestion/fiches/", {"q": query})
        page, body = response.context, response.content.decode()
        labels = {value.label for facet in page["facets"] for value in (*facet.values, *facet.more) if value.count}
        assert [row.listed_title for row in page["desk"].rows if row.listed_title != "Chez nous"] == [], query
        assert page["desk"].tally.whole("est") <= 1
        assert labels & {"Île-de-France", "Seine-Saint-Denis", "Mobilité", "secrete@essai.example", "Personne Secrète"} == set(), query
        assert "Titre secret" not in body
        assert "Personne Secrète" not in body
    names = [label for _value, label in client.get("/gestion/fiches/").context["form"].fields["person"].choices]
    assert "secrete@essai.example" not in names


def test_national_editors_see_every_region_and_filter_by_it(client, contributor, listed):
    client.force_login(make_editor(None))
    make_submitted(contributor, title="Du Nord")
    make_submitted(contributor, title="De Bobigny", territories=["com-93008"])
    assert set(listed()) == {"Du Nord", "De Bobigny"}
    assert listed("region:ile-de-france") == ["De Bobigny"]
    assert listed("region:hauts-de-france territoire:seine-saint-denis") == []


def test_sheets_that_nobody_handles_are_the_national_editors_to_see(client, contributor, editor, listed):
    deserted = make_submitted(contributor, title="Sans personne", territories=["dep-35"])
    forgotten = make_submitted(contributor, title="Oubliée")
    held = make_submitted(contributor, title="Tenue")
    for record in (forgotten, held):
        waiting_since(record, 6)
    review.take_in_charge(page_id=held.pk, by=editor)
    make_submitted(contributor, title="D’hier")
    make_submitted(contributor, title="Nationale", scale="national")
    page = client.get("/gestion/fiches/", {"q": "est:sans-redaction"})
    assert "est:sans-redaction" in page.context["desk"].filters.problems[0]
    assert "Sans rédaction" not in [link.label for link in page.context["tabs"]]
    client.force_login(make_editor(None))
    assert set(listed("est:sans-redaction")) == {"Sans personne", "Oubliée"}
    make_editor("Bretagne")
    assert set(listed("est:sans-redaction")) == {"Oubliée"}
    waiting_since(deserted, 6)
    assert set(listed("est:sans-redaction")) == {"Sans personne", "Oubliée"}


def test_who_left_the_editors_is_named_on_the_sheets_that_she_holds(client, contributor, editor, listed):
    record = make_submitted(contributor, title="Laissée")
    gone = make_editor("Hauts-de-France", "partie@essai.example")
    review.take_in_charge(page_id=record.pk, by=gone)
    gone.groups.clear()
    assert listed("à:partie@essai.example") == ["Laissée"]


def test_what_the_contributor_is_still_writing_stays_hers(client, contributor, editor, listed):
    published = make_published(contributor, editor, title="Publiée")
    asked = make_submitted(contributor, title="Demandée")
    ask_changes(asked, editor)
    taken_back = make_submitted(contributor, title="Reprise")
    submission.take_back_practice(page_id=taken_back.pk, by=contributor)
    for record in (published, asked, taken_back):
        drafts.save_draft(page_id=record.pk, by=contributor, values=sheet_values(title="Brouillon canari"))
    assert set(listed("")) == {"Publiée", "Demandée"}
    assert listed("canari") == []
    assert "canari" not in client.get("/gestion/fiches/?q=").content.decode()


def test_the_title_that_an_editor_corrects_is_the_one_listed(rf, contributor, editor, listed):
    record = make_submitted(contributor, title="Le bnac")
    correct(record, editor, title="Le banc")
    assert listed() == ["Le bnac"]
    for after_edit in hooks.get_hooks("after_edit_page"):
        after_edit(rf.post("/"), fresh(record.pk).page)
    assert (listed(), fresh(record.pk).listed_words) == (["Le banc"], "le banc")


NONSENSE = ("page=0", "page=-1", "page=x", "page=99999999999", "page=²", "tri=zz", "q=%00", "q=" + "x" * 3000, "q=est:%FF")


@pytest.mark.parametrize("asked", NONSENSE)
def test_an_address_that_makes_no_sense_shows_a_list_all_the_same(client, editor, contributor, asked):
    make_submitted(contributor)
    assert client.get(f"/gestion/fiches/?{asked}").status_code == 200


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.lists(
        st.tuples(
            st.sampled_from(["est:", "à:", "a:", "depuis:", "theme:", "territoire:", "region:", "en-retard:", "", "-"]),
            st.text(max_size=8) | st.sampled_from(["nouvelle", "moi", "14j", "0j", "9999999999999j", "logement", "dep-59", "com-", "oui"]),
        ).map("".join),
        max_size=6,
    ).map(" ".join)
)
def test_no_query_breaks_the_page(client, editor, query):
    assert client.get("/gestion/fiches/", {"q": query}).status_code == 200


def test_the_list_is_not_for_contributors(client, contributor):
    client.force_login(contributor)
    assert client.get("/gestion/fiches/").status_code == 403


def test_the_first_page_of_the_admin_counts_what_awaits(one_of_each, client):
    panel = client.get("/gestion/").content.decode()
    links = [(link.label, link.count) for link in _panel(client)]
    assert links == [("nouvelles", 2), ("complétées", 1), ("en retard", 2), ("que vous tenez", 1)]
    assert ("4 fiches attendent" in panel, ">signalements</a>" in panel) == (True, False)


def test_the_first_page_of_the_admin_counts_the_reports_of_the_region(client, contributor, editor):
    report_practice(page_id=make_published(contributor, editor).pk, reason="other", text="Une famille est reconnaissable.")
    at_home, elsewhere = editor, make_editor("Bretagne")
    found = []
    for person in (at_home, elsewhere):
        client.force_login(person)
        found.append(re.findall(r'signalements/">signalements</a> : <b>(\d+)</b>', client.get("/gestion/").content.decode()))
    assert found == [["1"], []]


def _panel(client):
    from practices.views.desk import DeskPanel

    request = client.get("/gestion/").wsgi_request
    return DeskPanel().get_context_data({"request": request})["links"]


def test_a_handed_over_sheet_leaves_the_list_for_the_other_region(client, contributor, editor, listed):
    record = make_submitted(contributor, title="Transmise")
    target = RegionPage.objects.get(slug="ile-de-france")
    routing.hand_over_practice(page_id=record.pk, by=editor, region_id=target.pk, reason="L’action est à Bobigny.")
    assert listed("") == []
    client.force_login(make_editor("Île-de-France"))
    assert listed() == ["Transmise"]
