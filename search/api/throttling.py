"""How often a machine may ask the API."""

from django.http import HttpRequest

from core.allowances import Allowance
from core.client import client_ip

#: A harvester that reads pages of 100 sheets gets 12,000 of them a minute; a page that asks as one types is never held up.
REQUESTS_A_MINUTE = 120

allowance = Allowance("api", REQUESTS_A_MINUTE)


def wait(request: HttpRequest) -> int:
    """Counts this request: 0, or the seconds after which its client may come back."""
    return allowance.wait(client_ip(request))
