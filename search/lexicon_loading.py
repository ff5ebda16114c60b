"""The lexicon that the observatory starts with."""

import json
from pathlib import Path

from .language.lexicon import lexicon
from .models import LexiconEntry

FILE = Path(__file__).parent / "data" / "lexicon.json"


def load_lexicon() -> dict[str, int]:
    """Adds the entries of the file and follows its changes; those that editors changed or took out of use stay as they are."""
    held = {(entry.kind, entry.typed): entry for entry in LexiconEntry.objects.all()}
    new, updated = [], 0
    for row in json.loads(FILE.read_text()):
        entry = held.get((row["kind"], row["typed"]))
        if entry is None:
            new.append(LexiconEntry(**row))
        elif not entry.is_edited and any(getattr(entry, name) != value for name, value in row.items()):
            for name, value in row.items():
                setattr(entry, name, value)
            entry.save()
            updated += 1
    LexiconEntry.objects.bulk_create(new)
    lexicon.forget()
    return {"created": len(new), "updated": updated}
