"""Lists of sheets: filled from a sheet or from results, annotated, ordered, shared by a secret link."""

import io
import re
from html import unescape
from urllib.parse import quote

import pytest
from django.http import QueryDict
from openpyxl import load_workbook

from core.models import OutgoingMail
from saved.domain import lists
from saved.domain.lists import MOST_LISTS, MOST_SHEETS
from saved.models import KeptSheet, SheetList
from saved.queries import data_of, public_identifiers
from tests.practices.factories import make_user
from tests.saved.conftest import links, text
from tests.search.factories import change, identifier, make_practice, withdraw

MINE = "/compte/listes/"


@pytest.fixture(autouse=True)
def _postgresql(settings, vocabulary):
    settings.ELASTICSEARCH_URL = []


@pytest.fixture
def gather(db):
    """`gather(reader, practice, …)`: a list with these sheets."""

    def make(user, *practices, name="Jardins", note=""):
        made = lists.create_list(user=user, name=name)
        for practice in practices:
            lists.keep_sheet(sheet_list=made, identifier=practice.identifier, note=note)
        return made

    return make


def kept(sheet_list):
    return list(KeptSheet.objects.filter(list=sheet_list).values_list("identifier", flat=True))


def keep(client, practice, **typed):
    return client.post(f"{MINE}garder/{practice.identifier}/", {"into": "new", "name": "", "note": "", **typed})


def test_a_sheet_is_kept_in_a_new_list_with_a_note(signed_in, reader):
    practice = make_practice("Le jardin")
    assert signed_in.get(f"{MINE}garder/{practice.identifier}/").status_code == 200
    answer = keep(signed_in, practice, name="Jardins", note="Pour la réunion de mardi.")
    assert answer.headers["Location"] == practice.get_absolute_url()
    [own] = SheetList.objects.all()
    assert (own.user, own.name, own.token) == (reader, "Jardins", "")
    assert list(own.sheets.values_list("identifier", "note", "position")) == [(practice.identifier, "Pour la réunion de mardi.", 1)]


def test_a_sheet_is_kept_in_a_list_that_exists_and_once(signed_in, reader, gather):
    first, second = make_practice(), make_practice()
    own = gather(reader, first)
    keep(signed_in, second, into=own.pk)
    keep(signed_in, second, into=own.pk, note="Relue.")
    assert kept(own) == [first.identifier, second.identifier]
    assert KeptSheet.objects.get(identifier=second.identifier).note == "Relue."
    keep(signed_in, second, into=own.pk)
    assert KeptSheet.objects.get(identifier=second.identifier).note == "Relue.", "an empty note wipes nothing out"
    page = text(signed_in.get(f"{MINE}garder/{second.identifier}/"))
    assert f'Elle est déjà dans : <a href="{MINE}{own.pk}/">Jardins</a>' in page
    assert signed_in.get(f"{MINE}garder/{second.identifier}/").context["form"]["into"].initial == "new"
    assert signed_in.get(f"{MINE}garder/{make_practice().identifier}/").context["form"]["into"].initial == str(own.pk)


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://testserver/pratiques/?q=jardin&page=2", "/pratiques/?q=jardin&page=2"),
        ("http://testserver/themes/isolement/", "/themes/isolement/"),
        ("http://testserver/compte/connexion/", None),
        ("https://ailleurs.example/pratiques/", None),
        ("//ailleurs.example/pratiques/", None),
        ("javascript:alert(1)", None),
    ],
)
def test_one_comes_back_to_where_the_sheet_was_found(signed_in, came_from, back):
    practice = make_practice()
    address = f"{MINE}garder/{practice.identifier}/"
    page = signed_in.get(address, headers={"Referer": came_from})
    assert page.context["back"] == (back or practice.get_absolute_url())
    answer = keep(signed_in, practice, name="Jardins", retour=came_from)
    assert answer.headers["Location"] == (back or practice.get_absolute_url())


def test_signing_in_leads_back_to_the_sheet_and_then_to_the_results(client, client_of, reader):
    practice = make_practice()
    address = f"{MINE}garder/{practice.identifier}/"
    asked = client.get(address, headers={"Referer": "http://testserver/pratiques/?q=jardin"})
    comes_back = f"{address}?retour=%2Fpratiques%2F%3Fq%3Djardin"
    assert asked.headers["Location"] == f"/compte/connexion/?next={quote(comes_back)}"
    page = client_of(reader).get(comes_back, headers={"Referer": "http://testserver/compte/connexion/"})
    assert page.context["back"] == "/pratiques/?q=jardin"
    assert client.post(address, {"into": "new", "name": "Jardins"}).status_code == 302
    assert SheetList.objects.count() == 0


