"""The screen of the image and the documents: what was typed and chosen on it, what can be saved of it, what is wrong with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from .. import cleaning, content
from ..domain.files import Changes, NewDocument, is_with_editors
from ..models import PracticePage
from ..rows import Label
from ..uploads import DOCUMENT_BYTES, IMAGE_BYTES, IMAGE_SIDE, MEGABYTE, MOST_DOCUMENTS, Ready, Unacceptable, documents, images
from ..vocabulary import Licence

READ = "read"
TITLE_LENGTH = 200
LABELS: dict[str, Label] = {
    "image": lazy("Image"),
    "image_alt": lazy("Alternative text"),
    "image_credit": lazy("Credit"),
    "image_consent": lazy("Agreement of the persons shown"),
    "document": lazy("Document"),
    "document_title": lazy("Title of the document"),
    "document_licence": lazy("Licence of the document"),
}
#: What an image cannot go without, and the sentence that asks for it.
WORDS: dict[str, Label] = {
    "image_alt": lazy("Say in a few words what the image shows: some readers hear it."),
    "image_credit": lazy("Say who made the image, for example “Photo: Tilleuls team”."),
    "image_consent": lazy("Tick this box once the persons who can be recognised have agreed, or when nobody can be."),
}


@dataclass(frozen=True)
class Attached:
    """A document of the sheet, with what was typed about it; the title is fixed once editors have the document."""

    id: int
    name: str
    title: str
    licence: str
    is_fixed: bool
    title_error: str
    licence_error: str


class FilesForm:
    """Filled from the newest version; `data` and `files` are what was posted, `too_large` the fields whose file was let go."""

    limits = {
        "image": {"megabytes": IMAGE_BYTES // MEGABYTE, "bytes": IMAGE_BYTES, "side": IMAGE_SIDE},
        "document": {"megabytes": DOCUMENT_BYTES // MEGABYTE, "bytes": DOCUMENT_BYTES, "most": MOST_DOCUMENTS},
    }
    licences = Licence.choices

    def __init__(
        self,
        page: PracticePage,
        data: Mapping[str, str] | None = None,
        files: Mapping[str, UploadedFile] | None = None,
        *,
        too_large: frozenset[str] = frozenset(),
    ):
        self.page, self.data, self.files, self.too_large = page, data, files or {}, too_large
        self.rows = list(page.document_rows.all())
        self.errors: dict[str, str] = {}

    @property
    def fingerprint(self) -> str:
        """Tells whether what is said of the files changed since this form was filled."""
        rows = [[row.document_id, row.document.title, row.licence] for row in self.rows]
        return content.mark([self.page.image_id, *(getattr(self.page, name) for name in WORDS), rows])

    @property
    def is_stale(self) -> bool:
        return self.data is not None and self.data.get(READ, "") != self.fingerprint

    def changes(self) -> Changes:
        """What can be saved. What is wrong is in `errors`, and stays on the page as it was typed."""
        removed = bool(self._posted("remove_image"))
        image = None if removed else self._checked("image", lambda file: images.ready(file, file.size or 0))
        words = self._image_words()
        if not removed and (image or self.page.image_id):
            self.mark_missing(words)
        number = self._posted("remove_document")
        return Changes(
            image=image,
            remove_image=removed,
            image_words=words,
            document=self._new_document(),
            remove_document=int(number) if number.isascii() and number.isdecimal() else None,
            licences={row.document_id: licence for row in self.rows if (licence := self._licence(f"licence_{row.document_id}"))},
            titles={row.document_id: title for row in self.rows if (title := self._line(f"title_{row.document_id}", TITLE_LENGTH))},
        )

    def after(self, page: PracticePage, changes: Changes) -> "FilesForm":
        """The form on the version that was saved, with what could not be: its errors, and the words about a file that did not pass."""
        saved = {"document_title", "document_licence"} if changes.document else set()
        form = FilesForm(page, {name: value for name, value in (self.data or {}).items() if name not in saved})
        form.errors = self.errors
        return form

    def mark_missing(self, words: Mapping[str, Any] | None = None) -> None:
        """Says what an image cannot go without."""
        said = words if words is not None else {name: getattr(self.page, name) for name in WORDS}
        for name, message in WORDS.items():
            if not said.get(name) and name not in self.errors:
                self.errors[name] = str(message)

    @property
    def words(self) -> dict[str, Any]:
        """What is said of the image, as typed or as it stands."""
        stored = {name: getattr(self.page, name) for name in WORDS}
        return stored if self.data is None else stored | {name: self._posted(name) for name in WORDS}

    @property
    def new_document(self) -> dict[str, str]:
        return {"title": self._posted("document_title"), "licence": self._posted("document_licence") or Licence.CC_BY}

    @property
    def has_room(self) -> bool:
        return len(self.rows) < MOST_DOCUMENTS

    @property
    def attached(self) -> list[Attached]:
        return [
            Attached(
                id=row.document_id,
                name=row.document.filename,
                title=self._posted(f"title_{row.document_id}") or row.document.title,
                licence=self._posted(f"licence_{row.document_id}") or row.licence,
                is_fixed=is_with_editors(row.document),
                title_error=self.errors.get(f"title_{row.document_id}", ""),
                licence_error=self.errors.get(f"licence_{row.document_id}", ""),
            )
            for row in self.rows
        ]

    @property
    def wrong(self) -> dict[str, str]:
        """The error of each input of the screen, '' where all is well."""
        return {name: self.errors.get(name, "") for name in LABELS}

    @property
    def summary(self) -> list[dict[str, str]]:
        """Every error with the input to go to, for the list on top of the page."""
        labels = LABELS | {f"title_{row.document_id}": LABELS["document_title"] for row in self.rows}
        return [
            {
                "id": f"id_{name}",
                "message": _("%(name)s: %(message)s") % {"name": labels.get(name, LABELS["document_licence"]), "message": message},
            }
            for name, message in self.errors.items()
        ]

    def _posted(self, name: str) -> str:
        return "" if self.data is None else self.data.get(name, "")

    def _image_words(self) -> dict[str, Any]:
        words: dict[str, Any] = {name: self._line(name, cleaning.LINE_LENGTH) for name in ("image_alt", "image_credit")}
        words["image_consent"] = self._posted("image_consent") == "1"
        return {name: value for name, value in words.items() if name not in self.errors}

    def _new_document(self) -> NewDocument | None:
        title, licence = self._line("document_title", TITLE_LENGTH), self._licence("document_licence")
        if not self.has_room and "document" in self.files:
            self.errors["document"] = _("%(count)d documents at most: remove one first.") % {"count": MOST_DOCUMENTS}
            return None
        ready = self._checked("document", lambda file: documents.nameless(file, file.name or "", file.size or 0))
        if ready is None:
            if title and "document" not in self.errors:
                self.errors["document"] = _("Choose the file that goes with this title.")
            return None
        stem = PurePath(self.files["document"].name or "").stem.replace("_", " ")
        return NewDocument(ready, title or stem[:TITLE_LENGTH] or _("Document"), licence or Licence.CC_BY)

    def _checked(self, name: str, check: Callable[[UploadedFile], Ready]) -> Ready | None:
        """The file if it can be kept; else None, with the reason where there was one."""
        file = self.files.get(name)
        if name in self.too_large:
            self.errors[name] = _("This file weighs more than %(most)d MB.") % {"most": self.limits[name]["megabytes"]}
        elif file is not None:
            try:
                return check(file)
            except Unacceptable as refusal:
                self.errors[name] = refusal.message
        return None

    def _licence(self, name: str) -> str:
        return self._cleaned(name, lambda value: cleaning.clean_choice(value, Licence))

    def _line(self, name: str, longest: int) -> str:
        return self._cleaned(name, lambda value: cleaning.clean_text(value, longest=longest, multiline=False))

    def _cleaned(self, name: str, clean: Callable[[str], str]) -> str:
        try:
            return clean(self._posted(name))
        except ValidationError as error:
            self.errors[name] = error.messages[0]
            return ""
