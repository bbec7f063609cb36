"""Behind the proxy, a visitor is the address the proxy has seen, not what the visitor claims."""

import pytest
from django.test import RequestFactory

from core.client_address import client_address_middleware


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [("203.0.113.7", "203.0.113.7"), ("10.0.0.1, 203.0.113.7", "203.0.113.7"), (None, "127.0.0.1")],
)
def test_the_last_address_counts(forwarded, address):
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    request = RequestFactory().get("/", headers=headers)
    assert client_address_middleware(lambda request: request)(request).META["REMOTE_ADDR"] == address
