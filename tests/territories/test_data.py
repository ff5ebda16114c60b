"""What the data files hold, checked against what is publicly known of the French territory in 2026."""

from collections import Counter

import pytest

from territories.areas import EXTRACT, all_areas, successors


@pytest.fixture(scope="module")
def areas():
    return all_areas()


def test_the_extract_stays_small_enough_for_the_repository():
    assert EXTRACT.stat().st_size < 1_500_000


def test_every_kind_is_complete(areas):
    kinds = Counter(str(area.kind) for area in areas.values())
    assert kinds == {"reg": 18 + 8, "dep": 101, "com": 34_969 + 45, "epci": 1_255 + 11, "anc": 22, "iso": 237 + 13}


def test_eighteen_regions_are_in_charge_and_overseas_collectivities_are_not(areas):
    regions = [area for area in areas.values() if area.kind == "reg"]
    assert sorted(area.code for area in regions if area.region_code) == [
        *("reg-01", "reg-02", "reg-03", "reg-04", "reg-06", "reg-11", "reg-24", "reg-27", "reg-28"),
        *("reg-32", "reg-44", "reg-52", "reg-53", "reg-75", "reg-76", "reg-84", "reg-93", "reg-94"),
    ]
    assert sorted(area.name for area in regions if not area.region_code) == [
        "Nouvelle-Calédonie",
        "Polynésie française",
        "Saint-Barthélemy",
        "Saint-Martin",
        "Saint-Pierre-et-Miquelon",
        "Terres australes et antarctiques françaises",
        "Wallis et Futuna",
        "Île de Clipperton",
    ]


@pytest.mark.parametrize(
    ("code", "above"),
    [
        ("iso-fr", []),
        ("reg-32", ["iso-fr"]),
        ("reg-987", ["iso-fr"]),
        ("anc-22", ["reg-32", "iso-fr"]),
        ("dep-60", ["reg-32", "anc-22", "iso-fr"]),
        ("dep-974", ["reg-04", "iso-fr"]),
        ("com-60057", ["epci-200067999", "dep-60", "reg-32", "anc-22", "iso-fr"]),
        ("com-93073", ["epci-200058097", "epci-200054781", "dep-93", "reg-11", "anc-11", "iso-fr"]),
        ("com-75056", ["epci-200054781", "dep-75", "reg-11", "anc-11", "iso-fr"]),
        ("com-75118", ["com-75056", "epci-200054781", "dep-75", "reg-11", "anc-11", "iso-fr"]),
        ("com-2a004", ["epci-242010056", "dep-2a", "reg-94", "anc-94", "iso-fr"]),
        ("com-98735", ["reg-987", "iso-fr"]),
        ("epci-200093201", ["dep-59", "reg-32", "anc-31", "iso-fr"]),
        ("epci-200057867", ["epci-200054781", "dep-93", "reg-11", "anc-11", "iso-fr"]),
        ("epci-200030435", ["dep-40", "dep-32", "reg-75", "reg-76", "anc-72", "anc-73", "iso-fr"]),
        ("iso-be", []),
        ("iso-ca-qc", ["iso-ca"]),
    ],
)
def test_each_area_knows_all_that_lies_above_it(areas, code, above):
    assert areas[code].ancestors == above


def test_every_area_above_another_exists(areas):
    assert {above for area in areas.values() for above in area.ancestors} - set(areas) == set()


@pytest.mark.parametrize(
    ("code", "region"),
    [
        ("iso-fr", ""),
        ("iso-ca-qc", ""),
        ("reg-988", ""),
        ("com-97501", ""),
        ("reg-32", "reg-32"),
        ("anc-22", "reg-32"),
        ("dep-974", "reg-04"),
        ("com-13203", "reg-93"),
        ("epci-200057867", "reg-11"),
        # Aire-sur-l'Adour: most of the inhabitants live in the Landes, not in the Gers.
        ("epci-200030435", "reg-75"),
    ],
)
def test_the_region_in_charge_is_known(areas, code, region):
    assert areas[code].region_code == region


def test_each_departement_of_the_mainland_has_one_former_region(areas):
    former = [[code for code in area.ancestors if code.startswith("anc-")] for area in areas.values() if area.kind == "dep"]
    assert Counter(len(codes) for codes in former) == {1: 96, 0: 5}


def test_inhabitants_of_a_whole_are_those_of_its_parts(areas):
    lower = [area.population for area in areas.values() if area.kind == "dep" and area.region_code == "reg-32"]
    assert areas["reg-32"].population == sum(lower)
    assert areas["anc-22"].population == sum(areas[f"dep-{code}"].population for code in ("02", "60", "80"))
    assert areas["iso-be"].population is None


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("com-60057", "Beauvais (Oise, Hauts-de-France)"),
        ("com-97411", "Saint-Denis (La Réunion)"),
        ("com-93066", "Saint-Denis (Seine-Saint-Denis, Île-de-France)"),
        ("dep-59", "Nord (département, Hauts-de-France)"),
        ("dep-974", "La Réunion (département)"),
        ("reg-04", "La Réunion"),
        ("anc-22", "Picardie (ancienne région, Hauts-de-France)"),
        ("anc-53", "Bretagne (ancienne région)"),
        ("epci-200054781", "Métropole du Grand Paris (Île-de-France)"),
        ("iso-ca-qc", "Québec (Canada)"),
    ],
)
def test_namesakes_are_told_apart(areas, code, text):
    assert str(areas[code]) == text


def test_municipalities_that_are_gone_lead_to_one_of_today(areas):
    found = successors()
    assert found["com-01059"] == "com-01453"
    assert set(found.values()) - set(areas) == set()
    assert set(found) & set(areas) == set()
