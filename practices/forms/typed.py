"""What was typed and is not saved yet: kept on the server, in the browser's own session, until it is.

A person whose session expired while she wrote signs in and finds her words again: Django keeps an anonymous session's content through
sign-in. Nothing of it is in an address or in a cookie. It is given back to the person for whom the form was drawn, and to nobody else
who signs in on the same machine.
"""

import time

from django.http import HttpRequest, QueryDict

from .opened import WRITER, writer_key

KEY = "typed"
SECONDS = 3600
MOST_PAGES = 5
LEFT_OUT = {"csrfmiddlewaretoken"}


def keep(request: HttpRequest, place: str, data: QueryDict, **changes: str) -> None:
    """Remembers what was posted to this place of the site; the oldest of many is forgotten."""
    kept = {name: values for name, values in data.lists() if name not in LEFT_OUT}
    kept |= {name: [value] for name, value in changes.items()}
    pages = {**request.session.get(KEY, {}), place: {"at": int(time.time()), "data": kept}}
    newest = sorted(pages, key=lambda name: pages[name]["at"])[-MOST_PAGES:]
    request.session[KEY] = {name: pages[name] for name in newest}


def recall(request: HttpRequest, place: str) -> QueryDict | None:
    """What this person typed there within the hour, or None."""
    page = request.session.get(KEY, {}).get(place)
    if page is None or time.time() - page["at"] > SECONDS or page["data"].get(WRITER) != [writer_key(request.user)]:
        return None
    data = QueryDict(mutable=True)
    for name, values in page["data"].items():
        data.setlist(name, values)
    return data


def forget(request: HttpRequest, place: str) -> None:
    pages = request.session.get(KEY, {})
    if place in pages:
        request.session[KEY] = {name: page for name, page in pages.items() if name != place}
