import pytest

from territories import queries
from territories.models import Territory
from territories.queries import (
    describe,
    former_regions_of,
    read_once,
    region_in_charge,
    resolve,
    resolve_all,
    territory_labels,
    with_ancestors,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def is_found(code, within):
    """Whether a sheet of this territory is found by somebody who asks for that one."""
    return Territory.objects.within(within).filter(code=code).exists()


def test_a_municipality_is_found_from_its_departement_and_its_region():
    assert [is_found("com-93073", area) for area in ("com-93073", "dep-93", "reg-11", "iso-fr")] == [True] * 4
    assert [is_found("com-93073", area) for area in ("com-93066", "dep-94", "reg-32", "iso-be")] == [False] * 4


def test_a_departement_is_found_from_its_region_of_today_and_from_the_former_one():
    assert [is_found("dep-60", area) for area in ("reg-32", "anc-22")] == [True, True]
    assert [is_found("dep-60", area) for area in ("anc-31", "com-60057")] == [False, False]


def test_a_former_region_is_found_from_todays_region_and_not_from_its_departements():
    assert [is_found("anc-22", area) for area in ("anc-22", "reg-32", "iso-fr")] == [True, True, True]
    assert is_found("anc-22", "dep-60") is False


def test_the_filters_of_a_sheet_are_its_territories_and_all_above_them():
    assert with_ancestors(["DEP-60", "dep-76", "nowhere"]) == ["dep-60", "reg-32", "anc-22", "iso-fr", "dep-76", "reg-28", "anc-23"]


@pytest.mark.parametrize(
    ("codes", "scale", "region"),
    [
        (["com-59392"], "neighbourhood", "reg-32"),
        (["COM-59392"], "neighbourhood", "reg-32"),
        (["com-59392", "com-75056"], "municipality", "reg-32"),
        (["com-75056", "com-59392"], "municipality", "reg-11"),
        (["dep-974"], "department", "reg-04"),
        (["anc-22"], "region", "reg-32"),
        (["epci-200030435"], "intermunicipal", "reg-75"),
        (["dep-60", "dep-76"], "interregional", ""),
        (["com-59392"], "national", ""),
        (["com-59392"], "abroad", ""),
        (["iso-fr"], "region", ""),
        (["iso-ca-qc"], "department", ""),
        (["iso-ca-qc", "com-59392"], "municipality", ""),
        (["reg-987"], "region", ""),
        (["com-98735"], "municipality", ""),
        (["nowhere"], "municipality", ""),
        ([], "municipality", ""),
    ],
)
def test_the_region_in_charge_is_that_of_the_first_territory(codes, scale, region):
    assert region_in_charge(codes, scale) == region


def test_a_code_that_is_gone_stands_for_its_successor():
    Territory.objects.create(code="com-00000", kind="com", name="Hellemmes", search_name="hellemmes", successor_id="com-59350")
    assert resolve(" COM-00000 ").name == "Lille"
    assert region_in_charge(["com-00000"], "municipality") == "reg-32"
    assert [row["code"] for row in describe(["com-00000", "com-59350"])] == ["com-59350"]


def test_an_unknown_code_is_nobodys():
    assert [resolve(code) for code in ("", "com-99999", "dep-60\x00", "x" * 5000)] == [None] * 4
    assert territory_labels(["com-59350", "com-99999"]) == {"com-59350": "Lille"}


def test_a_territory_is_described_with_the_former_region_that_was_merged():
    assert describe(["com-60057", "com-35238", "iso-ca-qc", "anc-22"]) == [
        {"code": "com-60057", "label": "Beauvais", "context": "Oise, Hauts-de-France", "former_regions": ["Picardie"]},
        {"code": "com-35238", "label": "Rennes", "context": "Ille-et-Vilaine, Bretagne", "former_regions": []},
        {"code": "iso-ca-qc", "label": "Québec", "context": "Canada", "former_regions": []},
        {"code": "anc-22", "label": "Picardie", "context": "ancienne région, Hauts-de-France", "former_regions": []},
    ]


def test_an_intermunicipality_across_two_regions_has_both_former_ones():
    assert [region.code for region in former_regions_of("epci-200030435")] == ["anc-72", "anc-73"]


def test_a_run_asks_once_for_a_territory_that_it_reads_again_and_again(django_assert_num_queries):
    codes = ["com-35238", "nulle-part"]
    with read_once(), django_assert_num_queries(2):
        assert describe(codes) == describe(["COM-35238"])
        assert (region_in_charge(codes, "municipality"), list(resolve_all(codes))) == ("reg-53", ["com-35238"])


def test_what_a_run_holds_is_read_anew_after_a_while_and_forgotten_at_its_end(monkeypatch, django_assert_num_queries):
    with read_once():
        resolve("com-35238")
        monkeypatch.setattr(queries, "SECONDS_HELD", 0)
        with django_assert_num_queries(1):
            resolve("com-35238")
    with django_assert_num_queries(1):
        resolve("com-35238")


@pytest.mark.parametrize("codes", [["com-59350"], ["com-59350", "dep-60", "iso-be"]])
def test_reading_many_costs_no_more_than_reading_one(django_assert_num_queries, codes):
    with django_assert_num_queries(1):
        resolve_all(codes)
    with django_assert_num_queries(1):
        with_ancestors(codes)
    with django_assert_num_queries(2):
        describe(codes)
    with django_assert_num_queries(1):
        region_in_charge(codes, "municipality")
