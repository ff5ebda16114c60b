"""How to cite a sheet, in the formats of reference managers. Pure functions of the public object with absolute addresses.

Names stay as people signed them: « Équipe du secteur sud » has no family name to tell apart, and bibliographies would print a wrong guess.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urljoin

from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core.templatetags.core_tags import day
from core.typography import french

from .linked_data import licence_address

Data = Mapping[str, Any]

SITE = "Observatoire des pratiques"
LANGUAGE = "fr"

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# BibTeX counts braces even behind a backslash: only commands keep a lone brace from ending the field.
_TEX = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        **{character: f"\\{character}" for character in "&%$#_"},
    }
)


def plain(data: Data) -> str:
    """The reference of a sheet, as one copies it into a bibliography."""
    published = published_on(data)
    title = french(data["title"])
    closing = "" if title.endswith(("?", "!", "…", ".")) else "."
    place = _("Observatory of practices, sheet %(id)s.") % {"id": data["id"]}
    who = ", ".join(authors(data)) + (f" ({published.year})" if published else "")
    return f"{french(who)}. {title}{closing} {place} {permanent_address(data)}"


def ris(data: Data) -> str:
    """One record of RIS, a web page; ends with an empty line."""
    published = published_on(data)
    lines = [
        ("TY", "ELEC"),
        ("ID", data["id"]),
        *(("AU", name) for name in authors(data)),
        ("TI", data["title"]),
        ("T2", SITE),
        ("PB", data["organisation"]["name"]),
        ("PY", f"{published:%Y}" if published else ""),
        ("DA", f"{published:%Y/%m/%d}" if published else ""),
        ("LA", LANGUAGE),
        ("AB", data["summary"]),
        *(("KW", subject) for subject in subjects(data)),
        ("UR", permanent_address(data)),
        *(("N1", note) for note in notes(data)),
    ]
    return "".join(f"{tag}  - {text}\r\n" for tag, value in lines if (text := one_line(value))) + "ER  - \r\n\r\n"


def bibtex(data: Data) -> str:
    """One entry of BibTeX, in UTF-8; ends with an empty line."""
    published = published_on(data)
    fields = {
        "author": " and ".join(f"{{{tex(name)}}}" for name in authors(data)),
        # Styles write titles in lower case unless braces keep them: French has proper names in them.
        "title": f"{{{tex(data['title'])}}}",
        "year": f"{published:%Y}" if published else "",
        "date": f"{published:%Y-%m-%d}" if published else "",
        "organization": tex(SITE),
        "publisher": tex(data["organisation"]["name"]),
        "url": permanent_address(data),
        "langid": "french",
        "language": LANGUAGE,
        "copyright": tex(data["licence"]),
        "keywords": ", ".join(listed(tex(subject)) for subject in subjects(data)),
        "abstract": tex(data["summary"]),
        "note": tex(". ".join(notes(data))),
    }
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@online{{{data['id']},\n{body}}}\n\n"


def authors(data: Data) -> list[str]:
    """Who signs: the authors as they sign, else the organisation."""
    signed = [author["name"] for author in data.get("authors", [])] or [data["organisation"]["name"]]
    return list(filter(None, map(one_line, signed)))


def subjects(data: Data) -> list[str]:
    """Labels of the themes, the main one first, then the keywords; each once."""
    labels = [theme["label"] for theme in (data["main_theme"], *data["themes"]) if theme]
    return list(dict.fromkeys(filter(None, map(one_line, [*labels, *data["keywords"]]))))


def notes(data: Data) -> list[str]:
    """What formats have no field for: the sheet's number, its last update, its licence."""
    said = [_("Sheet %(id)s") % {"id": data["id"]}]
    if data["updated_at"]:
        said.append(_("updated on %(date)s") % {"date": day(data["updated_at"])})
    licence = licence_address(data["licence"])
    return [", ".join(said), *([_("Licence: %(licence)s") % {"licence": licence}] if licence else [])]


def permanent_address(data: Data) -> str:
    return urljoin(data["url"], f"/p/{data['id']}/")


def published_on(data: Data) -> date | None:
    """The day of the first publication, in the site's time zone, as pages show it."""
    return _day(data["published_at"])


def updated_on(data: Data) -> date | None:
    return _day(data["updated_at"])


def one_line(text: str) -> str:
    """The same words without an end of line or any other control character: either would end a field."""
    return re.sub(" {2,}", " ", _CONTROLS.sub(" ", text)).strip(" ")


def _day(moment: str | None) -> date | None:
    parsed = parse_datetime(moment) if moment else None
    return localtime(parsed).date() if parsed else None


def tex(text: str) -> str:
    return one_line(text).translate(_TEX)


def listed(item: str) -> str:
    """An item of a list that commas part."""
    return f"{{{item}}}" if "," in item else item
