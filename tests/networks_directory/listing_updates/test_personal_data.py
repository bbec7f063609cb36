"""What is known of a person is given out whole when they ask, and erased without a trace of them."""

import datetime
import io
import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from networks_directory.listing_updates.models import ListingUpdate, Representative
from networks_directory.models.listing_facts import NetworkContact, WithdrawnConsent
from tests.networks_directory.listing_updates.conftest import mails_to, review_url, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def history(submit, decide, amals_browser, dmk):
    """Amal has sent something, was asked, answered, and was accepted."""
    update = submit(**{"listing-founded": "2009", "message": "Amal vous salue."})
    decide(update, "return", words="Quelle source ?")
    status = url("status_page", update.reference, update.status_code)
    amals_browser.post(status, {"action": "answer", "message": "Amal répond."})
    decide(update, "accept")
    amals_browser.post(url("confirm", dmk.pk))
    return update


def test_everything_about_a_person_is_exported(history, editor_client, amal, dmk):
    out = io.StringIO()
    call_command("export_representative", "AMAL@dmk.example", stdout=out)
    data = json.loads(out.getvalue())
    assert data["email"] == amal.email
    assert [network["network"] for network in data["networks"]] == [dmk.title]
    first = next(update for update in data["updates"] if update["reference"] == history.reference)
    assert "Amal répond." in str(first["events"])
    assert data["codes"]
    download = editor_client.get(reverse("listing_updates_admin:personal_data", args=[amal.pk]))
    assert json.loads(download.content)["email"] == amal.email
    inspected = editor_client.get(reverse("representatives:inspect", args=[amal.pk]))
    assert reverse("listing_updates_admin:personal_data", args=[amal.pk]) in inspected.text


def rows_with(text):
    """(table, column) of every text of the database that holds some words."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            columns = connection.introspection.get_table_description(cursor, table)
            for column in columns:
                name = connection.ops.quote_name(column.name)
                cursor.execute(
                    f"SELECT count(*) FROM {connection.ops.quote_name(table)}"  # noqa: S608 - names of our tables
                    f" WHERE lower(CAST({name} AS text)) LIKE %s",
                    [f"%{text.lower()}%"],
                )
                if cursor.fetchone()[0]:
                    found.append((table, column.name))
    return found


def test_an_erased_person_is_nowhere_in_the_database(history, editor_client, amal, client):
    assert rows_with(amal.email)
    editor_client.post(reverse("representatives:delete", args=[amal.pk]))
    left = rows_with("amal@dmk.example") + rows_with("Amal répond") + rows_with("Amal vous")
    # Wagtail's log of what editors did to the record of the person says that it was there.
    assert [place for place in left if place[0] != "wagtailcore_modellogentry"] == []
    assert not Representative.objects.exists()
    history.refresh_from_db()
    assert history.proposal == {"founded": 2009}
    assert "(erased)" in editor_client.get(review_url(history)).text
    assert client.get(url("my_networks")).templates[0].name == "listing_updates/sign_in.html"


def test_a_visitor_is_erased_by_address(history, dmk):
    ListingUpdate.objects.create(
        kind="correction", state="unverified", network=dmk, network_title="DMK", language="fr",
        author_email="nadia@example.org", author_name="Nadia", message="Bonjour",
    )  # fmt: skip
    out = io.StringIO()
    call_command("erase_representative", "nadia@example.org", stdout=out)
    assert "1 updates" in out.getvalue()
    assert rows_with("nadia@example.org") == []
    assert rows_with("amal@dmk.example")


def test_an_editor_takes_a_name_off_because_somebody_has_asked(dmk, publish, editor_client, client):
    dmk.contacts = [
        NetworkContact(
            person="Samira Bennani", is_public=True, consent_on=datetime.date(2026, 3, 1),
            consent_by="network", locale=dmk.locale,
        )
    ]  # fmt: skip
    publish(dmk)
    assert "Samira Bennani" in client.get(dmk.url).text
    form = editor_client.get(reverse("withdrawn_consents:add"))
    assert "Samira Bennani" in form.text
    contact = NetworkContact.objects.get(network=dmk)
    response = editor_client.post(reverse("withdrawn_consents:add"), {"contact": contact.pk})
    assert response.status_code == 302
    assert "Samira Bennani" not in client.get(dmk.url).text
    assert WithdrawnConsent.objects.get().withdrawn_by == "editor@kafaat.example"
    assert mails_to("samira@dmk.example") == []
