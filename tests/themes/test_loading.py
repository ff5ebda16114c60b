import pytest
from django.db import IntegrityError, transaction

from themes.domain import LoadReport, create_theme, load_themes, merge_theme, rename_theme
from themes.models import Keyword, Theme

pytestmark = pytest.mark.django_db


def test_the_file_holds_twelve_themes_of_five():
    assert load_themes() == LoadReport(created=72, updated=0, left=0)
    assert Theme.objects.filter(parent__isnull=True).count() == 12
    assert [theme.children.count() for theme in Theme.objects.filter(parent__isnull=True)] == [5] * 12


def test_a_second_load_changes_nothing(themes, changes):
    before = list(Theme.objects.order_by("pk").values())
    assert load_themes() == LoadReport(created=0, updated=0, left=0)
    assert list(Theme.objects.order_by("pk").values()) == before
    assert changes == []


def test_what_the_file_says_anew_replaces_what_it_said(themes, changes):
    Theme.objects.filter(slug="isolement").update(name="Isolement", position=9)
    assert load_themes() == LoadReport(created=0, updated=1, left=0)
    theme = Theme.objects.get(slug="isolement")
    assert (theme.name, theme.position, theme.alternative_labels) == ("Lutte contre l'isolement", 1, ["solitude"])
    assert changes == ["isolement"]


def test_what_editors_changed_is_left_alone(themes):
    rename_theme(theme=themes["isolement"], name="Rompre l’isolement")
    merge_theme(theme=themes["posture"], into=themes["encadrement"])
    # The theme renamed, the one merged and the one that received it.
    assert load_themes() == LoadReport(created=0, updated=0, left=3)
    assert Theme.objects.get(slug="isolement").name == "Rompre l’isolement"
    assert Theme.objects.get(slug="posture").successor == themes["encadrement"]


def test_a_name_that_editors_took_first_stays_theirs():
    theirs = create_theme(name="Mobilité")
    Theme.objects.filter(pk=theirs.pk).update(slug="se-deplacer")
    assert load_themes() == LoadReport(created=71, updated=0, left=1)
    assert list(Theme.objects.filter(name="Mobilité").values_list("slug", flat=True)) == ["se-deplacer"]


def test_no_theme_and_no_keyword_is_ever_deleted(themes):
    Keyword.objects.create(name="jardin")
    for rows in (Theme.objects.filter(slug="isolement"), Keyword.objects.all()):
        with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
            rows.delete()
