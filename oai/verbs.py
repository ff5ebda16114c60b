"""The six answers of the protocol."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from practices.citations import SITE
from practices.identifiers import is_identifier

from . import queries, sets, tokens
from .formats import FORMATS, Format
from .protocol import GRANULARITY, Refusal, read_set, read_span, stamp
from .queries import Change, Selection
from .tokens import Token
from .xml import element, leaf, schema

#: Records or headers of one answer.
A_PAGE = 100

_SCHEME = "http://www.openarchives.org/OAI/2.0/oai-identifier"
_DOMAIN = re.compile(r"[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+", re.IGNORECASE)

Arguments = Mapping[str, str]


def address() -> str:
    return settings.SITE_URL + reverse("oai:oai")


def identify(arguments: Arguments, settled: datetime) -> str:
    return "".join(
        [
            leaf("repositoryName", SITE),
            leaf("baseURL", address()),
            leaf("protocolVersion", "2.0"),
            leaf("adminEmail", parseaddr(settings.DEFAULT_FROM_EMAIL)[1]),
            leaf("earliestDatestamp", stamp(queries.earliest() or settled)),
            leaf("deletedRecord", "persistent"),
            leaf("granularity", GRANULARITY),
            leaf("compression", "gzip"),
            _identifier_scheme(),
        ]
    )


def list_metadata_formats(arguments: Arguments, settled: datetime) -> str:
    if "identifier" in arguments:
        _change(arguments["identifier"], with_data=False)
    return "".join(map(_described, FORMATS.values()))


def _described(form: Format) -> str:
    parts = (leaf("metadataPrefix", form.prefix), leaf("schema", form.schema), leaf("metadataNamespace", form.namespace))
    return element("metadataFormat", *parts)


def list_sets(arguments: Arguments, settled: datetime) -> str:
    """All of them at once."""
    if "resumptionToken" in arguments:
        raise Refusal("badResumptionToken", _("The list of sets comes whole: it has no token."))
    return "".join(element("set", leaf("setSpec", spec), leaf("setName", name)) for spec, name in sets.all_sets())


def get_record(arguments: Arguments, settled: datetime) -> str:
    form = _format(arguments)
    return _record(_change(arguments["identifier"], with_data=True), form)


def list_identifiers(arguments: Arguments, settled: datetime) -> str:
    return _list(arguments, settled, lambda change, form: _header(change), with_data=False)


def list_records(arguments: Arguments, settled: datetime) -> str:
    return _list(arguments, settled, _record, with_data=True)


ANSWERS: dict[str, Callable[[Arguments, datetime], str]] = {
    "Identify": identify,
    "ListMetadataFormats": list_metadata_formats,
    "ListSets": list_sets,
    "GetRecord": get_record,
    "ListIdentifiers": list_identifiers,
    "ListRecords": list_records,
}


def _list(arguments: Arguments, settled: datetime, write: Callable[[Change, Format], str], *, with_data: bool) -> str:
    """A page of changes from the beginning, or from where the token stands, and the token for what follows."""
    token = tokens.read(arguments["resumptionToken"], arguments["verb"]) if "resumptionToken" in arguments else None
    asked = token.arguments if token else arguments
    try:
        form, selection = _format(asked), _selection(asked, settled)
    except Refusal as refusal:
        raise Refusal("badResumptionToken", refusal.words) if token else refusal from None
    after = token.position if token else None
    found = queries.changes(selection, after=after, limit=A_PAGE + 1, with_data=with_data)
    if not found and not token:
        raise Refusal("noRecordsMatch", _("No record matches."))
    return "".join(write(change, form) for change in found[:A_PAGE]) + _resumption(arguments, token, found, selection)


def _resumption(arguments: Arguments, token: Token | None, found: list[Change], selection: Selection) -> str:
    """The token after this page: empty on the last one of several, none for a list that came whole."""
    cursor = token.cursor if token else 0
    if len(found) <= A_PAGE:
        return element("resumptionToken", at={"completeListSize": str(token.size), "cursor": str(cursor)}) if token else ""
    last = found[A_PAGE - 1]
    size = token.size if token else queries.count(selection)
    asked = token.arguments if token else {name: value for name, value in arguments.items() if name != "verb"}
    following = Token(arguments["verb"], asked, last.at.isoformat(), last.identifier, cursor + A_PAGE, size)
    return leaf("resumptionToken", tokens.write(following), {"completeListSize": str(size), "cursor": str(cursor)})


def _selection(arguments: Arguments, settled: datetime) -> Selection:
    span, members = read_span(arguments), sets.members(read_set(arguments))
    if members is None:
        raise Refusal("noRecordsMatch", _("There is no such set."))
    return Selection(span, members, settled)


def _format(arguments: Arguments) -> Format:
    if form := FORMATS.get(arguments["metadataPrefix"]):
        return form
    raise Refusal("cannotDisseminateFormat", _("Formats: %(names)s.") % {"names": ", ".join(FORMATS)})


def _change(identifier: str, *, with_data: bool) -> Change:
    """The last change of the record of this identifier. Raises Refusal (idDoesNotExist)."""
    ours = identifier.removeprefix(_identifier(""))
    change = queries.change_of(ours, with_data=with_data) if ours != identifier and is_identifier(ours, queries.PREFIXES) else None
    if change is None:
        raise Refusal("idDoesNotExist", _("No record has this identifier; ours begin with %(prefix)s.") % {"prefix": _identifier("op-")})
    return change


def _record(change: Change, form: Format) -> str:
    metadata = element("metadata", form.write(change.data)) if change.data else ""
    return element("record", _header(change), metadata)


def _header(change: Change) -> str:
    return element(
        "header",
        leaf("identifier", _identifier(change.identifier)),
        leaf("datestamp", stamp(change.at)),
        *(leaf("setSpec", spec) for spec in sets.specs(change.kind, change.region, change.themes)),
        at={"status": "deleted" if change.gone else ""},
    )


def _identifier(ours: str) -> str:
    return f"oai:{_host()}:{ours}"


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or ""


def _identifier_scheme() -> str:
    """How identifiers are made; only a domain name may say so."""
    if not _DOMAIN.fullmatch(_host()):
        return ""
    return element(
        "description",
        element(
            "oai-identifier",
            leaf("scheme", "oai"),
            leaf("repositoryIdentifier", _host()),
            leaf("delimiter", ":"),
            leaf("sampleIdentifier", _identifier("op-3k7m2q9x")),
            at={"xmlns": _SCHEME, **schema(_SCHEME, f"{_SCHEME}.xsd")},
        ),
    )
