"""What a version of a sheet costs to read, on the pages of its writers and of its editors: as much whatever it names."""

import pytest

from practices.domain import drafts, submission
from themes.models import Theme

from .factories import fresh, make_draft, make_editor, make_user

pytestmark = pytest.mark.usefixtures("reference_data")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(params=[1, 4])
def number(request):
    return request.param


@pytest.fixture
def owner():
    return make_user(name="Nadia Essai")


@pytest.fixture
def record(owner, number):
    """A draft of as many other themes, keywords and territories, saved as often."""
    themes = list(Theme.objects.filter(parent__isnull=False, successor=None).values_list("slug", flat=True)[: number + 1])
    named = {"keywords": [f"mot {at}" for at in range(number)], "territories": ["dep-60", "dep-59", "dep-62", "dep-80"][:number]}
    record = make_draft(owner, main_theme=themes[0], themes=themes[1:], **named)
    for at in range(number):
        drafts.save_draft(page_id=record.pk, by=owner, values={"summary": f"Version {at}"}).save_revision(user=owner)
    return fresh(record.pk)


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/mes-fiches/{}/", 28),
        ("/mes-fiches/{}/historique/", 39),
        ("/deposer/{}/completer/", 18),
        ("/deposer/{}/fichiers/", 18),
        ("/deposer/{}/acteurs/", 20),
        ("/deposer/{}/apercu/", 22),
        ("/deposer/{}/relire-et-envoyer/", 34),
    ],
)
def test_a_page_of_its_writer(client, owner, record, address, queries, django_assert_num_queries):
    client.force_login(owner, backend=BACKEND)
    client.get(address.format(record.identifier))
    with django_assert_num_queries(queries):
        assert client.get(address.format(record.identifier)).status_code == 200


def test_the_screen_of_its_editor(client, owner, record, django_assert_num_queries):
    submission.submit_practice(page_id=record.pk, by=owner)
    client.force_login(make_editor("Hauts-de-France"), backend=BACKEND)
    client.get(f"/gestion/fiches/{record.pk}/")
    with django_assert_num_queries(49):
        assert client.get(f"/gestion/fiches/{record.pk}/").status_code == 200


def test_a_version_says_what_it_names_in_its_order(record, number):
    version = record.page.latest_revision.as_object()
    themes = [Theme.objects.get(pk=row["tag"]) for row in record.page.latest_revision.content["themed_items"]]
    assert (list(version.themes.all()), len(themes)) == (themes, number)
    assert [keyword.name for keyword in version.keywords.all()] == [f"mot {at}" for at in range(number)]
    assert version.territory_codes == ["dep-60", "dep-59", "dep-62", "dep-80"][:number]