def test_only_public_sheets_are_kept(signed_in, reader, gather):
    practice = make_practice()
    own = gather(reader)
    withdraw(practice)
    for unknown in (practice.identifier, "op-00000000", "x"):
        assert signed_in.get(f"{MINE}garder/{unknown}/").status_code == 404
        assert signed_in.post(f"{MINE}garder/{unknown}/", {"into": own.pk}).status_code == 404
    with pytest.raises(lists.Refused):
        lists.keep_in_new_list(user=reader, name="Vide", identifier=practice.identifier)
    assert list(SheetList.objects.all()) == [own]


@pytest.mark.parametrize("typed", [{}, {"into": "999999"}, {"into": "x"}, {"name": "x" * 121}, {"name": "n", "note": "x" * 2001}])
def test_a_form_filled_badly_keeps_nothing(signed_in, typed):
    answer = keep(signed_in, make_practice(), **typed)
    assert (answer.status_code, KeptSheet.objects.count(), SheetList.objects.count()) == (422, 0, 0)
    assert 'class="errors"' in text(answer)


def test_a_list_of_somebody_else_cannot_be_chosen(client_of, reader, other, gather):
    theirs = gather(other)
    assert keep(client_of(reader), make_practice(), into=theirs.pk).status_code == 422
    assert kept(theirs) == []


def test_a_list_is_made_renamed_and_deleted(signed_in, reader):
    made = signed_in.post(MINE, {"name": "Jardins"})
    own = SheetList.objects.get()
    assert made.headers["Location"] == f"{MINE}{own.pk}/"
    assert signed_in.post(MINE, {"name": " "}).status_code == 422
    assert signed_in.post(f"{MINE}{own.pk}/renommer/", {"name": "Potagers"}).headers["Location"] == f"{MINE}{own.pk}/"
    assert signed_in.post(f"{MINE}{own.pk}/renommer/", {"name": ""}).status_code == 422
    assert ">Potagers</a>" in text(signed_in.get(MINE))
    assert signed_in.get(f"{MINE}{own.pk}/supprimer/").status_code == 200
    assert SheetList.objects.count() == 1
    assert signed_in.post(f"{MINE}{own.pk}/supprimer/").headers["Location"] == MINE
    assert SheetList.objects.count() == 0


def test_sheets_move_up_and_down(signed_in, reader, gather):
    a, b, c = (make_practice().identifier for _ in range(3))
    own = lists.create_list(user=reader, name="Jardins")
    for each in (a, b, c):
        lists.keep_sheet(sheet_list=own, identifier=each)

    def move(which, to):
        answer = signed_in.post(f"{MINE}{own.pk}/{which}/deplacer/", {"to": to})
        assert answer.headers["Location"] == f"{MINE}{own.pk}/#{which}"
        return kept(own)

    assert move(c, "up") == [a, c, b]
    assert move(a, "down") == [c, a, b]
    assert move(c, "up") == [c, a, b]
    assert move(b, "down") == [c, a, b]
    signed_in.post(f"{MINE}{own.pk}/{a}/retirer/")
    assert kept(own) == [c, b]
    lists.keep_sheet(sheet_list=own, identifier=a)
    assert kept(own) == [c, b, a]


def test_a_note_is_written_changed_and_taken_away(signed_in, reader, gather):
    practice = make_practice("Le jardin")
    own = gather(reader, practice)
    address = f"{MINE}{own.pk}/{practice.identifier}/note/"
    assert signed_in.get(address).status_code == 200
    assert (
        signed_in.post(address, {"note": "Ligne une\r\n\r\n<b>Ligne</b> deux"}).headers["Location"]
        == f"{MINE}{own.pk}/#{practice.identifier}"
    )
    assert KeptSheet.objects.get().note == "Ligne une\n\n<b>Ligne</b> deux"
    assert "<p>&lt;b&gt;Ligne&lt;/b&gt; deux</p>" in text(signed_in.get(f"{MINE}{own.pk}/"))
    assert signed_in.post(address, {"note": "x" * 2001}).status_code == 422
    signed_in.post(address, {"note": "x" * 2000})
    assert len(KeptSheet.objects.get().note) == 2000
    signed_in.post(address, {"note": ""})
    assert KeptSheet.objects.get().note == ""


