import pytest

from territories.models import Territory
from territories.queries import search_territories, territories_matching

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def codes(text, limit=10):
    return [territory.code for territory in search_territories(text, limit=limit)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("lille", ["com-59350", "com-62516", "com-76384", "com-35153", "epci-200093201"]),
        ("LILLE ", ["com-59350", "com-62516", "com-76384", "com-35153", "epci-200093201"]),
        ("st denis", ["com-97411", "com-93066"]),
        ("Saint-Denis", ["com-97411", "com-93066"]),
        ("saint denis réunion", ["com-97411"]),
        ("seine st denis", ["dep-93"]),
        ("59000", ["com-59350"]),
        ("59", ["dep-59", "com-59350"]),
        ("2a", ["dep-2a"]),
        ("picardie", ["anc-22"]),
        ("nord", ["dep-59", "anc-31"]),
        ("Nord-Pas-de-Calais", ["anc-31"]),
        ("hauts de france", ["reg-32"]),
        ("hauts-de-france", ["reg-32"]),
        ("ile de france", ["reg-11", "anc-11"]),
        ("la réunion", ["reg-04", "dep-974", "com-47222"]),
        ("reunion", ["reg-04", "dep-974", "com-47222"]),
        ("paris", ["dep-75", "com-75056"]),
        ("paris 18", ["com-75118"]),
        ("le havre", ["com-76351"]),
        ("havre", ["com-76351"]),
        ("l’haÿ", ["com-94038"]),
        ("cote d'ivoire", ["iso-ci"]),
        ("quebec", ["iso-ca-qc"]),
        ("belgique", ["iso-be"]),
        ("plaine commune", ["epci-200057867"]),
        ("y", ["com-80829"]),
    ],
)
def test_the_likeliest_place_comes_first(text, first):
    assert codes(text)[: len(first)] == first


def test_a_big_citys_districts_do_not_hide_its_metropolis():
    assert codes("lyon", 3) == ["com-69123", "com-27377", "epci-200046977"]


@pytest.mark.parametrize("text", ["", "  ", "'", '%_\\"():*&|!<->', "\x00", "zzzzzz", "lille roubaix", "é" * 10_000])
def test_what_names_no_place_finds_nothing_and_breaks_nothing(text):
    assert codes(text) == []


def test_a_place_that_is_gone_is_no_longer_offered():
    Territory.objects.filter(code="com-62516").update(successor="com-59350")
    assert codes("lillers") == []


def test_searching_takes_one_query_and_the_index(django_assert_num_queries):
    with django_assert_num_queries(1):
        search_territories("saint")
    assert "territory_search_words" in territories_matching("lille").explain()
