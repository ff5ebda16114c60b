import pytest

from themes.domain import retire_theme
from themes.queries import describe_themes, resolve_theme, resolve_themes, search_themes, theme_tree, with_parents


def test_the_tree_has_every_theme_in_the_editors_order(themes, django_assert_num_queries):
    with django_assert_num_queries(1):
        tree = theme_tree()
    assert len(tree) == 12
    assert tree[2].theme.slug == "lien-social"
    assert [child.slug for child in tree[2].children] == [
        *("isolement", "vie-de-quartier", "solidarites-voisinage", "culture-loisirs-vacances", "interculturalite"),
    ]


def test_a_retired_theme_is_in_no_list_and_still_leads_somewhere(themes):
    retire_theme(theme=themes["isolement"], replacement=themes["vie-de-quartier"])
    assert "isolement" not in {child.slug for node in theme_tree() for child in node.children}
    assert search_themes("solitude") == []
    assert resolve_theme("ISOLEMENT ").slug == "vie-de-quartier"
    assert describe_themes(["isolement", "vie-de-quartier"]) == [{"slug": "vie-de-quartier", "label": "Vie de quartier et habitants"}]


def test_the_filters_of_a_sheet_are_its_themes_and_those_above(themes):
    assert with_parents(["isolement", "RSA", "jeunesse", "nothing"]) == [
        *("isolement", "lien-social", "rsa", "insertion-emploi", "jeunesse"),
    ]


def test_an_unknown_slug_is_nobodys(themes):
    assert [resolve_theme(slug) for slug in ("", "nothing", "isolement\x00", "x" * 5000)] == [None] * 4


@pytest.mark.parametrize("slugs", [["isolement"], ["isolement", "rsa", "mobilite"]])
def test_reading_many_costs_no_more_than_reading_one(themes, django_assert_num_queries, slugs):
    for read in (resolve_themes, with_parents, describe_themes):
        with django_assert_num_queries(1):
            read(slugs)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("isolement", ["isolement"]),
        ("Lutte contre l’isolement", ["isolement"]),
        ("solitude", ["isolement"]),
        ("DSL", ["developpement-social-local"]),
        ("dpa", ["pouvoir-agir"]),
        ("rsa", ["rsa"]),
        ("aller-vers", ["prevention-specialisee"]),
        ("faire avec", ["posture"]),
        ("jeune", ["jeunesse", "sortants-ase"]),
        ("insertion", ["insertion-emploi", "iae", "insertion-jeunes"]),
        ("personnes agees", ["perte-autonomie"]),
        ("crèches", ["petite-enfance"]),
        ("emploi mobilite", ["mobilite"]),
        ("jeunesse", ["jeunesse", "prevention-specialisee", "decrochage"]),
    ],
)
def test_the_likeliest_theme_comes_first(themes, text, first):
    assert [theme.slug for theme in search_themes(text)][: len(first)] == first


@pytest.mark.parametrize("text", ["", "  ", '%_\\"():*&|!', "\x00", "zzzz", "x" * 10_000])
def test_what_names_no_theme_finds_nothing_and_breaks_nothing(themes, text):
    assert search_themes(text) == []


def test_searching_takes_one_query(themes, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [theme.parent.slug for theme in search_themes("isolement")] == ["lien-social"]
