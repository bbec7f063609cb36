"""What is known of a person is given out whole when they ask, and erased without a trace of them."""

import datetime
import io
import json

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from contact.messages import ContactMessage
from networks_directory.listing_updates.access import KEPT_FORM
from networks_directory.listing_updates.consents import consent_token
from networks_directory.listing_updates.models import ListingUpdate, OneTimeCode, Representative
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
    """(table, column) of every column of the whole database that holds some words, in plain or as JSON."""
    found = []
    written = {text.lower(), json.dumps(text)[1:-1].lower()}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            for column in connection.introspection.get_table_description(cursor, table):
                text_of = f"lower(CAST({connection.ops.quote_name(column.name)} AS text))"
                for words in written:
                    cursor.execute(
                        f"SELECT count(*) FROM {connection.ops.quote_name(table)}"  # noqa: S608 - our tables
                        f" WHERE replace({text_of}, %s, '') <> {text_of}",
                        [words],
                    )
                    if cursor.fetchone()[0]:
                        found.append((table, column.name))
    return found


def test_an_erased_person_is_nowhere_in_the_database(history, editor_client, amal, client):
    assert rows_with(amal.email)
    editor_client.post(reverse("representatives:delete", args=[amal.pk]))
    assert rows_with("amal@dmk.example") + rows_with("Amal répond") + rows_with("Amal vous") == []
    assert not Representative.objects.exists()
    history.refresh_from_db()
    assert history.proposal == {"founded": 2009}
    assert "(erased)" in editor_client.get(review_url(history)).text
    assert client.get(url("my_networks")).templates[0].name == "listing_updates/sign_in.html"


@pytest.mark.parametrize("email", ["nadia@example.org", "نادية@bücher.example"])
def test_a_visitor_is_erased_by_address(history, dmk, email):
    ListingUpdate.objects.create(
        kind="correction", state="unverified", network=dmk, network_title="DMK", language="fr",
        author_email=email, author_name="Nadia", message="Bonjour",
    )  # fmt: skip
    history.form_state = {"listing-email": email}
    history.save()
    out = io.StringIO()
    call_command("erase_representative", email, stdout=out)
    assert "1 updates" in out.getvalue()
    assert rows_with(email) == []
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


def test_that_a_person_took_their_own_name_off_is_said_in_the_language_of_who_reads_it(
    dmk, client, editor_client, editor
):
    contact = NetworkContact.objects.create(network=dmk, locale=dmk.locale, person="Samira Bennani")
    client.post(url("withdraw_consent", consent_token(contact), language="ar"))
    UserProfile.objects.update_or_create(user=editor, defaults={"preferred_language": "en"})
    listed = editor_client.get(reverse("withdrawn_consents:index")).text
    assert "the person named" in listed
    assert "الشخص المعني" not in listed


@pytest.fixture
def write_to_us():
    """A message that the contact form has received."""

    def send(**said):
        return ContactMessage.objects.create(reference="ABCD", language="fr", fingerprint="f" * 64, **said)

    return send


NAME = "Séverine Aït-Khaddour"
ADDRESS = "severine@dmk.example"


@pytest.fixture
def everything_done(dmk, translated, editor_client, sign_in, fill_in, decide, publish, write_to_us):
    """Somebody has written, represented a network, is named on it, proposed, signed in, received e-mails."""
    attach = {"network": dmk.pk, "email": ADDRESS, "name": NAME, "language": "fr"}
    assert editor_client.post(reverse("representations:add"), attach).status_code == 302
    write_to_us(name=NAME, email=ADDRESS, subject="Une question", message=f"{NAME} vous salue.")
    theirs = sign_in(Representative.objects.get(email=ADDRESS), browser=Client())
    fill_in(theirs, dmk, **{
        "listing-founded": "2009", "message": f"Bien à vous, {NAME}",
        "contacts-0-person": NAME, "contacts-0-role": "Trésorière", "contacts-0-email": ADDRESS,
        "contacts-0-is_public": "on", "contacts-0-agreed": "on",
    })  # fmt: skip
    update = ListingUpdate.objects.get(author_email=ADDRESS)
    decide(update, "return", words=f"Bonjour {NAME}, quelle source ?")
    theirs.post(
        url("status_page", update.reference, update.status_code),
        {"action": "answer", "message": f"Les statuts. {NAME}"},
    )
    decide(update, "accept", words=f"Merci {NAME}")
    page = type(dmk).objects.get(pk=dmk.pk)
    page.email = ADDRESS
    publish(page)
    page.save_revision()
    fill_in(theirs, dmk, action="save", **{"listing-postal_address": f"{NAME}, Berlin"})
    theirs.post(url("confirm", dmk.pk))
    DBTaskResult.objects.create(
        task_path="core.mails.send_mail", backend_name="background", queue_name="default", priority=0,
        args_kwargs={"args": ["Bonjour", f"Bonjour {NAME}", [ADDRESS], []], "kwargs": {}},
        worker_ids=[], run_after=timezone.now(),
    )  # fmt: skip
    return theirs


