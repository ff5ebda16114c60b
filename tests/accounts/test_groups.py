"""Groups as code: exactly what is declared, as often as one likes."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Workflow

from accounts.demo import ACCOUNTS, load_demo_accounts
from accounts.groups import ACCESS_ADMIN, ADMINISTRATORS, NATIONAL_EDITORS, REVIEWERS, ensure_group, load_groups, regional_editors
from accounts.models import User

pytestmark = pytest.mark.django_db
REGION = "Rédaction – Bretagne"


@pytest.fixture
def root():
    return Page.objects.get(depth=1)


@pytest.fixture
def collection():
    return Collection.get_first_root_node().add_child(name="Bretagne")


def held_by(group):
    pages = GroupPagePermission.objects.filter(group=group).values_list("page_id", "permission__codename")
    collections = GroupCollectionPermission.objects.filter(group=group).values_list("collection_id", "permission__codename")
    return sorted(group.permissions.values_list("codename", flat=True)), sorted(pages), sorted(collections)


def test_a_group_holds_what_is_declared(root, collection):
    group = ensure_group(
        REGION, [ACCESS_ADMIN], {root: ["change"]}, {collection: ["wagtailimages.add_image", "wagtailimages.choose_image"]}
    )
    assert group.name == REGION
    assert held_by(group) == (["access_admin"], [(root.pk, "change_page")], [(collection.pk, "add_image"), (collection.pk, "choose_image")])


def test_declared_again_it_holds_the_same(root, collection, django_assert_num_queries):
    declared = (REGION, [ACCESS_ADMIN], {root: ["change"]}, {collection: ["wagtailimages.add_image"]})
    before = held_by(ensure_group(*declared))
    rows = list(GroupPagePermission.objects.filter(group__name=REGION).values_list("pk", flat=True))
    assert held_by(ensure_group(*declared)) == before
    assert list(GroupPagePermission.objects.filter(group__name=REGION).values_list("pk", flat=True)) == rows
    assert Group.objects.filter(name=REGION).count() == 1


def test_what_is_no_longer_declared_is_taken_back(root, collection):
    ensure_group(REGION, [ACCESS_ADMIN], {root: ["change", "add"]}, {collection: ["wagtailimages.add_image"]})
    assert held_by(ensure_group(REGION, [], {root: ["add"]})) == ([], [(root.pk, "add_page")], [])
    assert held_by(ensure_group(REGION, [])) == ([], [], [])


def test_a_permission_that_does_not_exist_is_named_and_nothing_changes(root):
    ensure_group(REGION, [ACCESS_ADMIN])
    with pytest.raises(LookupError, match="wagtailcore.fly_page"):
        ensure_group(REGION, [], {root: ["fly"]})
    assert held_by(Group.objects.get(name=REGION)) == (["access_admin"], [], [])


def test_wagtail_s_own_groups_go_unless_somebody_is_in_one(user):
    assert set(Group.objects.values_list("name", flat=True)) == {"Editors", "Moderators"}
    user.groups.add(Group.objects.get(name="Editors"))
    load_groups()
    load_groups()
    assert set(Group.objects.values_list("name", flat=True)) == {"Editors", ADMINISTRATORS, REVIEWERS}


def test_wagtail_s_own_workflow_goes_with_those_who_handled_it(user, root):
    moderators = Group.objects.get(name="Moderators")
    user.groups.add(moderators)
    load_groups()
    assert list(Workflow.objects.active().values_list("name", flat=True)) == ["Moderators approval"]
    user.groups.remove(moderators)
    load_groups()
    assert (list(Workflow.objects.active()), root.get_workflow()) == ([], None)


def test_the_demo_accounts_sign_in_with_their_rights(client):
    load_groups()
    for name in (NATIONAL_EDITORS, regional_editors("Hauts-de-France"), regional_editors("Île-de-France")):
        ensure_group(name, [ACCESS_ADMIN])
    load_demo_accounts()
    assert load_demo_accounts() == {"accounts": 7}
    assert list(User.objects.order_by("email").values_list("email", "groups__name", "is_superuser")) == [
        ("admin@demo.example", "Administration", True),
        ("chercheuse@demo.example", None, False),
        ("contributrice@demo.example", None, False),
        ("nationale@demo.example", "Rédaction nationale", False),
        ("redaction-hdf@demo.example", "Rédaction – Hauts-de-France", False),
        ("redaction-idf@demo.example", "Rédaction – Île-de-France", False),
        ("relectrice@demo.example", "Relecture", False),
    ]
    for account in ACCOUNTS:
        client.logout()
        answer = client.post("/compte/connexion/", {"login": account.email, "password": "observatoire"})
        assert (account.email, answer.status_code, answer.headers["Location"]) == (account.email, 302, "/mes-fiches/")


def test_a_real_site_refuses_the_demo_accounts(settings):
    settings.DEMO_ALLOWED = False
    with pytest.raises(Exception, match="public password"):
        load_demo_accounts()
    assert User.objects.count() == 0
