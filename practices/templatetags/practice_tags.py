"""What a sheet says, in words: labels of codes, years, places, and rows arranged for reading. Everything is read from public objects."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from core.templatetags.core_tags import day, partial_date
from core.typography import french

from .. import citations, metadata, vocabulary
from ..linked_data import absolute
from ..review import grid

register = template.Library()

#: Chapters of a sheet's page in reading order: anchor, heading that speaks, keys of which one must be filled.
CHAPTERS = (
    ("contexte", gettext_lazy("Where this comes from"), ("context", "diagnosis", "social_workers_in_diagnosis")),
    ("objectifs", gettext_lazy("What we wanted to change"), ("objectives",)),
    (
        "publics",
        gettext_lazy("With whom, and where"),
        ("audiences", "participation", "people_per_year", "steering_role", "partners", "territories"),
    ),
    ("deroulement", gettext_lazy("How it went"), ("steps", "tools", "skills")),
    ("moyens", gettext_lazy("What it took"), ("means", "professions")),
    ("effets", gettext_lazy("What changed"), ("effects",)),
    ("evaluation", gettext_lazy("How we know"), ("evaluation", "evaluation_method", "evaluation_participants", "evaluation_report")),
    ("freins", gettext_lazy("What hindered"), ("barriers",)),
    ("leviers", gettext_lazy("What helped"), ("facilitators",)),
    ("lecons", gettext_lazy("What we draw from it"), ("lessons",)),
    ("transfert", gettext_lazy("To do it elsewhere"), ("transfer_conditions", "transfer_readiness", "available_for", "genealogy")),
    ("fichiers", gettext_lazy("To download"), ("documents",)),
    ("documente", gettext_lazy("What this sheet documents"), ("documents_review",)),
    ("citer", gettext_lazy("Quote and reuse"), ("id",)),
)
MOST_PLACES = 3
#: What could end the script element, or begin a comment in it, as JSON may also write it.
NOT_IN_A_SCRIPT = {ord(character): f"\\u{ord(character):04x}" for character in "<>&"}
#: Highlighted fields that read as sentences, the most telling first; those of names and places would not.
RUNNING_TEXTS = ("text", "summary", "objectives")


@register.filter
def label(code: str | int, name: str) -> str:
    """`{{ code|label:"Audience" }}`: a code of that list of practices.vocabulary, in words. An unknown code is shown as it is."""
    choices = getattr(vocabulary, name)
    return str(choices(code).label) if code in choices.values else str(code)


@register.filter
def labels(codes: list[str], name: str) -> str:
    """Several codes as one sentence's part: « Locataires, personnes isolées »."""
    words = [label(code, name) for code in codes]
    return ", ".join([words[0], *map(_without_capital, words[1:])]) if words else ""