def test_whoever_did_everything_is_exported_whole_and_erased_from_every_table(
    everything_done, editor_client, client, dmk
):
    person = reverse("listing_updates_admin:person")
    assert rows_with(ADDRESS)
    assert rows_with(NAME)
    exported = json.loads(editor_client.post(person, {"email": ADDRESS, "action": "export"}).content)
    assert exported["messages"][0]["message"] == f"{NAME} vous salue."
    assert exported["named_on"]
    assert len(exported["updates"]) >= 2
    assert exported["sessions"]
    said = {trace["table"] for trace in exported["everywhere"]}
    assert {table for table, _column in rows_with(ADDRESS)} <= said | {"wagtailcore_modellogentry"}
    assert {"contact_contactmessage", "wagtailcore_revision", DBTaskResult._meta.db_table} <= said
    unsure = editor_client.post(person, {"email": ADDRESS, "action": "erase"})
    assert "Cochez" in unsure.text
    assert rows_with(ADDRESS)
    assert editor_client.post(person, {"email": ADDRESS, "action": "erase", "sure": "on"}).status_code == 302
    assert rows_with(ADDRESS) == []
    assert rows_with(NAME) == []
    assert everything_done.get(url("my_networks")).templates[0].name == "listing_updates/sign_in.html"
    assert NAME not in client.get(dmk.url).text
    entry = ModelLogEntry.objects.get(action="listing_updates.erase")
    assert (entry.label, entry.user.email) == ("(erased)", "editor@kafaat.example")
    assert editor_client.get(f"/admin/pages/{dmk.pk}/edit/").status_code == 200
    nothing = json.loads(editor_client.post(person, {"email": ADDRESS, "action": "export"}).content)
    assert (nothing["updates"], nothing["everywhere"]) == ([], [])


def test_an_address_that_only_looks_alike_is_somebody_elses(everything_done, editor_client):
    other = Representative.objects.create(email=f"j.{ADDRESS}", name="Quelqu’un")
    person = reverse("listing_updates_admin:person")
    editor_client.post(person, {"email": ADDRESS, "action": "erase", "sure": "on"})
    other.refresh_from_db()
    assert other.email == f"j.{ADDRESS}"
    assert set(rows_with(ADDRESS)) == {("listing_updates_representative", "email")}


def test_only_who_may_erase_representatives_gives_out_or_erases(editor):
    editor.groups.clear()
    browser = Client()
    browser.force_login(editor)
    answer = browser.post(reverse("listing_updates_admin:person"), {"email": ADDRESS, "action": "export"})
    assert answer.status_code in (302, 403)


def test_nobody_is_said_to_be_erased_of_whom_nothing_was_kept(editor_client):
    data = {"email": "nobody@nowhere.example", "action": "erase", "sure": "on"}
    said = editor_client.post(reverse("listing_updates_admin:person"), data, follow=True).text
    assert "rien n’est conservé pour cette adresse" in said
    assert not ModelLogEntry.objects.filter(action="listing_updates.erase").exists()


def test_an_erasure_that_fails_half_way_has_changed_nothing(history, amal):
    def without_room(execute, sql, *rest):
        if sql.startswith("DELETE") and OneTimeCode._meta.db_table in sql:  # after the person is gone
            raise OperationalError("disk full")
        return execute(sql, *rest)

    with connection.execute_wrapper(without_room), pytest.raises(OperationalError):
        call_command("erase_representative", amal.email, stdout=io.StringIO())
    assert Representative.objects.filter(email=amal.email).exists()
    assert ListingUpdate.objects.filter(author_email=amal.email).exists()
    assert not ModelLogEntry.objects.filter(action="listing_updates.erase").exists()


def test_whom_only_a_session_knows_is_erased(editor_client):
    session = Client().session
    session[KEPT_FORM] = {"email": "only@session.example"}
    session.save()
    data = {"email": "only@session.example", "action": "erase", "sure": "on"}
    editor_client.post(reverse("listing_updates_admin:person"), data)
    assert not Session.objects.filter(pk=session.session_key).exists()
