"""The woven motif: the same for ever, another for each sheet, light, silent, and never of one ink."""

import re

from core.weave import INKS, svg

IDENTIFIERS = [f"op-{number:08}" for number in range(300)]


def test_a_sheet_keeps_its_motif_and_shares_it_with_few_others():
    motifs = [svg(identifier, "isolement") for identifier in IDENTIFIERS]
    assert motifs == [svg(identifier, "isolement") for identifier in IDENTIFIERS]
    assert len(set(motifs)) > 200


def test_the_theme_gives_two_inks_and_each_has_one_path_more_than_the_ground():
    for theme in ("isolement", "vie-de-quartier", "rsa", "logement", "jeunesse", "sante"):
        inks = re.findall(r'class="ink-(\d+)( under)?" stroke="(#\w{6})"', svg("op-00000001", theme))
        assert len(inks) == 3
        (weft, under, _), (same_weft, _, _), (warp, _, _) = inks
        assert (under, weft == same_weft, weft != warp) == (" under", True, True)
        assert all(INKS[int(number)] == colour for number, _under, colour in inks)


def test_it_weighs_about_two_kilobytes():
    sizes = sorted(len(svg(identifier, "isolement")) for identifier in IDENTIFIERS)
    assert sizes[len(sizes) // 2] < 2_500
    assert sizes[-1] < 3_800


def test_neither_ink_drowns_the_other():
    """Warp and weft each lie on top in at least a quarter of the crossings."""
    for identifier in IDENTIFIERS:
        drawing = svg(identifier, "isolement", 24, 24)
        weft = sum(int(length) // 2 for length in re.findall(r"h(\d+)", drawing.split("<path")[2]))
        warp = sum(int(length) // 2 for length in re.findall(r"v(\d+)", drawing.split("<path")[3]))
        assert weft + warp == 24 * 24
        assert min(weft, warp) >= 24 * 24 / 4, identifier


def test_it_says_nothing_to_screen_readers_and_carries_no_style():
    drawing = svg("op-00000001", "isolement")
    assert drawing.startswith('<svg class="weave" ')
    assert 'aria-hidden="true" focusable="false"' in drawing
    assert "style=" not in drawing
