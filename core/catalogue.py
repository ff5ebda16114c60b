"""Each app's French catalogue: which files it covers, how it is brought up to date, checked and compiled."""

import re
from collections.abc import Iterator
from pathlib import Path

import polib

from core.typography import french

APPS = ("core", "territories", "themes", "accounts", "practices", "publications", "search", "saved", "newsletter", "oai", "home")
# Folders of templates that carry another name than the app that writes them: allauth's are overridden by accounts.
_TEMPLATES_OF = {"account": "accounts", "allauth": "accounts", "socialaccount": "accounts"}
_HEADER = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "fr",
    "MIME-Version": "1.0",
    "Plural-Forms": "nplurals=2; plural=(n > 1);",
}
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sdfr](?!\w)|\{\w*\}")
Key = tuple[str | None, str]


def path_of(app: str, root: Path) -> Path:
    return root / app / "locale/fr/LC_MESSAGES/django.po"


def read(app: str, root: Path) -> polib.POFile:
    """The app's catalogue, an empty one if it has none yet."""
    path = path_of(app, root)
    return polib.pofile(str(path), encoding="utf-8", wrapwidth=100) if path.exists() else polib.POFile(wrapwidth=100)


def sources_of(app: str, root: Path) -> Iterator[Path]:
    """The files whose texts this app translates; core also answers for the project and for templates of nobody else."""
    folders = [root / app] + ([root / "observatory"] if app == "core" else [])
    for folder in folders:
        yield from sorted(path for path in folder.rglob("*.py") if "migrations" not in path.parts)
    for path in sorted((root / "templates").rglob("*")):
        if path.suffix in {".html", ".txt"} and _owner(path.relative_to(root / "templates")) == app:
            yield path


def _owner(template: Path) -> str:
    folder = template.parts[0]
    return _TEMPLATES_OF.get(folder, folder if folder in APPS else "core")


def update(app: str, root: Path) -> polib.POFile:
    """Writes the catalogue of what the code says today: translations are kept, texts that are gone are dropped."""
    known = {(entry.msgctxt, entry.msgid): entry for entry in read(app, root)}
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = dict(_HEADER)
    for key, entry in sorted(_wanted(app, root).items(), key=lambda item: (item[0][1], item[0][0] or "")):
        _keep_translation(entry, known.get(key))
        catalogue.append(entry)
    if catalogue or path_of(app, root).exists():
        path_of(app, root).parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(path_of(app, root)))
    return catalogue


def _wanted(app: str, root: Path) -> dict[Key, polib.POEntry]:
    from core.extraction import messages_of

    entries: dict[Key, polib.POEntry] = {}
    for source in sources_of(app, root):
        for message in messages_of(source, root):
            entry = entries.setdefault((message.context, message.singular), polib.POEntry(msgid=message.singular, msgctxt=message.context))
            if message.plural and not entry.msgid_plural:
                entry.msgid_plural = message.plural
            if (message.file, "") not in entry.occurrences:
                entry.occurrences.append((message.file, ""))
            if "%(" in message.singular and "python-format" not in entry.flags:
                entry.flags.append("python-format")
    return entries


def _keep_translation(entry: polib.POEntry, known: polib.POEntry | None) -> None:
    if entry.msgid_plural:
        entry.msgstr_plural = {0: "", 1: ""}
    if known is None:
        return
    entry.tcomment = known.tcomment
    entry.flags += [flag for flag in known.flags if flag not in entry.flags and flag != "python-format"]
    if not entry.msgid_plural:
        entry.msgstr = known.msgstr or known.msgstr_plural.get(0, "")
    else:
        entry.msgstr_plural = dict(known.msgstr_plural) or {0: known.msgstr, 1: known.msgstr}


def compile_catalogue(app: str, root: Path) -> Path | None:
    """Writes the .mo that Django reads, with French typography applied; None when the app has no catalogue."""
    path = path_of(app, root)
    if not path.exists():
        return None
    catalogue = read(app, root)
    for entry in catalogue:
        entry.msgstr = french(entry.msgstr)
        entry.msgstr_plural = {number: french(text) for number, text in entry.msgstr_plural.items()}
    compiled = path.with_suffix(".mo")
    partial = compiled.with_suffix(f".{id(catalogue)}.tmp")
    catalogue.save_as_mofile(str(partial))
    partial.replace(compiled)
    return compiled


def faults(app: str, root: Path) -> Iterator[str]:
    """One line for each text that is missing, empty, fuzzy, gone from the code, or whose placeholders differ."""
    present = {(entry.msgctxt, entry.msgid): entry for entry in read(app, root) if not entry.obsolete}
    wanted = _wanted(app, root)
    for key, source in wanted.items():
        where = f"{app}: {source.occurrences[0][0]}: {key[1]!r}"
        entry = present.get(key)
        if entry is None or bool(entry.msgid_plural) != bool(source.msgid_plural):
            yield f"{where} is not in the catalogue (catalogue update)"
        elif not entry.translated():
            yield f"{where} is {'fuzzy' if entry.fuzzy else 'not translated'}"
        elif (missing := _misplaced(entry)) is not None:
            yield f"{where} does not carry the same placeholders: {missing!r}"
    for key in present.keys() - wanted.keys():
        yield f"{app}: {key[1]!r} is no longer in the code (catalogue update)"


def _misplaced(entry: polib.POEntry) -> str | None:
    """The first translation that forgets or invents a placeholder (a singular may leave the number out)."""
    allowed = set(_PLACEHOLDER.findall(entry.msgid)) | set(_PLACEHOLDER.findall(entry.msgid_plural))
    if not entry.msgid_plural:
        return None if set(_PLACEHOLDER.findall(entry.msgstr)) == allowed else entry.msgstr
    return next((text for text in entry.msgstr_plural.values() if not set(_PLACEHOLDER.findall(text)) <= allowed), None)


def contradictions(root: Path) -> Iterator[str]:
    """Texts that two apps translate differently: Django would show whichever catalogue it loads first."""
    seen: dict[Key, tuple[str, polib.POEntry]] = {}
    for app in APPS:
        for entry in read(app, root):
            first_app, first = seen.setdefault((entry.msgctxt, entry.msgid), (app, entry))
            if (first.msgstr, first.msgstr_plural) != (entry.msgstr, entry.msgstr_plural) and entry.translated():
                yield f"{first_app} and {app} translate {entry.msgid!r} differently"
