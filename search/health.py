"""What /sante/ says of search."""

import logging
from datetime import datetime

from elastic_transport import TransportError
from elasticsearch import ApiError

from core.outbox import waiting_since

from . import engine
from .breaker import breaker
from .models import IndexRequest

logger = logging.getLogger(__name__)

#: A row refused this often does not settle by itself.
KEEPS_FAILING = 3


def state() -> dict[str, str | bool]:
    """Which engine answers searches now, and whether it is the one that should. Asks it with a visitor's patience, unless it is away."""
    if not engine.is_configured():
        return {"engine": "postgresql", "ok": True}
    answers = not breaker.is_open and _answers()
    return {"engine": "elasticsearch" if answers else "postgresql", "ok": answers}


def queue() -> tuple[datetime | None, int]:
    """When the oldest request was written, and how many keep failing. Without an engine they wait for one, and nobody for them."""
    if not engine.is_configured():
        return None, 0
    requests = IndexRequest.objects.all()
    return waiting_since(requests), requests.filter(attempts__gte=KEEPS_FAILING).count()


def _answers() -> bool:
    try:
        engine.ask()
    except TransportError:
        breaker.open()
        return False
    except ApiError as error:
        logger.error("Search engine: %s", error)
        return False
    return True
