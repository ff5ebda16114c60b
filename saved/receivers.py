"""What alerts do when a sheet's public record changes."""

from typing import Any

from .models import NewSheet

#: The version that a sheet's first publication has; a correction, a move or a withdrawal has a later one.
FIRST_VERSION = 1


def note_new_sheet(sender: Any, *, identifier: str, version: int, deleted: bool, **_unused: Any) -> None:
    """In the publication's own transaction. A corrected sheet is no news; one withdrawn before it was told of is not told at all."""
    if deleted:
        NewSheet.objects.filter(identifier=identifier).delete()
    elif version == FIRST_VERSION:
        NewSheet.objects.bulk_create([NewSheet(identifier=identifier, version=version)], ignore_conflicts=True)
