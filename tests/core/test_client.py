"""The address of a visitor: what trusted proxies saw, never what the visitor claims."""

import pytest
from django.test import RequestFactory

from core.client import client_ip


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "", "192.0.2.1"),
        (0, "10.0.0.1", "192.0.2.1"),
        (1, "10.0.0.1", "10.0.0.1"),
        (1, "6.6.6.6, 10.0.0.1", "10.0.0.1"),
        (2, "6.6.6.6, 10.0.0.1, 10.0.0.2", "10.0.0.1"),
        (2, "10.0.0.2", "192.0.2.1"),
        (1, "2001:db8::7", "2001:db8::7"),
        (1, "n'importe quoi", "192.0.2.1"),
        (1, "", "192.0.2.1"),
    ],
)
def test_the_address_that_counts(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", headers={"x-forwarded-for": forwarded} if forwarded else {}, REMOTE_ADDR="192.0.2.1")
    assert client_ip(request) == expected


def test_a_request_through_a_socket_has_no_address():
    assert client_ip(RequestFactory().get("/", REMOTE_ADDR="")) == "0.0.0.0"