def test_a_withdrawn_sheet_leaves_its_place_and_none_of_its_text(signed_in, reader, gather):
    stays, goes = make_practice("Le café"), make_practice("Le jardin secret", summary="Un résumé confidentiel.")
    own = gather(reader, stays, goes, note="Ma note")
    withdraw(goes)
    page = text(signed_in.get(f"{MINE}{own.pk}/"))
    assert ("Une fiche retirée" in page, goes.identifier in page, page.count("Ma note")) == (True, True, 2)
    assert ("secret" in page, "confidentiel" in page) == (False, False)
    assert "secret" not in text(signed_in.get(f"{MINE}{own.pk}/{goes.identifier}/note/"))
    assert public_identifiers(own) == [stays.identifier]


def test_a_list_shows_sheets_as_they_are_public_today(signed_in, reader, gather):
    practice = make_practice("Le jardin")
    own = gather(reader, practice)
    change(practice, title="Le potager")
    assert "Le potager" in text(signed_in.get(f"{MINE}{own.pk}/"))


def test_a_shared_list_is_read_without_an_account_and_without_notes(signed_in, outside, reader, gather):
    practice, gone = make_practice("Le jardin"), make_practice("Le jardin secret")
    own = gather(reader, practice, gone, note="Une note à moi")
    withdraw(gone)
    assert signed_in.get(f"{MINE}{own.pk}/partage/").context["link"] == ""
    signed_in.post(f"{MINE}{own.pk}/partage/")
    own.refresh_from_db()
    assert len(own.token) == 32
    answer = outside.get(f"/listes/{own.token}/")
    page = text(answer)
    assert (answer.status_code, answer.headers["X-Robots-Tag"]) == (200, "noindex")
    assert '<meta name="robots" content="noindex">' in page
    assert (page.count("Le jardin"), "secret" in page, "Une fiche retirée" in page) == (1, False, True)
    assert ("Une note à moi" in page, "Nadia" in page, "lectrice" in page, "csrf" in page) == (False, False, False, False)
    signed_in.post(f"{MINE}{own.pk}/partage/", {"shares_notes": "on"})
    assert text(outside.get(f"/listes/{own.token}/")).count("Une note à moi") == 2


def test_a_closed_link_leads_nowhere_and_the_next_one_is_another(signed_in, outside, reader, gather):
    own = gather(reader)
    signed_in.post(f"{MINE}{own.pk}/partage/")
    own.refresh_from_db()
    first = own.token
    signed_in.post(f"{MINE}{own.pk}/partage/", {"shares_notes": "on"})
    own.refresh_from_db()
    assert (own.token, own.shares_notes) == (first, True)
    signed_in.post(f"{MINE}{own.pk}/partage/", {"stop": "1"})
    own.refresh_from_db()
    assert (own.token, own.shares_notes) == ("", False)
    assert outside.get(f"/listes/{first}/").status_code == 404
    signed_in.post(f"{MINE}{own.pk}/partage/")
    own.refresh_from_db()
    assert own.token not in ("", first)
    assert outside.get("/listes/aucun/").status_code == 404


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl", "ris", "bib"])
def test_a_list_is_exported_in_its_order_without_what_is_gone_or_private(signed_in, outside, reader, gather, kind):
    whole = {"authors": [], "image": None, "documents": []}
    a, b, gone = (make_practice(title, **whole) for title in ("Le jardin", "Le café", "Le jardin secret"))
    own = gather(reader, b, gone, a, name="Jardins d’été", note="Une note à moi")
    withdraw(gone)
    answer = signed_in.get(f"{MINE}{own.pk}/export.{kind}")
    content = b"".join(answer.streaming_content)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="jardins-dete.{kind}"'
    if kind == "xlsx":
        rows = load_workbook(io.BytesIO(content), read_only=True).active.iter_rows(min_row=2, max_col=1, values_only=True)
        assert [row[0] for row in rows] == [b.identifier, a.identifier]
    else:
        written = content.decode("utf-8-sig")
        assert 0 < written.index("Le café") < written.index("Le jardin")
        assert ("secret" in written, "Une note à moi" in written) == (False, False)
    assert signed_in.get(f"{MINE}{own.pk}/export.pdf").status_code == 404
    assert outside.get(f"{MINE}{own.pk}/export.{kind}").status_code == 302


def test_an_empty_list_is_an_empty_file(signed_in, reader, gather):
    answer = signed_in.get(f"{MINE}{gather(reader).pk}/export.jsonl")
    assert b"".join(answer.streaming_content) == b""