def _without_capital(words: str) -> str:
    """« Locataires » → « locataires »; acronyms keep their capitals."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


@register.filter
def sentence_end(words: str) -> str:
    """The words as they stand inside a sentence."""
    return _without_capital(str(words))


@register.filter
def years(sheet: Mapping[str, Any]) -> str:
    """When the action ran, in years: « depuis 2022 », « 2019-2021 », « en 2020 », « prévue en 2027 »."""
    return _years((sheet["start_date"] or "")[:4], (sheet["end_date"] or "")[:4], sheet["status"])


@lru_cache(maxsize=1_000)
def _years(first: str, last: str, status: str) -> str:
    """Few different ones, told again and again: translating them anew took long lists a tenth of their time."""
    if status == "planned":
        return _("planned for %(year)s") % {"year": first}
    if last and last != first:
        return f"{first}\N{EN DASH}{last}"
    return (_("in %(year)s") if last or status == "ended" else _("since %(year)s")) % {"year": first}


@register.filter
def period(sheet: Mapping[str, Any]) -> str:
    """The state of the action with its dates as given: « En cours depuis mars 2022 »."""
    state = label(sheet["status"], "Status")
    values = {"state": state, "start": partial_date(sheet["start_date"]), "end": partial_date(sheet["end_date"] or "")}
    if sheet["end_date"]:
        return _("%(state)s, %(start)s – %(end)s") % values
    if sheet["status"] != "running":
        return _("%(state)s, from %(start)s") % values
    known_to_the_day = sheet["start_date"].count("-") == 2
    return (_("%(state)s since the day of %(start)s") if known_to_the_day else _("%(state)s since %(start)s")) % values


@register.filter
def place_line(territories: list[Mapping[str, Any]]) -> str:
    """Where, in a line: one place with what it lies in, else the first names and how many others."""
    if not territories:
        return ""
    if len(territories) == 1:
        return french(" · ".join(filter(None, [territories[0]["label"], _around(territories[0])])))
    names = ", ".join(place["label"] for place in territories[:MOST_PLACES])
    others = len(territories) - MOST_PLACES
    return (
        french(names)
        if others <= 0
        else french(names) + ngettext(" and %(n)d other place", " and %(n)d other places", others) % {"n": others}
    )


def _around(place: Mapping[str, Any]) -> str:
    """What a place lies in, in short: « Oise (Picardie) », « Ille-et-Vilaine, Bretagne »."""
    former = former_names(place)
    if not former:
        return place["context"]
    # « département » tells the kind of place; names begin with a capital.
    nearest = next((name for name in place["context"].split(", ") if name[:1].isupper()), "")
    return f"{nearest} ({', '.join(former)})".strip()


@register.filter
def former_names(place: Mapping[str, Any]) -> list[str]:
    """The former regions of a place whose names say something new: « Bretagne » is still Bretagne."""
    return [name for name in place["former_regions"] if name != place["label"] and name not in place["context"].split(", ")]


@register.simple_tag
def passage(hit: Mapping[str, Any]) -> SafeString:
    """The passages that matched, joined; the summary when none did."""
    highlights = hit.get("highlights") or {}
    found = [text for name in RUNNING_TEXTS for text in highlights.get(name, [])][:2]
    if not found:
        return escape(french(hit["summary"]))
    return mark_safe(" … ".join(french(str(text).replace("&#x27;", "’")) for text in found))


@register.simple_tag
def marked_title(hit: Mapping[str, Any]) -> SafeString:
    """The title, with what matched in it."""
    marked = (hit.get("highlights") or {}).get("title")
    return mark_safe(french(str(marked[0]).replace("&#x27;", "’"))) if marked else escape(french(hit["title"]))


@register.simple_tag(takes_context=True)
def sheet_hit(context: template.Context) -> SafeString:
    """What components/hit/hit.html shows of a sheet, written at once: with a template node for each part lists took twice as long."""
    hit, heading = context["hit"], context.get("heading") or "h2"
    link = f'<a href="{escape(hit["url"])}">{marked_title(hit)}</a>'
    first = f"<li>{escape(what)}</li>" if (what := context.get("what")) else ""
    return mark_safe(
        f"<{heading}>{link}</{heading}>\n  <p>{passage(hit)}</p>\n"
        f'  <ul class="meta">{first}{_hit_facts(hit)}\n    <li>{_keep(hit)}</li>\n  </ul>'
    )


def _keep(hit: Mapping[str, Any]) -> str:
    """The link by which the sheet goes into a list of one's own."""
    said, title = escape(pgettext("a sheet in a list", "Keep")), escape(hit["title"])
    return f'<a class="hit__keep" href="/compte/listes/garder/{hit["id"]}/">{said}<span class="vh"> : {title}</span></a>'


def _hit_facts(hit: Mapping[str, Any]) -> str:
    """The line of facts under a hit, as items of a list."""
    theme = hit.get("main_theme")
    facts = [
        _("Demonstration sheet") if hit.get("is_demo") else "",
        french(theme["label"]) if theme else "",
        place_line(hit["territories"] or []),
        years(hit),
        told(hit),
    ]
    return "".join(f"<li>{escape(fact)}</li>" for fact in facts if fact) + _found_by_keyword(hit)


def _found_by_keyword(hit: Mapping[str, Any]) -> str:
    """The keywords that matched, where nothing else of what a list shows did: it would not say why the sheet is there."""
    highlights = hit.get("highlights") or {}
    found = highlights.get("keywords")
    if not found or any(name in highlights for name in ("title", *RUNNING_TEXTS)):
        return ""
    label = ngettext("Keyword:", "Keywords:", len(found))
    return f"<li>{escape(label)} {', '.join(french(str(text)) for text in found)}</li>"


@register.simple_tag
def told(hit: Mapping[str, Any]) -> str:
    """How many effects and barriers the sheet tells, null effects named: they are news too."""
    return _told(hit.get("effects_count", 0), hit.get("effects_without_success", 0), hit.get("barriers_count", 0))


@lru_cache(maxsize=1_000)
def _told(effects: int, without: int, barriers: int) -> str:
    words = []
    if effects:
        words.append(ngettext("%(n)d effect", "%(n)d effects", effects) % {"n": effects})
    if without:
        words.append(
            ngettext("%(n)d of them without the hoped-for change", "%(n)d of them without the hoped-for change", without) % {"n": without}
        )
    if barriers:
        words.append(ngettext("%(n)d barrier", "%(n)d barriers", barriers) % {"n": barriers})
    return ", ".join(words)


