"""Mailboxes stored as some browsers send them become what people read, once, wherever they are."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core import mail
from wagtail.models import Revision

from contact.messages import ContactMessage
from networks_directory.listing_updates.models import ListingUpdate, Representative
from networks_directory.models.confirmed_values import confirmed_value
from networks_directory.models.listing_facts import NetworkConfirmation, NetworkContact
from networks_directory.models.networks import NetworkPage
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

STORED, READ = "info@xn--mnchen-3ya.example", "info@münchen.example"
WORDS = "a quiet lantern 47"
SITE = "https://xn--mnchen-3ya.example/"
MIGRATIONS = (
    "networks_directory.migrations.0013_mailboxes_as_read",
    "networks_directory.listing_updates.migrations.0005_mailboxes_as_read",
    "contact.migrations.0004_mailboxes_as_read",
    "core.migrations.0007_mailboxes_as_read",
)


def migrate():
    for name in MIGRATIONS:
        import_module(name).read(apps, None)


def test_every_stored_mailbox_is_read_and_what_was_confirmed_stays_so(page):
    dmk = page("network/dmk")
    dmk.email = STORED
    dmk.contacts = [NetworkContact(person="Amal", email=STORED, locale=dmk.locale)]
    dmk.save_revision().publish()
    NetworkPage.objects.filter(pk=dmk.pk).update(email=STORED)
    NetworkContact.objects.filter(network=dmk).update(email=STORED)
    dmk = NetworkPage.objects.get(pk=dmk.pk)
    bound = confirmed_value("email", dmk)
    NetworkConfirmation.objects.create(
        network=dmk, field="email", confirmed_on="2026-01-01", confirmed_by="network", value=bound
    )
    person = Representative.objects.create(email=STORED)
    user = UserFactory()
    type(user).objects.filter(pk=user.pk).update(email=STORED)
    message = ContactMessage.objects.create(
        name="Nadia",
        email=STORED,
        subject="…",
        message="…",
        reference="AAAA-BBBB",
        fingerprint="1",
        language="fr",
    )
    update = ListingUpdate.objects.create(
        network=dmk, network_title="DMK", author_email=STORED, language="fr", kind="correction",
        proposal={"email": STORED, "website": SITE, "contacts": [{"email": STORED}]},
    )  # fmt: skip
    migrate()
    migrate()
    for row in (person, user, message, update, dmk):
        row.refresh_from_db()
    assert {person.email, user.email, message.email, update.author_email, dmk.email} == {READ}
    assert update.proposal == {
        "email": READ, "website": SITE, "contacts": [{"email": READ}],
    }  # fmt: skip
    assert set(NetworkContact.objects.filter(network=dmk).values_list("email", flat=True)) == {READ}
    assert NetworkConfirmation.objects.get(network=dmk, field="email").value == confirmed_value("email", dmk)
    assert Revision.objects.get(pk=dmk.latest_revision_id).content["email"] == READ


def test_one_that_would_meet_another_stays_as_it_is():
    for address in (STORED, READ):
        Representative.objects.create(email=address)
    migrate()
    assert set(Representative.objects.values_list("email", flat=True)) >= {STORED, READ}


@pytest.mark.parametrize("typed", [STORED, READ, READ.upper()])
def test_an_account_is_kept_and_found_by_either_spelling_of_its_address(
    client, typed, django_capture_on_commit_callbacks
):
    data = {"email": STORED, "first_name": "A", "last_name": "B", "password1": WORDS, "password2": WORDS}
    client.force_login(get_user_model().objects.create_superuser("admin@a.example"))
    client.post("/admin/users/new/", data)
    assert get_user_model().objects.get(email=READ)
    client.logout()
    signed_in = client.post("/admin/login/", {"username": typed, "password": WORDS})
    assert signed_in.status_code == 302
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/admin/password_reset/", {"email": typed})
    assert mail.outbox[-1].to == [READ]
