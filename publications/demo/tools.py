"""The demo's tools, with files made here, and its dossier. Written for the demo; every content is marked as one."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from docx import Document as WordDocument
from openpyxl import Workbook
from wagtail.documents.models import Document

from accounts.models import User
from core.media import public_collection
from core.models import OutgoingMail
from practices.models import PracticeRecord
from territories.models import Territory
from themes.models import Theme

from ..domain.publication import publish_revision
from ..domain.records import locked_record
from ..domain.tool_uses import accept_use, digest, send_use
from ..models import (
    ContentAuthor,
    ContentTerritory,
    DossierIndexPage,
    DossierItem,
    DossierPage,
    EditorialPage,
    EditorialRecord,
    ToolFile,
    ToolIndexPage,
    ToolPage,
    ToolSheet,
)

CONTRIBUTOR, NATIONAL_EDITOR = "contributrice@demo.example", "nationale@demo.example"
DATA = Path(__file__).with_name("tools.json")


def load_demo_tools() -> dict[str, int]:
    """Creates the tools and the dossier that are not there yet, one transaction each; returns how many were created and were there."""
    began, data = timezone.now(), json.loads(DATA.read_text(encoding="utf-8"))
    counts = {"created": 0, "present": 0}
    for told in data["tools"]:
        counts["created" if _made(ToolPage, told, _make_tool) else "present"] += 1
    counts["created" if _made(DossierPage, data["dossier"], _make_dossier) else "present"] += 1
    # The demo's people have no mailbox: the mails about these accounts would only fill the console.
    OutgoingMail.objects.filter(created_at__gte=began, to__endswith="@demo.example").delete()
    return counts


@transaction.atomic
def _made(model: type[EditorialPage], told: dict[str, Any], make) -> bool:
    if model.objects.filter(slug=told["slug"], record__is_demo=True).exists():
        return False
    page = make(told)
    EditorialRecord.objects.filter(page=page).update(is_demo=True)
    page.themes.set(Theme.objects.filter(slug__in=told["themes"]))
    revision = page.save_revision()
    publish_revision(record=locked_record(page.pk), revision=revision, by=None)
    for use in told.get("uses", []):
        _tell(page, use)
    return True


def _make_tool(told: dict[str, Any]) -> ToolPage:
    texts = {name: told[name] for name in ("title", "slug", "type", "summary", "purpose", "with_whom", "duration", "making")}
    page = ToolPage(live=False, body=json.dumps([{"type": kind, "value": value} for kind, value in told["body"]]), **texts)
    ToolIndexPage.objects.get().add_child(instance=page)
    page.author_rows = [ContentAuthor(name=name, affiliation=affiliation) for name, affiliation in told["authors"]]
    page.territory_rows = [ContentTerritory(territory=Territory.objects.get(pk=code)) for code in told["territories"]]
    page.files = [_file(told["title"], row) for row in told["files"]]
    page.sheets = [ToolSheet(identifier=identifier) for identifier in _identifiers(told["sheets"])]
    return page


def _make_dossier(told: dict[str, Any]) -> DossierPage:
    introduction = json.dumps([{"type": "text", "value": told["introduction"]}])
    page = DossierPage(live=False, title=told["title"], slug=told["slug"], summary=told["summary"], introduction=introduction)
    DossierIndexPage.objects.get().add_child(instance=page)
    tools = dict(EditorialRecord.objects.filter(page__toolpage__isnull=False, is_demo=True).values_list("page__slug", "identifier"))
    for row in told["items"]:
        found = [tools[row["tool"]]] if "tool" in row else _identifiers([row["sheet"]])
        page.items.add(*[DossierItem(part=row["part"], identifier=identifier, reason=row["reason"]) for identifier in found])
    return page


def _identifiers(names: list[str]) -> list[str]:
    """Of the demo sheets of these names."""
    known = dict(PracticeRecord.objects.filter(external_id__in=names).values_list("external_id", "identifier"))
    return [known[name] for name in names if name in known]


def _file(tool: str, row: dict[str, Any]) -> ToolFile:
    content = _workbook(row["lines"]) if row["name"].endswith(".xlsx") else _word(f"{tool} — {row['title']}", row["lines"])
    document = Document(title=row["title"], collection=public_collection(), file=ContentFile(content, name=row["name"]))
    document._set_document_file_metadata()
    document.save()
    return ToolFile(document=document, title=row["title"], version=row["version"], dated=date.fromisoformat(row["dated"]))


def _word(title: str, lines: list[str]) -> bytes:
    document, out = WordDocument(), BytesIO()
    document.add_heading(title, 1)
    for line in lines:
        document.add_heading(line, 2)
        document.add_paragraph("")
    document.save(out)
    return out.getvalue()


def _workbook(headings: list[str]) -> bytes:
    workbook, out = Workbook(), BytesIO()
    workbook.active.append(headings)
    workbook.save(out)
    return out.getvalue()


def _tell(page: ToolPage, told: dict[str, str]) -> None:
    people = {user.email: user for user in User.objects.filter(email__in=(CONTRIBUTOR, NATIONAL_EDITOR))}
    place = Territory.objects.get(pk=told["territory"])
    texts = {name: told[name] for name in ("purpose", "outcome", "signature")}
    use = send_use(page_id=page.pk, by=people[CONTRIBUTOR], territory=place, **texts)
    accept_use(use_id=use.pk, by=people[NATIONAL_EDITOR], read=digest(use))