@register.simple_tag
def chapters(sheet: Mapping[str, Any]) -> dict[str, str]:
    """Anchors and headings of the chapters that have something to say; what nobody reviewed is not said to be undocumented."""
    told = {**sheet, "documents_review": [answer for answer in sheet["documents_review"].values() if answer != "unset"]}
    return {anchor: str(heading) for anchor, heading, keys in CHAPTERS if any(_says_something(told.get(key)) for key in keys)}


def _says_something(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(_says_something(inner) for inner in value.values())
    return value not in ("", None, [], False)


@register.filter
def filled(value: Any) -> bool:
    """Whether there is anything in it, at any depth; zero is something."""
    return _says_something(value)


@register.simple_tag
def facing(rows: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Barriers or facilitators by nature, natures as they first come: what different people say of one thing stands side by side."""
    groups: dict[str, dict[str, Any]] = {}
    for row in rows:
        groups.setdefault(row["nature"], {"nature": row["nature"], "rows": []})["rows"].append(row)
    for group in groups.values():
        group["contested"] = len({row["viewpoint"] for row in group["rows"]}) > 1
    return list(groups.values())


@register.simple_tag
def documented(sheet: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the reviewers found documented: `label`, `answer` (yes, no, unset)."""
    answers = sheet["documents_review"]
    return [{"label": str(criterion.shown), "answer": answers.get(criterion.key, "unset")} for criterion in grid.SHOWN]


@register.simple_tag
def facts(sheet: Mapping[str, Any]) -> list[dict[str, str]]:
    """The strip under the title: where, who, state, mode, with whom."""
    places = sheet["territories"]
    one = places[0] if len(places) == 1 else None
    former = [name for place in places for name in former_names(place)]
    around = [one["context"] if one else "", _("former region: %(names)s") % {"names": ", ".join(dict.fromkeys(former))} if former else ""]
    rows = [
        (_("Territory"), place_line([{**one, "context": "", "former_regions": []}] if one else places), " · ".join(filter(None, around))),
        (_("Carried by"), sheet["organisation"]["name"], _organisation_type(sheet)),
        (_("State"), period(sheet) if sheet["start_date"] else "", confirmation(sheet)),
        (_("Mode"), label(sheet["mode"], "Mode") if sheet["mode"] else "", ""),
        (_("With"), labels(sheet["audiences"], "Audience"), ""),
    ]
    return [{"term": term, "value": french(value), "detail": french(detail)} for term, value, detail in rows if value]


def confirmation(sheet: Mapping[str, Any]) -> str:
    """When somebody last said that the sheet holds; that nobody did for long, where it matters."""
    if sheet.get("to_verify"):
        return _("to be checked: its authors have not answered for a while")
    return _("confirmed on %(date)s") % {"date": day(sheet["confirmed_at"])} if sheet.get("confirmed_at") else ""


def _organisation_type(sheet: Mapping[str, Any]) -> str:
    kind = sheet["organisation"]["type"]
    return label(kind, "OrganisationType") if kind and kind != "other" else ""


@register.simple_tag
def citation(sheet: Mapping[str, Any]) -> dict[str, Any]:
    """How to cite a sheet: `text`, `address` (permanent), `files` for reference managers and other machines."""
    public = absolute(sheet)
    labels = {
        "fiche.pdf": _("The sheet to print (PDF)"),
        "citation.ris": _("RIS (Zotero, EndNote)"),
        "citation.bib": "BibTeX",
        "fiche.json": _("The sheet as data (JSON)"),
    }
    return {
        "text": citations.plain(public),
        "address": citations.permanent_address(public),
        "files": [{"label": label, "url": sheet["url"] + name} for name, label in labels.items()],
    }


@register.simple_tag
def told_to_machines(sheet: Mapping[str, Any]) -> dict[str, Any]:
    """What the head of the page says: `tags` by name, `properties` (Open Graph), `linked_data` as JSON that may stand in a script."""
    public = absolute(sheet)
    linked = json.dumps(metadata.schema_org(public), ensure_ascii=False).translate(NOT_IN_A_SCRIPT)
    return {
        "tags": metadata.citation_tags(public) + metadata.dublin_core_tags(public),
        "properties": metadata.open_graph_tags(public),
        "linked_data": mark_safe(linked),
    }


@register.filter
def dots(intensity: int) -> SafeString:
    """An intensity from 1 to 4 as dots, for the eyes only: the word stands beside it."""
    return format_html(
        '<span class="dots" aria-hidden="true">{}<span class="dots__off">{}</span></span>', "●" * intensity, "○" * (4 - intensity)
    )
