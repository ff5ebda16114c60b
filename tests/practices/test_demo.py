"""The demo: enough to see everything, in words that are each its own, and never on a real site."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from practices.demo.loading import demo_rows
from practices.models import PracticeRecord, PublicPractice, RegionPage
from themes.models import Theme

EXAMPLES = [json.loads(line) for line in Path("tests/practices/example-sheets.jsonl").read_text(encoding="utf-8").splitlines()]
SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")


def texts(value, key=""):
    """Every prose text of a sheet; names of functions, places and codes are not prose."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name not in ("contact", "organisation", "authors", "staff", "funding", "point"):
                yield from texts(item, name)


def sentences(sheet):
    """Sentences of at least six words, without case or punctuation."""
    for text in texts(sheet):
        for sentence in SENTENCE_END.split(text):
            words = re.findall(r"\w+", sentence.lower())
            if len(words) >= 6:
                yield " ".join(words)


def test_no_two_demo_sheets_share_a_sentence_nor_repeat_the_examples():
    owners = Counter(sentence for sheet in [*demo_rows(), *EXAMPLES] for sentence in set(sentences(sheet)))
    assert [sentence for sentence, sheets in owners.items() if sheets > 1] == []


def test_the_demo_shows_every_kind_of_sheet():
    sheets = list(demo_rows())
    effects = Counter(effect["direction"] for sheet in sheets for effect in sheet.get("effects") or [])
    assert len(sheets) >= 48
    assert {sheet["mode"] for sheet in sheets if sheet.get("mode")} == {"group", "community", "local_development", "combined"}
    assert set(effects) == {"favourable", "mixed", "none", "unfavourable"}
    assert {sheet["demo_state"] for sheet in sheets} == {"draft", "submitted", "in_review", "changes_requested", "declined", "published"}
    contradictions = [sheet for sheet in sheets if contradicts(sheet.get("barriers") or [])]
    assert len(contradictions) >= 16


def contradicts(barriers):
    """Whether one nature of barrier is told with different strengths from several viewpoints."""
    told = {}
    for barrier in barriers:
        told.setdefault(barrier["nature"], {})[barrier["viewpoint"]] = barrier["intensity"]
    return any(len(set(views.values())) > 1 for views in told.values())


@pytest.fixture
def demo(reference_data, capsys):
    call_command("load_demo")


def test_the_demo_fills_every_region_and_theme(demo):
    regions = set(PublicPractice.objects.values_list("region_slug", flat=True))
    assert regions == set(RegionPage.objects.values_list("slug", flat=True))
    assert PublicPractice.objects.filter(filters__territoire__contains="iso-ca-qc").count() >= 2
    shown = {slug for themes in PublicPractice.objects.values_list("filters__theme", flat=True) for slug in themes}
    assert shown == set(Theme.objects.filter(successor=None).values_list("slug", flat=True))


def test_demo_sheets_are_marked_and_loaded_once(demo, capsys):
    before = dict(PracticeRecord.objects.values_list("identifier", "public_version"))
    call_command("load_demo")
    assert dict(PracticeRecord.objects.values_list("identifier", "public_version")) == before
    assert all(data["is_demo"] for data in PublicPractice.objects.values_list("data", flat=True))


def test_the_demo_is_refused_in_production(settings, reference_data):
    settings.DEMO_ALLOWED = False
    with pytest.raises(CommandError):
        call_command("load_demo")
    assert not PracticeRecord.objects.exists()
