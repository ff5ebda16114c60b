"""Saving a search from its results: understood as a whole, once, by the person alone."""

from urllib.parse import quote

import pytest

from saved.domain.searches import MOST_SEARCHES, canonical
from saved.models import AlertConsent, Match, NewSheet, Rhythm, SavedSearch
from saved.queries import data_of
from search.indexing import drain, request
from tests.saved.conftest import alert_mails, params, plain, sweep, text
from tests.search.factories import make_practice

SAVE = "/compte/recherches/enregistrer/"
MINE = "/compte/recherches/"


@pytest.fixture(autouse=True)
def _postgresql(settings, vocabulary):
    settings.ELASTICSEARCH_URL = []


def saved(user):
    return list(SavedSearch.objects.filter(user=user).order_by("pk").values_list("name", "query", "rhythm"))


def test_a_search_is_saved_from_its_results(signed_in, reader):
    page = signed_in.get(f"{SAVE}?q=jardin&theme=isolement&territoire=dep-60&annee_min=2020&tri=titre&page=3")
    name = plain(page.context["form"].initial["name"])
    assert name == "« jardin » · Lutte contre l'isolement · Oise · à partir de 2020"
    answer = signed_in.post(
        f"{SAVE}?q=jardin&theme=isolement&territoire=dep-60&annee_min=2020&tri=titre", {"name": name, "rhythm": "daily"}
    )
    assert answer.headers["Location"] == MINE
    assert saved(reader) == [(name, "annee_min=2020&q=jardin&territoire=dep-60&theme=isolement", "daily")]


def test_the_form_proposes_a_name_and_says_how_many_sheets_answer(signed_in, published):
    published("Le jardin", theme="isolement")
    page = text(signed_in.get(f"{SAVE}?q=jardin&theme=isolement"))
    assert 'value="« jardin » · Lutte contre l&#x27;isolement"' in page
    assert "1 fiche y répond aujourd’hui." in page
    assert "0 fiche y répond aujourd’hui." in text(signed_in.get(f"{SAVE}?q=introuvable"))


def test_a_word_that_is_in_no_sheet_is_pointed_out(signed_in, index, settings, elasticsearch_url):
    settings.ELASTICSEARCH_URL = [elasticsearch_url]
    practice = make_practice("Le jardin partagé")
    request(practice.identifier, practice.version, deleted=False)
    drain()
    page = text(signed_in.get(f"{SAVE}?q=jardni&mode=group"))
    assert '<a href="?q=jardin&amp;mode=group">« jardin »</a>' in page
    assert "y répond aujourd’hui" not in page
    assert "1 fiche y répond aujourd’hui." in text(signed_in.get(f"{SAVE}?q=jardin&mode=group"))


def test_a_long_search_has_a_name_that_fits(signed_in, reader):
    page = signed_in.get(f"{SAVE}?q={'jardin+' * 60}")
    name = page.context["form"].initial["name"]
    assert (len(name), name[-1]) == (120, "…")


def test_every_sheet_may_be_followed(signed_in, reader):
    signed_in.post(SAVE, {"name": "Tout", "rhythm": "weekly"})
    assert saved(reader) == [("Tout", "", "weekly")]
    assert SavedSearch.objects.get().get_absolute_url() == "/pratiques/"


@pytest.mark.parametrize("address", ["theme=inconnu", "mode=group&statut=peut-etre", "annee_min=hier", "q=" + "a" * 501])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_not_understood_is_not_saved(signed_in, reader, address, method):
    answer = getattr(signed_in, method)(f"{SAVE}?{address}", *([{"name": "n", "rhythm": "daily"}] if method == "post" else []))
    assert answer.status_code == 422
    assert text(answer).count('class="notice notice--error"') == 1
    assert "enregistrer/" not in text(answer).partition("<main")[2]
    assert saved(reader) == []


@pytest.mark.parametrize(
    "typed", [{"name": "", "rhythm": "daily"}, {"name": "x" * 121, "rhythm": "daily"}, {"name": "n", "rhythm": "hourly"}, {}]
)
def test_a_form_filled_badly_is_shown_again(signed_in, reader, typed):
    answer = signed_in.post(f"{SAVE}?q=jardin", typed or {"name": "n"})
    assert (answer.status_code, saved(reader)) == (422, [])
    assert 'class="errors"' in text(answer)


def test_the_same_search_again_is_the_same_one(signed_in, reader):
    signed_in.post(f"{SAVE}?q=jardin&mode=group&mode=community", {"name": "Jardins", "rhythm": "daily"})
    page = signed_in.get(f"{SAVE}?mode=COMMUNITY&q=+jardin+&mode=group&tri=titre&par_page=50")
    assert page.context["form"].initial == {"name": "Jardins", "rhythm": "daily"}
    signed_in.post(f"{SAVE}?mode=community&mode=group&q=jardin", {"name": "Nos jardins", "rhythm": "never"})
    assert [(name, rhythm) for name, _query, rhythm in saved(reader)] == [("Nos jardins", "never")]


def test_two_people_save_the_same_search_apart(client_of, reader, other):
    for user in (reader, other):
        client_of(user).post(f"{SAVE}?q=jardin", {"name": user.email, "rhythm": "never"})
    assert [name for name, *_rest in saved(reader) + saved(other)] == [reader.email, other.email]


