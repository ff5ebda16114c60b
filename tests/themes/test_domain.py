import pytest
from django.core.exceptions import ValidationError

from themes.domain import (
    create_theme,
    describe_theme,
    keywords_named,
    merge_keyword,
    merge_theme,
    move_theme,
    rename_keyword,
    rename_theme,
    retire_theme,
)
from themes.models import Keyword, Theme
from themes.queries import resolve_theme


def test_a_new_name_keeps_the_address_and_the_old_name_as_a_synonym(themes, changes):
    theme = rename_theme(theme=themes["mobilite"], name="Se déplacer")
    assert (theme.slug, theme.name) == ("mobilite", "Se déplacer")
    assert theme.alternative_labels == ["transport", "permis de conduire", "Mobilité"]
    assert changes == ["mobilite"]


def test_the_same_name_is_no_change(themes, changes):
    assert rename_theme(theme=themes["mobilite"], name="Mobilité").is_edited is False
    assert changes == []


def test_a_name_given_back_is_not_its_own_synonym(themes):
    rename_theme(theme=themes["mobilite"], name="Se déplacer")
    assert rename_theme(theme=themes["mobilite"], name="Mobilité").alternative_labels == ["transport", "permis de conduire", "Se déplacer"]


def test_a_theme_moves_under_another(themes, changes):
    theme = move_theme(theme=themes["isolement"], parent=themes["jeunesse"])
    assert (theme.parent.slug, changes) == ("jeunesse", ["isolement"])


@pytest.mark.parametrize(
    ("slug", "parent"),
    [("isolement", "mobilite"), ("jeunesse", "lien-social"), ("jeunesse", "jeunesse"), ("isolement", "pratiques-formation")],
)
def test_themes_have_two_levels_and_no_more(themes, changes, slug, parent):
    retire_theme(theme=themes["pratiques-formation"], replacement=themes["territoires-partenariats"])
    changes.clear()
    with pytest.raises(ValidationError) as refusal:
        move_theme(theme=themes[slug], parent=themes[parent])
    assert list(refusal.value.message_dict) == ["parent"]
    assert Theme.objects.get(slug=slug).parent == themes[slug].parent
    assert changes == []


def test_a_new_theme_has_an_address_of_its_own(themes):
    first = create_theme(name="L’Été à la mer", parent=themes["lien-social"], alternative_labels=["plage"])
    second = create_theme(name="L'été à la mer")
    assert [first.slug, second.slug] == ["l-ete-a-la-mer", "l-ete-a-la-mer-2"]
    assert resolve_theme("l-ete-a-la-mer").alternative_labels == ["plage"]


def test_merging_leads_to_the_other_theme_which_takes_the_words(themes, changes):
    merge_theme(theme=themes["pair-aidance"], into=themes["isolement"])
    theme = resolve_theme("pair-aidance")
    assert theme.slug == "isolement"
    assert theme.alternative_labels == ["solitude", "Pair-aidance et entraide", "pairs", "entraide mutuelle"]
    assert changes == ["pair-aidance", "isolement"]


def test_retiring_leads_to_the_replacement_which_keeps_its_words(themes, changes):
    retire_theme(theme=themes["pair-aidance"], replacement=themes["isolement"])
    assert resolve_theme("pair-aidance").alternative_labels == ["solitude"]
    assert changes == ["pair-aidance"]


def test_merging_twice_leaves_no_chain_to_follow(themes):
    merge_theme(theme=themes["pair-aidance"], into=themes["isolement"])
    merge_theme(theme=themes["isolement"], into=themes["mobilite"])
    assert [resolve_theme(slug).slug for slug in ("pair-aidance", "isolement")] == ["mobilite", "mobilite"]


def test_sub_themes_follow_a_merged_theme(themes, changes):
    merge_theme(theme=themes["jeunesse"], into=themes["enfance-famille"])
    assert Theme.objects.get(slug="decrochage").parent.slug == "enfance-famille"
    assert set(changes) == {
        *("prevention-specialisee", "decrochage", "insertion-jeunes", "engagement-jeunes", "sortants-ase"),
        *("jeunesse", "enfance-famille"),
    }


@pytest.mark.parametrize(
    ("theme", "into"),
    [("jeunesse", "jeunesse"), ("jeunesse", "decrochage"), ("jeunesse", "isolement"), ("isolement", "posture"), ("posture", "isolement")],
)
def test_what_cannot_be_merged_stays(themes, changes, theme, into):
    retire_theme(theme=themes["posture"], replacement=themes["encadrement"])
    changes.clear()
    before = list(Theme.objects.order_by("pk").values())
    with pytest.raises(ValidationError):
        merge_theme(theme=themes[theme], into=themes[into])
    assert list(Theme.objects.order_by("pk").values()) == before
    assert changes == []


def test_describing_sets_synonyms_and_place(themes, changes):
    theme = describe_theme(theme=themes["mobilite"], alternative_labels=["vélo"], position=7)
    assert (theme.alternative_labels, theme.position, changes) == (["vélo"], 7, ["mobilite"])
    describe_theme(theme=theme, alternative_labels=["vélo"], position=7)
    assert changes == ["mobilite"]


def test_keywords_are_made_once_whatever_their_capitals(db):
    first = keywords_named(names=["Jardin partagé", " jardin  PARTAGÉ ", "café", "", "  "])
    assert [keyword.name for keyword in first] == ["jardin PARTAGÉ", "café"]
    assert keywords_named(names=["JARDIN PARTAGÉ"]) == [first[0]]
    assert Keyword.objects.count() == 2


def test_a_keyword_too_long_is_cut(db):
    assert [len(keyword.name) for keyword in keywords_named(names=["é" * 5000])] == [100]


def test_a_merged_keyword_gives_way_to_the_other(db, changes):
    old, new, newest = keywords_named(names=["jardins", "jardin", "potager"])
    merge_keyword(keyword=old, into=new)
    merge_keyword(keyword=new, into=newest)
    assert keywords_named(names=["jardins", "jardin", "Potager"]) == [newest]
    assert changes == ["jardins", "jardin"]
    with pytest.raises(ValidationError):
        merge_keyword(keyword=newest, into=old)


def test_a_keyword_is_renamed(db, changes):
    (keyword,) = keywords_named(names=["jardin"])
    assert rename_keyword(keyword=keyword, name="Jardin").name == "Jardin"
    rename_keyword(keyword=keyword, name="Jardin")
    assert changes == ["jardin"]
