"""« Adapter cette pratique »: a new draft that says where it comes from, and two public sheets that refer to each other."""

import re
from html import unescape

import pytest

from practices import content
from practices.domain.absence import withdraw_practice
from practices.domain.adaptation import begin_adaptation, declare_adaptation
from practices.domain.errors import OutOfDate
from practices.domain.records import latest_version
from practices.models import PracticePage, PracticeRecord, PublicPractice

from .factories import SHORT_SHEET, fresh, make_draft, make_editor, make_published, make_submitted, make_user

pytestmark = pytest.mark.usefixtures("reference_data")


@pytest.fixture
def source():
    """A public sheet of another team."""
    return make_published(make_user("autrice@essai.example"), make_editor())


@pytest.fixture
def reader(client):
    user = make_user("lectrice@essai.example")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return user


def genealogy(record):
    return PublicPractice.objects.get(pk=record.identifier).data["genealogy"]


def adapted(source, **changes):
    """A public sheet of a third team that adapts this one."""
    number = PracticePage.objects.count()
    return make_published(make_user(f"equipe-{number}@essai.example"), make_editor(), adapted_from=source.identifier, **changes)


def named(record):
    public = PublicPractice.objects.get(pk=record.identifier)
    return {"id": record.identifier, "title": public.title, "url": public.get_absolute_url()}


def test_the_draft_takes_up_theme_mode_and_audiences_and_no_word(client, source, reader):
    answer = client.post(f"/p/{source.identifier}/adapter/")
    record = PracticeRecord.objects.get(page__owner=reader)
    assert (answer.status_code, answer["Location"]) == (302, f"/deposer/{record.identifier}/essentiel/")
    values = content.read(latest_version(record))
    filled = {name: value for name, value in values.items() if value not in ("", None, [], False)}
    assert filled == {
        "title": f"D’après «\N{NO-BREAK SPACE}{SHORT_SHEET['title']}\N{NO-BREAK SPACE}»",
        "main_theme": SHORT_SHEET["main_theme"],
        "mode": SHORT_SHEET["mode"],
        "audiences": SHORT_SHEET["audiences"],
        "adapted_from": source.identifier,
        "licence": "CC-BY-4.0",
    }


def test_the_button_pressed_twice_begins_one_sheet(source, reader):
    first, second = (begin_adaptation(identifier=source.identifier, owner=reader) for _press in range(2))
    assert first.pk == second.pk


def test_the_page_says_what_is_taken_up_and_writes_nothing(client, source, reader):
    page = unescape(client.get(f"/p/{source.identifier}/adapter/").content.decode())
    assert [word for word in ("Lutte contre l’isolement", "Travail social avec les groupes", "Parents, familles") if word not in page] == []
    assert not PracticeRecord.objects.filter(page__owner=reader).exists()


def test_signed_out_one_signs_in_and_comes_back(client, source):
    address = f"/p/{source.identifier}/adapter/"
    assert address in client.get(PublicPractice.objects.get().get_absolute_url()).content.decode()
    for answer in (client.get(address), client.post(address)):
        assert (answer.status_code, answer["Location"]) == (302, f"/compte/connexion/?next={address}")
    assert PracticePage.objects.count() == 1


@pytest.mark.parametrize("state", ["draft", "submitted", "withdrawn", "unknown"])
def test_what_the_public_does_not_read_is_not_adapted(client, reader, state):
    author = make_user("autrice@essai.example")
    makers = {"draft": make_draft, "submitted": make_submitted, "withdrawn": lambda author: make_published(author, make_editor())}
    identifier = makers[state](author).identifier if state in makers else "op-00000000"
    if state == "withdrawn":
        withdraw_practice(page_id=PracticeRecord.objects.get(identifier=identifier).pk, by=author)
    with pytest.raises(OutOfDate):
        begin_adaptation(identifier=identifier, owner=reader)
    answer = client.post(f"/p/{identifier}/adapter/", follow=True)
    assert answer.status_code == (410 if state == "withdrawn" else 404)
    assert not PracticeRecord.objects.filter(page__owner=reader).exists()


