"""What the editors' list costs: queries and milliseconds of whole pages, as the server makes them."""

import statistics
import sys
import time
from collections.abc import Iterator

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from practices.models import PracticeRecord
from tests.bench import desk_sheets
from tests.practices.factories import make_editor

Figures = Iterator[tuple[str, str]]

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TIMES = 20
PAGES = {
    "à traiter": "",
    "toutes": "?q=",
    "filtrée": "?q=est:en-relecture depuis:14j en-retard:oui theme:logement territoire:dep-59 jardin",
    "par titre, page 3": "?q=&tri=titre&page=3",
}


def listing(size: int) -> Figures:
    """Pages of a national editor, who sees all sheets, and of a regional one."""
    national, regional = make_editor(None, "banc-nationale@essai.example"), make_editor("Bretagne", "banc-bretagne@essai.example")
    began = time.monotonic()
    with transaction.atomic():
        desk_sheets.fill(size, editors=[national, regional])
    yield f"bureau : {size} fiches écrites", f"{time.monotonic() - began:.1f} s"
    for name, editor in (("national", national), ("régional", regional)):
        client = Client()
        client.force_login(editor, backend=BACKEND)
        for label, address in PAGES.items():
            times, queries = _measured(client, f"/gestion/fiches/{address}")
            figure = f"{statistics.median(times):.0f} / {max(times):.0f} ms, {queries}"
            yield f"  {name}, {label} (300 ms, 12 requêtes SQL au plus)", figure
    yield "  fiches en base", str(PracticeRecord.objects.count())


def _measured(client: Client, address: str) -> tuple[list[float], int]:
    """Milliseconds of each page but the first, and how many queries it takes once the process knows its vocabularies (core.fresh)."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        if (status := client.get(address).status_code) != 200:
            sys.exit(f"{address}: {status}")
        number = len(queries)
    times = []
    for _each in range(TIMES):
        began = time.perf_counter()
        client.get(address)
        times.append(1000 * (time.perf_counter() - began))
    return times, number
