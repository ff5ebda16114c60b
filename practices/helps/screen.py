"""What helps to write a sheet well, gathered for one screen: what it lacks, what comes near it, what may tell who a person is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .. import content
from ..domain.records import latest_version
from ..models import PracticeRecord
from .checklist import MISSING, Advice, checklist
from .duplicates import Near, near_duplicates
from .personal_data import Finding, findings


@dataclass(frozen=True)
class Help:
    """For the sheet of this identifier; nothing of it prevents anything."""

    identifier: str
    adapted_from: str
    missing: list[Advice]
    useful: list[Advice]
    near: list[Near]
    personal: list[Finding]


def help_for(record: PracticeRecord, user, values: Mapping[str, Any] | None = None) -> Help:
    """`values` by attribute, as typed; those of the newest version when absent. Public sheets, one's own and one's regions' come near."""
    page = latest_version(record)
    said = dict(values) if values is not None else content.read(page)
    listed = checklist(said)
    files = [Advice(field.key, MISSING[field.key]) for field in content.missing_files(page)]
    near = near_duplicates(said, record=record, user=user)
    return Help(record.identifier, said.get("adapted_from") or "", [*listed.missing, *files], listed.useful, near, findings(said))
