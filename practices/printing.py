"""`fiche.pdf`: a public sheet as a tagged PDF. Made by the worker when somebody asks for it, kept as long as the sheet reads the same."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core import made_files, paper
from core import printed_pictures as pictures
from core.made_files import NotMade
from core.printed import MOTIF, lay_out, motif

from . import citations
from .linked_data import absolute
from .models import PracticePage, PublicPractice, SheetFile

FOLDER = "fiches"
MOST_AT_ONCE, MOST_FORGOTTEN = 10, 100
#: Crossings of the motif at the head of the sheet.
COLUMNS, ROWS = 84, 8
IMAGE = "own:image{extension}"

_SHAPES = {
    "favourable": ("#24613f", "M8 2 15 14H1Z"),
    "mixed": ("#7a5200", "M8 1 15 8 8 15 1 8Z"),
    "none": ("#545a66", "M2 8a6 6 0 1 0 12 0a6 6 0 1 0-12 0Z"),
    "unfavourable": ("#9c3b23", "M8 14 1 2H15Z"),
}
#: The sign of each direction of an effect, by address: the word stands beside it.
SIGNS = {
    f"own:{direction}.svg": f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="{ink}" d="{shape}"/></svg>'.encode()
    for direction, (ink, shape) in _SHAPES.items()
}


def file_of(sheet: PublicPractice) -> SheetFile:
    """The PDF of this sheet as it reads now: there, or on its way."""
    row = SheetFile.objects.filter(identifier=sheet.identifier).first()
    if row is None or row.wanted != sheet.content_hash:
        row = _asked_for(sheet)
    return row


@transaction.atomic
def _asked_for(sheet: PublicPractice) -> SheetFile:
    row, _created = SheetFile.objects.select_for_update().get_or_create(
        identifier=sheet.identifier, defaults={"wanted": sheet.content_hash}
    )
    row.wanted = sheet.content_hash
    made_files.ask(row)
    transaction.on_commit(_wake_up, robust=True)
    return row


def make_files() -> int:
    """Makes a few of the files that are asked for; returns how many. The worker's, safe in parallel."""
    made = made_files.make_due(SheetFile.objects.all(), _make, lambda row: f"{FOLDER}/{row.identifier}/fiche", most=MOST_AT_ONCE)
    make_what_is_due()
    return made


def make_what_is_due() -> None:
    """Has the worker make what waits: the sweep's, for wake-ups that were lost."""
    if made_files.due(SheetFile.objects.all()).exists():
        _wake_up()


def forget_old_files() -> None:
    """Deletes the files of sheets that left the site, or that read otherwise since."""
    public = PublicPractice.objects.filter(pk=OuterRef("pk"), content_hash=OuterRef("source"))
    for row in SheetFile.objects.filter(~Exists(public), to_make=False).exclude(file="")[:MOST_FORGOTTEN]:
        with transaction.atomic():
            made_files.delete_file(row.file)
            SheetFile.objects.filter(pk=row.pk, file=row.file, to_make=False).delete()


def page_source(sheet: PublicPractice, image: tuple[str, pictures.Picture] | None) -> str:
    """The document before it is laid out."""
    data = sheet.data
    body = paper.ready(render_to_string("practices/print/sheet.html", {"sheet": data}))
    return render_to_string(
        "practices/print/document.html",
        {
            "sheet": data,
            "title": paper.ready(render_to_string("practices/print/title.html", {"sheet": data})),
            "body": body,
            "image": image,
            "quoted": citations.plain(absolute(data)),
            "signed_by": citations.authors(data),
            "address": f"{settings.SITE_URL}/p/{sheet.identifier}/",
        },
    )


def _make(row: SheetFile, into: Path) -> dict[str, Any]:
    sheet = PublicPractice.objects.filter(pk=row.identifier).first()
    if sheet is None:
        raise NotMade(_("This sheet is no longer public."))
    image = _image(sheet)
    theme = (sheet.data["main_theme"] or {}).get("slug", "")
    given = {MOTIF: motif(sheet.identifier, theme, COLUMNS, ROWS), **SIGNS} | ({image[0]: image[1].content} if image else {})
    lay_out(page_source(sheet, image), given, into)
    return {"extension": ".pdf", "source": sheet.content_hash}


def _image(sheet: PublicPractice) -> tuple[str, pictures.Picture] | None:
    """The picture of the sheet where it says something; one that cannot be read is left out, as the page leaves it out."""
    if not (sheet.data["image"] or {}).get("alt"):
        return None
    page = PracticePage.objects.filter(record__identifier=sheet.identifier).select_related("image").first()
    try:
        picture = pictures.ready(page.image.file) if page and page.image else None
    except pictures.Unreadable:
        return None
    return (IMAGE.format(extension=picture.extension), picture) if picture else None


def _wake_up() -> None:
    from .tasks import make_sheet_files

    make_sheet_files.enqueue()
