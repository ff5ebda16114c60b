import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


@pytest.fixture
def editor(client):
    user = User.objects.create_user("redaction@demo.example", "secret")
    group = Group.objects.create(name="Groupe d’essai")
    group.permissions.set(Permission.objects.filter(codename="access_admin"))
    user.groups.add(group)
    client.force_login(user)
    return client


def test_a_territory_is_chosen_by_its_name_or_its_postal_code(editor):
    for text in ("beauvais", "60000"):
        page = editor.get(reverse("territory_chooser:choose_results"), {"q": text}).content.decode()
        assert reverse("territory_chooser:chosen", args=["com-60057"]) in page
    assert editor.get(reverse("territory_chooser:choose")).status_code == 200


def test_the_choice_gives_back_the_code_and_the_name(editor):
    result = editor.get(reverse("territory_chooser:chosen", args=["com-60057"])).json()["result"]
    assert (result["id"], result["title"]) == ("com-60057", "Beauvais (Oise, Hauts-de-France)")