def test_a_search_of_the_longest_kind_is_saved(signed_in, reader):
    assert signed_in.post(f"{SAVE}?q={quote('é' * 500)}", {"name": "Longue", "rhythm": "never"}).status_code == 302
    assert len(SavedSearch.objects.get().query) == 3002


def test_signing_in_leads_back_to_the_search(client, reader):
    answer = client.get(f"{SAVE}?q=jardin&theme=isolement")
    assert answer.headers["Location"] == f"/compte/connexion/?next={quote(f'{SAVE}?q=jardin&theme=isolement')}"
    assert client.post(f"{SAVE}?q=jardin", {"name": "n", "rhythm": "daily"}).status_code == 302
    assert saved(reader) == []
    answer = client.post(answer.headers["Location"], {"login": reader.email, "password": "observatoire", "next": f"{SAVE}?q=jardin"})
    assert answer.headers["Location"] in (f"{SAVE}?q=jardin", "/compte/adresse/a-confirmer/")


def test_a_search_gets_another_name_and_rhythm(signed_in, reader, follow):
    search = follow(reader, "q=jardin", rhythm=Rhythm.NEVER)
    assert "« jardin »" in text(signed_in.get(f"{MINE}{search.pk}/"))
    assert signed_in.post(f"{MINE}{search.pk}/", {"name": "Potagers", "rhythm": "weekly"}).headers["Location"] == MINE
    assert saved(reader) == [("Potagers", "q=jardin", "weekly")]
    assert signed_in.post(f"{MINE}{search.pk}/", {"name": "", "rhythm": "weekly"}).status_code == 422


def test_a_search_is_deleted_once_confirmed(signed_in, reader, follow, published):
    search = follow(reader, "q=jardin")
    published()
    sweep()
    assert signed_in.get(f"{MINE}{search.pk}/supprimer/").status_code == 200
    assert SavedSearch.objects.count() == 1
    assert signed_in.post(f"{MINE}{search.pk}/supprimer/").headers["Location"] == MINE
    assert (SavedSearch.objects.count(), Match.objects.count()) == (0, 0)


def test_searches_of_others_are_not_found(client_of, reader, other, follow):
    search = follow(reader, "q=jardin")
    assert client_of(reader).get(f"{MINE}{search.pk}/").status_code == 200
    stranger = client_of(other)
    for method in (stranger.get, stranger.post):
        for act in ("", "supprimer/"):
            assert method(f"{MINE}{search.pk}/{act}").status_code == 404
    assert "Jardins" not in text(stranger.get(MINE))
    assert saved(reader) == [("Jardins", "q=jardin", "each")]


def test_visitors_sign_in_first(client, reader, follow):
    search = follow(reader, "q=jardin")
    for path in (MINE, SAVE, f"{MINE}{search.pk}/", f"{MINE}{search.pk}/supprimer/", f"{MINE}messages/"):
        assert client.post(path).headers["Location"].startswith("/compte/connexion/?next=")
    assert SavedSearch.objects.count() == 1


def test_fifty_searches_are_the_most(signed_in, reader):
    SavedSearch.objects.bulk_create(
        SavedSearch(user=reader, name="s", query=canonical(params(f"q=mot{number}")), rhythm="never") for number in range(MOST_SEARCHES)
    )
    answer = signed_in.post(f"{SAVE}?q=jardin", {"name": "Une de trop", "rhythm": "never"})
    assert (answer.status_code, SavedSearch.objects.count()) == (422, 50)
    assert "Vous gardez déjà 50 recherches" in text(answer)
    assert signed_in.post(f"{SAVE}?q=mot3", {"name": "La même", "rhythm": "never"}).status_code == 302


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_searches_costs_the_same_whatever_their_number(signed_in, reader, follow, django_assert_num_queries, number):
    for position in range(number):
        follow(reader, f"q=jardin{position}&territoire=com-59350")
    with django_assert_num_queries(7):
        page = signed_in.get(MINE)
    assert text(page).count('<a href="/pratiques/?q=jardin') == number


def test_the_page_says_whether_mails_are_sent(signed_in, reader, follow):
    def says(words):
        return words in text(signed_in.get(MINE))

    assert says("Vous retrouvez ici les recherches que vous enregistrez")
    follow(reader, "q=jardin", confirmed=False)
    assert says("Il reste une chose à faire")
    follow(reader, "q=jardin")
    assert says(f"Les nouvelles fiches sont envoyées à {reader.email}.")
    AlertConsent.objects.all().delete()
    assert says("Vous avez arrêté toutes les alertes.")


def test_what_a_person_keeps_is_hers_to_take_and_goes_with_her_account(client_of, reader, other, follow, published):
    follow(reader, "q=jardin", name="Jardins de Nadia")
    theirs = follow(other, "q=jardin")
    sheet = published()
    sweep()
    data = data_of(reader)
    [search] = data["searches"]
    assert (search["name"], search["query"], search["rhythm"]) == ("Jardins de Nadia", "q=jardin", "each")
    assert [told["identifier"] for told in search["sheets_told"]] == [sheet.identifier]
    assert data["alerts"]["given_at"] is not None
    assert "Nadia" not in str(data_of(other))
    reader.delete()
    assert list(SavedSearch.objects.all()) == [theirs]
    assert [consent.user for consent in AlertConsent.objects.all()] == [other]
    assert {match.search for match in Match.objects.all()} == {theirs}
    assert len(alert_mails()) == 2
    assert NewSheet.objects.count() == 0
