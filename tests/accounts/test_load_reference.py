"""One command lays the ground; again, it changes nothing; elsewhere, it follows SITE_URL."""

import re
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Site

from accounts.groups import ADMINISTRATORS, NATIONAL_EDITORS, REVIEWERS


def load():
    out = StringIO()
    call_command("load_reference", stdout=out)
    return [re.sub(r" \(\d+\.\d s\)$", "", line) for line in out.getvalue().splitlines()]


def counts():
    return [model.objects.count() for model in (Group, Page, Collection, GroupPagePermission, GroupCollectionPermission)]


@pytest.mark.usefixtures("reference_data")
def test_loaded_again_nothing_moves():
    before = counts()
    lines = load()
    assert counts() == before
    assert [line.split(" : ")[1] for line in lines] == [
        "à jour",
        "à jour",
        "à jour",
        "21 groupes",
        "à jour",
        "à jour",
        "19 régions",
        "à jour",
        "à jour",
    ]


@pytest.mark.usefixtures("reference_data")
def test_the_groups_are_those_declared_and_no_others():
    regions = Group.objects.filter(name__startswith="Rédaction – ").count()
    assert regions == 18
    assert set(Group.objects.exclude(name__startswith="Rédaction – ").values_list("name", flat=True)) == {
        ADMINISTRATORS,
        NATIONAL_EDITORS,
        REVIEWERS,
    }


@pytest.mark.usefixtures("reference_data")
@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://observatoire.example", ("observatoire.example", 443)),
        ("http://127.0.0.1:8042", ("127.0.0.1", 8042)),
    ],
)
def test_the_site_follows_its_address(settings, address, expected):
    settings.SITE_URL = address
    load()
    site = Site.objects.get()
    assert (site.hostname, site.port, site.is_default_site) == (*expected, True)
