"""What one connection may do in an hour is counted in the database, for all server processes together."""

import time
from contextlib import nullcontext
from datetime import timedelta
from threading import Lock, Thread

import pytest
from django.contrib.auth import get_user
from django.core import mail, signing
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone, translation

from core.models import RateCount
from core.public_form import TOKEN_SALT
from core.rate_limits import allow, connection_of, forget_ended_counts
from core.sign_in import RESETS_PER_ADDRESS, TRIES_PER_CONNECTION
from tests.public_forms import fields_of


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


@pytest.fixture
def forms(monkeypatch):
    """Every form with a limit, by its address in a language, as somebody has filled it in a minute ago."""
    now = time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now - 60)
    token = signing.dumps("form", salt=TOKEN_SALT)
    monkeypatch.setattr(signing.time, "time", lambda: now)

    def in_language(language):
        with translation.override(language):
            return {
                reverse("contact:send"): {
                    "name": "Nadia", "email": "nadia@example.org", "subject": "Une question",
                    "message": "Bonjour", "token": token,
                },
                reverse("listing_updates:new_network"): {
                    "title": "Cercle", "family": "geographic", "country": "SE", "summary": "Réunir.",
                    "author_name": "Nadia", "author_email": "nadia@example.org", "token": token,
                },
                reverse("listing_updates:ask_code"): {"email": "nadia@example.org"},
                reverse("listing_updates:enter_code", args=["key"]): {"code": "AAAA2222"},
                reverse("listing_updates:find_status"): {"reference": "AAAA", "code": "AAAA"},
                "/admin/login/": {"username": "nadia@example.org", "password": "wrong"},
            }  # fmt: skip

    return in_language


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_whoever_has_had_enough_finds_what_they_typed_and_hears_when_to_come_back(client, forms, language):
    for address, typed in forms(language).items():
        client.post(address, typed)
        RateCount.objects.update(count=10_000)
        refused = client.post(address, typed, headers={"accept-language": language})
        assert (address, refused.status_code, refused.headers["Retry-After"]) == (address, 429, "3600")
        assert f'lang="{language}"' in refused.text
        again = fields_of(refused.content, f"form:has([name={next(iter(typed))}])")
        assert {name: [text] for name, text in typed.items() if name != "password"}.items() <= again.items()
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
    assert "There have been many attempts from your connection" in refused.text
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
