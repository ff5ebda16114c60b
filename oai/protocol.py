"""What a harvester may ask, by the letter of OAI-PMH 2.0: verbs, arguments, dates; each refusal by its code."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.http import QueryDict
from django.utils.translation import gettext as _

GRANULARITY = "YYYY-MM-DDThh:mm:ssZ"

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SECOND = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)
_SET = re.compile(r"[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*", re.ASCII)


class Refusal(Exception):
    """An error of the protocol: its code, and words for whoever runs the harvester."""

    def __init__(self, code: str, words: str):
        self.code, self.words = code, words
        super().__init__(words)


@dataclass(frozen=True)
class Verb:
    """Which arguments it takes; the exclusive one comes alone, in place of all others."""

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    exclusive: str = ""


_LIST = Verb(required=("metadataPrefix",), optional=("from", "until", "set"), exclusive="resumptionToken")
VERBS = {
    "Identify": Verb(),
    "ListMetadataFormats": Verb(optional=("identifier",)),
    "ListSets": Verb(exclusive="resumptionToken"),
    "GetRecord": Verb(required=("identifier", "metadataPrefix")),
    "ListIdentifiers": _LIST,
    "ListRecords": _LIST,
}


@dataclass(frozen=True)
class Span:
    """Datestamps from `since` on, earlier than `before`; None: open."""

    since: datetime | None = None
    before: datetime | None = None


def read_arguments(sent: QueryDict) -> dict[str, str]:
    """The arguments, the verb among them, each once. Raises Refusal (badVerb, badArgument)."""
    repeated = [name for name, values in sent.lists() if len(values) > 1]
    verb = sent.get("verb", "")
    if verb not in VERBS or "verb" in repeated:
        raise Refusal("badVerb", _("Say one verb: %(verbs)s.") % {"verbs": ", ".join(VERBS)})
    if repeated:
        raise Refusal("badArgument", _("An argument is given more than once: %(names)s.") % {"names": _named(repeated)})
    _check(VERBS[verb], set(sent) - {"verb"})
    return {name: str(values[0]) for name, values in sent.lists()}


def _check(verb: Verb, given: set[str]) -> None:
    if verb.exclusive in given:
        if len(given) > 1:
            raise Refusal("badArgument", _("%(name)s comes alone with the verb.") % {"name": verb.exclusive})
        return
    if unknown := given - {*verb.required, *verb.optional}:
        raise Refusal("badArgument", _("This verb does not take: %(names)s.") % {"names": _named(unknown)})
    if missing := [name for name in verb.required if name not in given]:
        raise Refusal("badArgument", _("This verb needs: %(names)s.") % {"names": _named(missing)})


def read_span(arguments: Mapping[str, str]) -> Span:
    """The moments between `from` and `until`, both included. Raises Refusal (badArgument)."""
    since, until = arguments.get("from"), arguments.get("until")
    if since is not None and until is not None and len(since) != len(until):
        raise Refusal("badArgument", _("“from” and “until” are not of the same granularity."))
    first, last = _moment("from", since), _moment("until", until)
    if first and last and first > last:
        raise Refusal("badArgument", _("“from” comes after “until”."))
    return Span(first, last and _following(last, by_day=len(until or "") == 10))


def _moment(name: str, text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        if _DAY.fullmatch(text):
            return datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC)
        if _SECOND.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:
        pass  # a day that no calendar has
    raise Refusal("badArgument", _("“%(name)s” is not a date: YYYY-MM-DD or %(full)s.") % {"name": name, "full": GRANULARITY})


def _following(moment: datetime, *, by_day: bool) -> datetime | None:
    """The first moment that no longer counts; None at the end of time."""
    try:
        return moment + (timedelta(days=1) if by_day else timedelta(seconds=1))
    except OverflowError:
        return None


def read_set(arguments: Mapping[str, str]) -> str:
    """The set asked for, or ''. Raises Refusal (badArgument) for what can be the name of none."""
    spec = arguments.get("set")
    if spec is not None and not _SET.fullmatch(spec):
        raise Refusal("badArgument", _("“set” is not the name of a set."))
    return spec or ""


def stamp(moment: datetime) -> str:
    """A datestamp, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _named(names) -> str:
    return ", ".join(sorted(name[:60] for name in names))
