"""Values as people and files give them, made clean or refused with a sentence. Every entry (form, admin, import) calls these."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .dates import in_figures

TITLE_LENGTH = (3, 200)
SUMMARY_LENGTH = 600
LINE_LENGTH = 300
TEXT_LENGTH = 20_000
MOST_ROWS = 50
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def clean_text(value, *, longest=TEXT_LENGTH, shortest=0, multiline=True) -> str:
    """Plain text in NFC; paragraphs keep their empty line, a line keeps none. Raises ValidationError."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValidationError(_("Write a text here."))
    if FORBIDDEN.search(value):
        raise ValidationError(_("This text holds characters that cannot be read (binary or control characters)."))
    text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n").strip()
    if not multiline:
        text = " ".join(text.split())
    if len(text) > longest:
        raise ValidationError(
            ngettext(
                "%(count)d character at most; this text has %(length)d.", "%(count)d characters at most; this text has %(length)d.", longest
            )
            % {"count": longest, "length": len(text)}
        )
    if text and len(text) < shortest:
        raise ValidationError(_("Write at least %(count)d characters.") % {"count": shortest})
    return text


def clean_choice(value, choices):
    """One of the codes of an enumeration; '' or None when nothing was chosen (None where the codes are numbers)."""
    numbers = issubclass(choices, int)
    if value is None or value == "":
        return None if numbers else ""
    if numbers and isinstance(value, str) and value.strip().isdecimal() and len(value) < 10:
        value = int(value)
    if isinstance(value, bool) or value not in choices.values:
        codes = ", ".join(str(code) for code in choices.values if code)
        raise ValidationError(_("“%(value)s” is not one of the possible values: %(codes)s.") % {"value": str(value)[:60], "codes": codes})
    return value


def clean_boolean(value) -> bool:
    """True or false, also as files write them (oui, non, 1, 0)."""
    if isinstance(value, bool):
        return value
    words = {"": False, "true": True, "false": False, "oui": True, "non": False, "1": True, "0": False, "on": True}
    key = "" if value is None else str(value).strip().lower()
    if key not in words:
        raise ValidationError(_("Answer yes or no."))
    return words[key]


def clean_number(value, *, least=0, most=1_000_000_000, places=2):
    """A number kept to `places` decimals, or None. A decimal comma is accepted."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise ValidationError(_("Write a number."))
    try:
        number = float(str(value).replace("\u202f", "").replace("\u00a0", "").replace(" ", "").replace(",", "."))
    except ValueError:
        raise ValidationError(_("Write a number.")) from None
    if not least <= number <= most:
        raise ValidationError(_("Write a number between %(least)s and %(most)s.") % {"least": least, "most": most})
    if places == 0 and number != int(number):
        raise ValidationError(_("Write a whole number."))
    number = round(number, places)
    return int(number) if number == int(number) else number


def clean_email(value) -> str:
    """A mail address, or ''."""
    text = clean_text(value, longest=254, multiline=False)
    if text:
        EmailValidator(message=_("This mail address is not complete: check it, for example prenom.nom@exemple.fr."))(text)
    return text


def clean_partial_date(value) -> str:
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as precise as it was given, in figures or in words; '' when nothing. Years 1900 to 2100."""
    text = in_figures(clean_text(value, longest=LINE_LENGTH, multiline=False))
    if not text:
        return ""
    match = PARTIAL_DATE.fullmatch(text)
    if not match or not 1900 <= int(match[1]) <= 2100:
        raise ValidationError(_("Write a year (2023), a month (May 2023) or a day (14 May 2023)."))
    try:
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        raise ValidationError(_("This date does not exist.")) from None
    return text


def ends_before_it_starts(start: str, end: str) -> bool:
    """Whether even the latest reading of the end comes before the earliest reading of the start."""
    return bool(start and end) and end.ljust(10, "9") < start.ljust(10, "0")