def test_a_sheet_being_written_may_say_that_it_adapts_another(client, source, reader):
    record = make_draft(reader)
    page = unescape(client.get(f"/p/{source.identifier}/adapter/?fiche={record.identifier}").content.decode())
    assert f'name="fiche" value="{record.identifier}"' in page
    answer = client.post(f"/p/{source.identifier}/adapter/", {"fiche": record.identifier})
    assert answer["Location"] == f"/deposer/{record.identifier}/relire-et-envoyer/"
    values = content.read(latest_version(fresh(record.pk)))
    assert (values["adapted_from"], values["context"]) == (source.identifier, SHORT_SHEET["context"])
    assert PracticeRecord.objects.filter(page__owner=reader).count() == 1


@pytest.mark.parametrize("whose", ["somebody else's", "no sheet", "the sheet itself"])
def test_a_sheet_that_is_not_hers_changes_nothing(client, source, reader, whose):
    other = make_draft(make_user("autre@essai.example"))
    name = {"somebody else's": other.identifier, "no sheet": "op-\x00", "the sheet itself": source.identifier}[whose]
    client.post(f"/p/{source.identifier}/adapter/", {"fiche": name})
    assert content.read(latest_version(fresh(other.pk)))["adapted_from"] == ""
    assert content.read(latest_version(fresh(source.pk)))["adapted_from"] == ""
    assert PracticeRecord.objects.filter(page__owner=reader).count() == 1


def test_two_sheets_are_not_adapted_from_each_other(source):
    author = make_user("lectrice@essai.example")
    record = make_draft(author)
    with pytest.raises(OutOfDate):
        declare_adaptation(page_id=record.pk, by=author, identifier=record.identifier)
    PublicPractice.objects.update(data=PublicPractice.objects.get().data | {"adapted_from": record.identifier})
    with pytest.raises(OutOfDate):
        declare_adaptation(page_id=record.pk, by=author, identifier=source.identifier)


def test_both_public_sheets_tell_of_each_other(client, source):
    assert genealogy(source) == {"of": None, "by": []}
    child = adapted(source, title="Le banc des grands-parents")
    assert genealogy(child) == {"of": named(source), "by": []}
    assert genealogy(source) == {"of": None, "by": [named(child)]}
    for record, other in ((source, child), (child, source)):
        page = client.get(named(record)["url"]).content.decode()
        assert re.search(rf'<a href="{named(other)["url"]}">', page.partition('id="transfert"')[2].partition("</section>")[0])


def test_a_draft_that_adapts_a_sheet_is_told_of_nowhere(client, source, reader):
    make_submitted(reader, adapted_from=source.identifier, title="Un titre que personne ne lit")
    assert genealogy(source) == {"of": None, "by": []}
    assert "Un titre que personne ne lit" not in client.get(named(source)["url"]).content.decode()


def test_a_relation_goes_with_the_sheet_that_is_withdrawn(client, source):
    child = adapted(source, title="Le banc des grands-parents")
    withdraw_practice(page_id=child.pk, by=child.page.owner)
    assert genealogy(source) == {"of": None, "by": []}


def test_a_withdrawn_source_keeps_no_title_on_the_sheets_that_adapt_it(client, source):
    child = adapted(source, title="Le banc des grands-parents")
    withdraw_practice(page_id=source.pk, by=source.page.owner)
    assert genealogy(child) == {"of": {"id": source.identifier, "title": "", "url": f"/p/{source.identifier}/"}, "by": []}
    page = client.get(named(child)["url"]).content.decode()
    assert SHORT_SHEET["title"] not in page
    assert "une fiche qui n’est plus publique" in page


def test_a_relation_that_is_no_longer_said_goes_and_dates_of_texts_stay(source):
    from .factories import approve, drafts, sheet_values, submission

    before = PublicPractice.objects.get(pk=source.identifier).data["updated_at"]
    child = adapted(source, title="Le banc des grands-parents")
    owner = child.page.owner
    drafts.save_draft(page_id=child.pk, by=owner, values=sheet_values(title="Le banc des grands-parents"))
    submission.submit_practice(page_id=child.pk, by=owner)
    approve(child, make_editor())
    assert genealogy(child) == {"of": None, "by": []}
    assert genealogy(source) == {"of": None, "by": []}
    assert PublicPractice.objects.get(pk=source.identifier).data["updated_at"] == before


def test_fiche_json_gives_whole_addresses(client, source, settings):
    child = adapted(source)
    data = client.get(named(child)["url"] + "fiche.json").json()
    assert data["genealogy"] == {"of": named(source) | {"url": settings.SITE_URL + named(source)["url"]}, "by": []}
