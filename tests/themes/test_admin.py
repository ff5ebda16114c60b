"""Both vocabularies in the admin: the national editors change them, nobody deletes, a theme is chosen by any of its words."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from themes.domain import keywords_named, retire_theme
from themes.models import Keyword, Theme


def signed_in(client, *codenames, superuser=False):
    user = User.objects.create_user("redaction@demo.example", "secret", is_superuser=superuser)
    group = Group.objects.create(name="Groupe d’essai")
    group.permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
    user.groups.add(group)
    client.force_login(user)
    return client


@pytest.fixture
def editor(client, themes):
    """May change both vocabularies, as the national editors may."""
    return signed_in(client, "add_theme", "change_theme", "add_keyword", "change_keyword")


def theme_form(theme, **changes):
    values = {"name": theme.name, "parent": theme.parent_id or "", "alternative_labels": "\n".join(theme.alternative_labels)}
    return values | {"position": theme.position} | changes


def test_the_list_shows_each_theme_with_the_one_above(editor, django_assert_num_queries):
    page = editor.get(reverse("theme_vocabulary:index"), {"q": "isolement"}).content.decode()
    assert "Lutte contre l&#x27;isolement" in page
    assert "Lien social et vie locale" in page
    assert reverse("theme_vocabulary:replace", args=[Theme.objects.get(slug="isolement").pk]) in page


def test_an_editor_renames_and_moves_a_theme(editor, themes, changes):
    theme = themes["mobilite"]
    values = theme_form(theme, name="Se déplacer", parent=themes["jeunesse"].pk)
    response = editor.post(reverse("theme_vocabulary:edit", args=[theme.pk]), values)
    assert response.status_code == 302
    theme.refresh_from_db()
    assert (theme.name, theme.slug, theme.parent, theme.is_edited) == ("Se déplacer", "mobilite", themes["jeunesse"], True)
    assert theme.alternative_labels == ["transport", "permis de conduire", "Mobilité"]
    assert set(changes) == {"mobilite"}


def test_an_editor_changes_synonyms(editor, themes):
    theme = themes["mobilite"]
    editor.post(reverse("theme_vocabulary:edit", args=[theme.pk]), theme_form(theme, alternative_labels="vélo\r\n\r\n vélo \r\nbus"))
    theme.refresh_from_db()
    assert theme.alternative_labels == ["vélo", "bus"]


def test_an_editor_writes_the_words_at_the_head_of_a_theme(editor, themes, changes):
    theme = themes["mobilite"]
    address = reverse("theme_vocabulary:edit", args=[theme.pk])
    editor.post(address, theme_form(theme, introduction="Aller au travail.\r\n\r\nY rester."))
    theme.refresh_from_db()
    assert (theme.introduction, theme.is_edited, changes) == ("Aller au travail.\r\n\r\nY rester.", True, ["mobilite"])
    assert editor.post(address, theme_form(theme, introduction="x" * 2001)).context["form"].errors.keys() == {"introduction"}


def test_a_place_that_breaks_the_two_levels_is_refused_beside_its_field(editor, themes, changes):
    theme = themes["jeunesse"]
    response = editor.post(reverse("theme_vocabulary:edit", args=[theme.pk]), theme_form(theme, parent=themes["lien-social"].pk))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["parent"]
    assert changes == []


def test_an_editor_adds_a_theme(editor, themes):
    values = {"name": "Deuil", "parent": themes["sante-bien-etre"].pk, "alternative_labels": "", "position": 6}
    assert editor.post(reverse("theme_vocabulary:add"), values).status_code == 302
    assert Theme.objects.get(slug="deuil").parent == themes["sante-bien-etre"]


@pytest.mark.parametrize(
    ("keep", "labels"), [("on", ["solitude", "Pair-aidance et entraide", "pairs", "entraide mutuelle"]), ("", ["solitude"])]
)
def test_an_editor_merges_or_retires_a_theme(editor, themes, keep, labels):
    url = reverse("theme_vocabulary:replace", args=[themes["pair-aidance"].pk])
    assert editor.get(url).status_code == 200
    response = editor.post(url, {"replacement": themes["isolement"].pk, "keep_labels": keep})
    assert response.status_code == 302
    assert Theme.objects.get(slug="pair-aidance").successor == themes["isolement"]
    assert Theme.objects.get(slug="isolement").alternative_labels == labels
    assert editor.get(url).status_code == 404


def test_a_replacement_that_cannot_be_is_refused_beside_its_field(editor, themes):
    url = reverse("theme_vocabulary:replace", args=[themes["jeunesse"].pk])
    response = editor.post(url, {"replacement": themes["isolement"].pk, "keep_labels": "on"})
    assert list(response.context["form"].errors) == ["replacement"]
    assert Theme.objects.get(slug="jeunesse").successor is None


def test_an_editor_renames_and_merges_keywords(editor):
    old, new = keywords_named(names=["jardins", "jardin"])
    editor.post(reverse("keyword_vocabulary:edit", args=[old.pk]), {"name": "Jardins"})
    editor.post(reverse("keyword_vocabulary:replace", args=[old.pk]), {"replacement": new.pk})
    old.refresh_from_db()
    assert (old.name, old.successor) == ("Jardins", new)
    assert editor.get(reverse("keyword_vocabulary:index")).status_code == 200


def test_a_keyword_that_exists_is_not_made_twice(editor):
    keywords_named(names=["jardin"])
    response = editor.post(reverse("keyword_vocabulary:add"), {"name": "jardin"})
    assert list(response.context["form"].errors) == ["name"]
    assert Keyword.objects.count() == 1


def test_nobody_is_offered_deletion(client, themes):
    admin = signed_in(client, superuser=True)
    theme = themes["isolement"]
    with pytest.raises(NoReverseMatch):
        reverse("theme_vocabulary:delete", args=[theme.pk])
    assert admin.post(f"/gestion/themes/delete/{theme.pk}/").status_code == 404
    page = admin.get(reverse("theme_vocabulary:edit", args=[theme.pk])).content.decode()
    assert "/delete/" not in page
    assert Theme.objects.filter(slug="isolement").exists()


def test_who_has_not_the_permission_changes_nothing(client, themes):
    reader = signed_in(client)
    theme = themes["isolement"]
    for name in ("edit", "replace"):
        values = theme_form(theme, name="Autre") | {"replacement": themes["mobilite"].pk}
        assert reader.post(reverse(f"theme_vocabulary:{name}", args=[theme.pk]), values).status_code == 302
    assert reader.get(reverse("theme_vocabulary:index")).status_code == 302
    theme.refresh_from_db()
    assert (theme.name, theme.successor) == ("Lutte contre l'isolement", None)


def test_a_theme_is_chosen_by_any_of_its_words_and_never_a_retired_one(client, themes):
    reader = signed_in(client)
    retire_theme(theme=themes["pair-aidance"], replacement=themes["croisement-savoirs"])
    page = reader.get(reverse("theme_chooser:choose_results"), {"q": "solitude"}).content.decode()
    assert reverse("theme_chooser:chosen", args=[themes["isolement"].pk]) in page
    assert reverse("theme_chooser:chosen", args=[themes["mobilite"].pk]) not in page
    assert reader.get(reverse("theme_chooser:choose")).status_code == 200
    assert "Pair-aidance" not in reader.get(reverse("theme_chooser:choose_results"), {"q": "pair aidance"}).content.decode()


def test_a_keyword_is_chosen_by_a_part_of_it(client, db):
    reader = signed_in(client)
    garden, cafe = keywords_named(names=["jardin", "café"])
    page = reader.get(reverse("keyword_chooser:choose_results"), {"q": "ard"}).content.decode()
    assert reverse("keyword_chooser:chosen", args=[garden.pk]) in page
    assert reverse("keyword_chooser:chosen", args=[cafe.pk]) not in page
