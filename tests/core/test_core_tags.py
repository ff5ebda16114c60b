"""What templates write: typography, paragraphs, dates as far as they are known, numbers, query strings."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils.safestring import SafeString, mark_safe

from core.templatetags.core_tags import coordinate, day, euros, file_size, french_text, moment, number, paragraphs, partial_date

THIN, NB = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


def test_french_spaces_and_apostrophes_come_by_themselves():
    assert french_text("L'été : qu'en dit-on ?") == f"L’été{NB}: qu’en dit-on{THIN}?"


def test_what_people_wrote_is_still_escaped_after_french():
    shown = Template("{% load core_tags %}{{ text|french }}").render(Context({"text": "a < b & l'on <script>rit</script> !"}))
    assert shown == f"a &lt; b &amp; l’on &lt;script&gt;rit&lt;/script&gt;{THIN}!"


def test_marks_of_a_passage_stay_and_so_does_its_escaping():
    passage = french_text(mark_safe("l&#x27;<mark>isolement</mark> &lt;b&gt; ; ici"))
    assert isinstance(passage, SafeString)
    assert passage == f"l’<mark>isolement</mark> &lt;b&gt;{THIN}; ici"


def test_plain_text_becomes_paragraphs():
    text = "Un jour,\r\nl'on vint.\n\n\n  \nPuis <b>rien</b>.\n\n"
    assert paragraphs(text) == "<p>Un jour,<br>l’on vint.</p><p>Puis &lt;b&gt;rien&lt;/b&gt;.</p>"
    assert paragraphs("") == ""


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("2022", "2022"),
        ("2022-03", "mars 2022"),
        ("2023-09-05", f"5{NB}septembre 2023"),
        ("2024-08-01", f"1er{NB}août 2024"),
        ("", ""),
        ("vers 2019", "vers 2019"),
        ("2022-13", "2022-13"),
    ],
)
def test_a_date_says_as_much_as_is_known(given, shown):
    assert partial_date(given) == shown


def test_a_moment_is_a_day_in_paris():
    assert day("2026-03-11T23:30:00Z") == f"12{NB}mars 2026"
    assert day(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == f"1er{NB}janvier 2027"
    assert day(date(2024, 3, 12)) == f"12{NB}mars 2024"
    assert day(None) == day("") == ""


def test_sizes_of_files_are_read_in_french():
    assert [file_size(octets) for octets in (1, 48_210, 999_499, 1_240_000, 30_000_000)] == [
        "1\N{NO-BREAK SPACE}ko",
        "48\N{NO-BREAK SPACE}ko",
        "999\N{NO-BREAK SPACE}ko",
        "1,2\N{NO-BREAK SPACE}Mo",
        "30\N{NO-BREAK SPACE}Mo",
    ]


def test_numbers_are_read_in_french():
    assert [number(value) for value in (8, 8400, 1234567, 0.2, 4200.0, 0.125)] == [
        "8",
        f"8{THIN}400",
        f"1{THIN}234{THIN}567",
        "0,2",
        f"4{THIN}200",
        "0,12",
    ]
    assert [euros(each) for each in (8400, 3000.5, 0.25)] == [f"8{THIN}400{NB}€", f"3{THIN}000,50{NB}€", f"0,25{NB}€"]
    assert coordinate(49.43) == "49,43"


def test_a_query_string_changes_what_is_named_and_keeps_the_rest(rf):
    page = Template("{% load core_tags %}{% url_with page=2 tri=None %}")
    shown = page.render(Context({"request": rf.get("/pratiques/?theme=a&theme=b&tri=titre&q=l%27été")}))
    assert shown == "?theme=a&amp;theme=b&amp;q=l%27%C3%A9t%C3%A9&amp;page=2"


def test_a_page_says_its_one_address(rf, settings):
    settings.SITE_URL = "https://observatoire.example"
    shown = Template("{% load core_tags %}{% canonical %}").render(Context({"request": rf.get("/themes/isolement/?page=2")}))
    assert shown == '<link rel="canonical" href="https://observatoire.example/themes/isolement/">'


def test_a_moment_is_written_in_the_sites_time_zone_and_its_hour_never_cut():
    assert moment(datetime(2024, 3, 12, 8, 5, tzinfo=UTC)) == f"12{NB}mars 2024, 9{NB}h{NB}05"
