"""The search lexicon in the admin: national editors keep it, others do not see it."""

import pytest
from django.urls import reverse

from search.lexicon_loading import load_lexicon
from search.models import LexiconEntry
from tests.practices.factories import make_editor

FORM = {"kind": "near", "typed": "boîte à lire", "meant": "cabane à livres\r\narmoire à livres\r\n", "reason": "Deux noms.", "in_use": "on"}


def signed_in(client, user):
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def national(client, reference_data):
    return signed_in(client, make_editor(None))


def test_a_national_editor_adds_an_entry(national):
    response = national.post(reverse("search_lexicon:add"), FORM)
    assert response.status_code == 302
    entry = LexiconEntry.objects.get(typed="boîte à lire")
    assert (entry.meant, entry.both_ways, entry.in_use) == (["cabane à livres", "armoire à livres"], False, True)


def test_what_an_editor_changed_is_left_alone_by_loading(national):
    entry = LexiconEntry.objects.get(typed="SDF")
    national.post(reverse("search_lexicon:edit", args=[entry.pk]), {**FORM, "typed": "SDF", "in_use": ""})
    assert load_lexicon() == {"created": 0, "updated": 0}
    entry.refresh_from_db()
    assert (entry.meant, entry.in_use) == (["cabane à livres", "armoire à livres"], False)


def test_an_entry_without_a_reason_is_refused_and_what_was_typed_stays(national):
    response = national.post(reverse("search_lexicon:add"), {**FORM, "reason": ""})
    assert response.status_code == 200
    assert "cabane à livres" in response.content.decode()
    assert not LexiconEntry.objects.filter(typed="boîte à lire").exists()


def test_a_regional_editor_neither_sees_nor_changes_it(client, reference_data):
    signed_in(client, make_editor("Hauts-de-France"))
    assert client.get(reverse("search_lexicon:index")).status_code == 302
    assert client.post(reverse("search_lexicon:add"), FORM).status_code == 302
    assert not LexiconEntry.objects.filter(typed="boîte à lire").exists()
    assert reverse("search_lexicon:index") not in client.get("/gestion/", follow=True).content.decode()
