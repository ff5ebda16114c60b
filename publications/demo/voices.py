"""The demo voices: two sides on three themes. Nobody said these words; the names are made up, and so are the agreements."""

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from practices.demo.loading import NATIONAL_EDITOR
from practices.uploads import Ready
from themes.models import Theme

from ..domain.consents import Given, record_agreement
from ..domain.publication import publish_revision
from ..domain.records import locked_record, note
from ..models import EditorialEvent, VoiceIndexPage, VoicePage

FILE = Path(__file__).parent / "voices.json"
PROOF = b"%PDF-1.4\n% accord de demonstration\n"


def load_demo_voices() -> dict[str, int]:
    """Creates those that are not there yet, one transaction each. One that was taken back stays so."""
    counts = {"created": 0, "present": 0}
    for told in json.loads(FILE.read_text(encoding="utf-8")):
        if VoicePage.objects.filter(slug=told["slug"]).exists():
            counts["present"] += 1
        else:
            _load(told)
            counts["created"] += 1
    return counts


@transaction.atomic
def _load(told: dict[str, Any]) -> None:
    editor = User.objects.get(email=NATIONAL_EDITOR)
    fields = ("slug", "title", "side", "said_by", "said_as", "summary", "words")
    page = VoicePage(**{name: told[name] for name in fields}, live=False)
    VoiceIndexPage.objects.get().add_child(instance=page)
    page.themes.set(Theme.objects.filter(slug__in=told["themes"]))
    page.record.is_demo = True
    page.record.save()
    given = Given(given_on=timezone.localdate() - timedelta(days=30), manner="signed_paper", uses=told["uses"])
    record_agreement(page_id=page.pk, by=editor, given=given, proof=Ready(BytesIO(PROOF), "pdf"))
    revision = page.save_revision(user=editor)
    record = locked_record(page.pk)
    publish_revision(record=record, revision=revision, by=editor)
    note(record, EditorialEvent.Kind.PUBLISHED, by=editor, revision=revision)
