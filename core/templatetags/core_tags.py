"""What templates of every app use: French typography, dates as given, the stylesheet's address, the woven motif."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.dates import MONTHS
from django.utils.formats import number_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core import assets, typography
from core import weave as woven

register = template.Library()

KILO = 1_000


@register.filter(name="french")
def french_text(value: Any) -> str:
    """French spacing and apostrophes; escaped text with marks stays as safe as it was."""
    if hasattr(value, "__html__"):
        return mark_safe(typography.french(str(value).replace("&#x27;", "’")))
    return typography.french(str(value))


@register.filter
def paragraphs(text: str) -> SafeString:
    """Plain text as paragraphs: an empty line parts them, a single end of line is kept."""
    parts = [part.strip() for part in text.replace("\r\n", "\n").split("\n\n")]
    return mark_safe("".join(f"<p>{_lines(part)}</p>" for part in parts if part))


def _lines(text: str) -> str:
    return "<br>".join(escape(typography.french(line)) for line in text.split("\n"))


@register.filter
def partial_date(value: str) -> str:
    """« 2022 », « mars 2022 », « 5 septembre 2023 »: as much as was said. Anything else comes out as it is."""
    try:
        year, month, day = ([int(part) for part in value.split("-")] + [0, 0])[:3]
        return _in_words(year, month, day)
    except (ValueError, KeyError):
        return value


def _in_words(year: int, month: int = 0, day: int = 0) -> str:
    if not month:
        return f"{year:04}"
    words = f"{MONTHS[month]} {year:04}"
    return f"{'1er' if day == 1 else day}\N{NO-BREAK SPACE}{words}" if day else words


@register.filter
def day(value: str | date | None) -> str:
    """A moment (ISO 8601 text, date or datetime) as « 12 mars 2024 », in the site's time zone; nothing for None."""
    moment = parse_datetime(value) if isinstance(value, str) and value else value
    if not moment:
        return ""
    local = localtime(moment) if isinstance(moment, datetime) else moment
    return _in_words(local.year, local.month, local.day)


@register.filter
def moment(value: datetime) -> str:
    """« 12 mars 2024, 9 h 05 », the time never cut by a line."""
    at = localtime(value)
    return f"{day(value)}, {at.hour}{typography.NO_BREAK}h{typography.NO_BREAK}{at.minute:02}"


@register.filter
def number(value: float) -> str:
    """8400 → « 8 400 », 0.2 → « 0,2 »: no needless decimals, narrow spaces between thousands."""
    whole = int(value)
    # A page of results writes a hundred of them.
    return f"{whole:,}".replace(",", typography.NARROW) if whole == value else _grouped(round(value, 2))


def _grouped(value: float, decimals: int | None = None) -> str:
    return number_format(value, decimals, use_l10n=True, force_grouping=True).replace("\N{NO-BREAK SPACE}", typography.NARROW)


@register.filter
def file_size(octets: int) -> str:
    """« 48 ko », « 1,2 Mo »."""
    kilos = max(1, round(octets / KILO))
    if kilos < KILO:
        return _("%(number)s KB") % {"number": number(kilos)}
    return _("%(number)s MB") % {"number": number(round(kilos / KILO, 1))}


@register.filter
def words(text: str) -> list[str]:
    """`"a b"|words`: a short list written in a template."""
    return text.split()


@register.filter
def euros(value: float) -> str:
    """8400 → « 8 400 € », 3000.5 → « 3 000,50 € »: cents are two figures."""
    return f"{_grouped(value, 0 if value == int(value) else 2)}{typography.NO_BREAK}€"


@register.filter
def coordinate(value: float) -> str:
    """49.43 → « 49,43 »: as many decimals as are known."""
    return number_format(value, use_l10n=True)


@register.simple_tag
def stylesheet() -> str:
    """The stylesheet's address."""
    return reverse("core:stylesheet", args=[assets.stylesheet().digest])


@register.simple_tag(takes_context=True)
def canonical(context: template.Context) -> SafeString:
    """The one address of this page, without its query."""
    return format_html('<link rel="canonical" href="{}{}">', settings.SITE_URL, context["request"].path)


@register.simple_tag
def site_url() -> str:
    """The site's address, without a slash at its end."""
    return settings.SITE_URL


@register.simple_tag
def weave(identifier: str, theme: str, columns: int = 26, rows: int = 9) -> SafeString:
    """The motif of a sheet: its identifier's draft in its main theme's inks."""
    return mark_safe(woven.svg(identifier, theme, columns, rows))


@register.simple_tag(takes_context=True)
def url_with(context: template.Context, **changes: Any) -> str:
    """This page's query string with some parameters changed; None or empty takes one away."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return f"?{urlencode(list(query.lists()), doseq=True)}"
