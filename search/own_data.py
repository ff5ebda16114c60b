"""Search keeps nothing about who searches; what it keeps of sheets follows the public record, but for the version before the live one."""

from django.db import transaction

from accounts.personal_data import Leaving, Source

from . import engine, index
from .sources import SOURCES


def erase(leaving: Leaving) -> None:
    """The former version of each index, kept after a rebuild, is not kept up to date: it goes."""
    transaction.on_commit(_drop_former_versions, robust=True)


def _drop_former_versions() -> None:
    if engine.is_configured():
        for source in SOURCES:
            index.drop_former(engine.client(), source)


SOURCE = Source(name="recherche", data_of=lambda user: {}, erase=erase)
