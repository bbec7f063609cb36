"""What one connection may do in an hour is counted in the database, for all server processes together."""

from contextlib import nullcontext
from datetime import timedelta
from threading import Lock, Thread

import pytest
from django.contrib.auth import get_user
from django.core import mail
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone

from core.models import RateCount
from core.rate_limits import allow, connection_of, forget_ended_counts
from core.sign_in import RESETS_PER_ADDRESS, TRIES_PER_CONNECTION


@pytest.mark.django_db
def test_so_much_and_no_more_until_the_period_ends():
    assert [allow("message", "10.0.0.1", 3) for _ in range(5)] == [True, True, True, False, False]
    assert allow("message", "10.0.0.2", 3)
    assert allow("code", "10.0.0.1", 3)
    RateCount.objects.update(ends_at=timezone.now())
    assert [allow("message", "10.0.0.1", 3) for _ in range(4)] == [True, True, True, False]


@pytest.mark.django_db
def test_the_table_names_nobody_and_forgets():
    allow("message", "10.0.0.1", 3)
    assert "10.0.0.1" not in str(RateCount.objects.values().get())
    assert forget_ended_counts() == 0
    RateCount.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert forget_ended_counts() == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.7", "203.0.113.8", False),
        ("2001:db8:1:2::7", "2001:db8:1:2:ffff::1", True),
        ("2001:db8:1:2::7", "2001:db8:1:3::7", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("", "no address", False),
    ],
)
def test_whoever_has_a_network_of_ipv6_addresses_is_one_connection(one, other, same):
    requests = (RequestFactory().get("/", REMOTE_ADDR=address) for address in (one, other))
    first, second = map(connection_of, requests)
    assert (first == second) is same


def test_workers_who_count_at_once_let_nobody_through_twice(django_db_setup, django_db_blocker):
    """Each thread is a worker with a connection of its own; SQLite in memory knows one writer at a time."""
    granted = []
    turn = Lock() if connection.vendor == "sqlite" else nullcontext()

    def worker():
        for _ in range(25):
            with turn:
                granted.append(allow("at once", "10.0.0.1", 40))
        connection.close()

    with django_db_blocker.unblock():
        try:
            for _ in range(2):  # a row that is new, and one whose period has ended
                threads = [Thread(target=worker) for _ in range(4)]
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join()
                assert (len(granted), sum(granted)) == (100, 40)
                granted.clear()
                RateCount.objects.update(ends_at=timezone.now())
        finally:
            RateCount.objects.all().delete()


@pytest.mark.django_db
def test_passwords_are_not_tried_without_end(editor):
    editor.set_password("zellige")
    editor.save()
    browser = Client()
    for _ in range(TRIES_PER_CONNECTION):
        browser.post("/admin/login/", {"username": editor.email, "password": "wrong"})
    right = {"username": editor.email, "password": "zellige"}
    refused = browser.post("/admin/login/", right, headers={"accept-language": "en"})
    assert "Many tries have come from your connection" in refused.text
    assert not get_user(refused.wsgi_request).is_authenticated
    browser.post("/admin/login/", right, REMOTE_ADDR="10.0.0.9")
    assert browser.get("/admin/").status_code == 200


@pytest.mark.django_db
def test_an_editor_is_not_flooded_with_new_passwords(editor, client):
    editor.set_password("zellige")
    editor.save()
    answers = [client.post("/admin/password_reset/", {"email": editor.email}) for _ in range(7)]
    assert {response.status_code for response in answers} == {302}
    assert len(mail.outbox) == RESETS_PER_ADDRESS