def test_lists_of_others_are_not_found(client_of, reader, other, gather):
    practice = make_practice()
    own = gather(reader, practice)
    stranger, owner = client_of(other), client_of(reader)
    readable = ["", "export.csv", "renommer/", "supprimer/", "partage/", f"{practice.identifier}/note/"]
    posted = [*readable[2:], f"{practice.identifier}/deplacer/", f"{practice.identifier}/retirer/"]
    for act in readable:
        assert (owner.get(f"{MINE}{own.pk}/{act}").status_code, stranger.get(f"{MINE}{own.pk}/{act}").status_code) == (200, 404)
    for act in posted:
        assert stranger.post(f"{MINE}{own.pk}/{act}", {"name": "À moi", "note": "À moi"}).status_code == 404
    assert "Jardins" not in text(stranger.get(MINE))
    assert (SheetList.objects.get().name, kept(own)) == ("Jardins", [practice.identifier])


def test_visitors_sign_in_first(client, reader, gather):
    practice = make_practice()
    own = gather(reader, practice)
    for act in ("", f"{own.pk}/", f"{own.pk}/renommer/", f"{own.pk}/supprimer/", f"{own.pk}/partage/", f"garder/{practice.identifier}/"):
        for method in (client.get, client.post):
            assert method(f"{MINE}{act}").headers["Location"].startswith("/compte/connexion/?next=")
    for act in ("note", "deplacer", "retirer"):
        answer = client.post(f"{MINE}{own.pk}/{practice.identifier}/{act}/")
        assert answer.headers["Location"].startswith("/compte/connexion/?next=")
    assert kept(own) == [practice.identifier]


def test_fifty_lists_and_five_hundred_sheets_are_the_most(signed_in, reader):
    SheetList.objects.bulk_create(SheetList(user=reader, name=f"Liste {number}") for number in range(MOST_LISTS))
    practice = make_practice()
    for answer in (signed_in.post(MINE, {"name": "Une de trop"}), keep(signed_in, practice, name="Une de trop")):
        assert answer.status_code == 422
        assert "Vous avez déjà 50 listes" in text(answer)
    own = SheetList.objects.first()
    KeptSheet.objects.bulk_create(
        KeptSheet(list=own, identifier=identifier(10**9 + number), position=number) for number in range(MOST_SHEETS)
    )
    answer = keep(signed_in, practice, into=own.pk)
    assert (answer.status_code, len(kept(own)), SheetList.objects.count()) == (422, 500, 50)
    assert "Cette liste a 500 fiches" in text(answer)


@pytest.mark.parametrize("number", [1, 3])
def test_pages_of_lists_cost_the_same_whatever_they_hold(signed_in, outside, reader, gather, django_assert_num_queries, number):
    for _ in range(number):
        own = gather(reader, *(make_practice() for _ in range(number)))
    own = lists.share(sheet_list=own, shares_notes=True)
    with django_assert_num_queries(6):
        assert text(signed_in.get(MINE)).count('<a href="/compte/listes/') == number
    with django_assert_num_queries(8):
        assert text(signed_in.get(f"{MINE}{own.pk}/")).count('class="kept-sheet"') == number
    with django_assert_num_queries(3):
        assert text(outside.get(f"/listes/{own.token}/")).count('class="kept-sheet"') == number


def test_what_a_person_keeps_is_hers_to_take_and_goes_with_her_account(reader, other, gather):
    practice = make_practice()
    gather(reader, practice, name="Jardins de Nadia", note="Une note à moi")
    theirs = gather(other, practice)
    [own] = data_of(reader)["lists"]
    assert (own["name"], own["shared_at"]) == ("Jardins de Nadia", None)
    assert [(sheet["identifier"], sheet["note"]) for sheet in own["sheets"]] == [(practice.identifier, "Une note à moi")]
    assert "Nadia" not in str(data_of(other))
    reader.delete()
    assert list(SheetList.objects.all()) == [theirs]
    assert {sheet.list for sheet in KeptSheet.objects.all()} == {theirs}
    assert data_of(make_user("nouvelle@essai.example")) == {"alerts": None, "searches": [], "lists": []}


def test_signing_up_leads_back_to_the_sheet(client):
    practice = make_practice()
    comes_back = f"{MINE}garder/{practice.identifier}/?retour=%2Fpratiques%2F%3Fq%3Djardin"
    sign_in = client.get(f"/compte/connexion/?next={quote(comes_back)}")
    [sign_up] = re.findall(r'href="(/compte/inscription/[^"]*)"', text(sign_in))
    assert QueryDict(unescape(sign_up).partition("?")[2])["next"] == comes_back
    person = {"name": "Léa", "email": "lea@essai.example", "password1": "quatre autres mots"}
    client.post("/compte/inscription/", {**person, "next": comes_back})
    [link] = links(OutgoingMail.objects.get(to="lea@essai.example"), "/compte/adresse/confirmer/")
    assert client.post(link).headers["Location"] == comes_back
    assert client.get(comes_back).status_code == 200
