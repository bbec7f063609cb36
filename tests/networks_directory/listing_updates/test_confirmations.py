"""A label is true or it is not there: a confirmation is about one value, and goes with it."""

import datetime
import importlib

import pytest
from django.apps import apps
from django.utils import timezone

from networks_directory.models.confirmed_values import confirmed_value
from networks_directory.models.listing_facts import NetworkConfirmation, NetworkContact, NetworkPhone
from networks_directory.models.networks import NetworkPage
from tests.admin_forms import post_page
from tests.factories import field_of_activity
from tests.networks_directory.listing_updates.conftest import in_language

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 3, 1)
EVERYTHING = (
    "title", "acronym", "other_names", "summary", "objectives", "countries", "languages", "founded",
    "website", "email", "phones", "channels", "contacts", "postal_address", "coordinates",
)  # fmt: skip


def now(page):
    return type(page).objects.get(pk=page.pk)


def confirmed(page):
    """The parts that the database says are confirmed."""
    return set(now(page).confirmations.values_list("field", flat=True))


@pytest.fixture
def confirmed_dmk(full, publish):
    """DMK, all of it confirmed by the network."""
    full.confirmations = [
        NetworkConfirmation(field=name, confirmed_on=DAY, confirmed_by="network") for name in EVERYTHING
    ]
    publish(full)
    assert confirmed(full) == set(EVERYTHING)
    return now(full)


def other_point(page):
    page.objectives = [("point", {"heading": "Réseau", "text": "Autre chose."})]


CHANGES = {
    "title": lambda page: setattr(page, "title", "Autre nom"),
    "acronym": lambda page: setattr(page, "acronym", "AUTRE"),
    "summary": lambda page: setattr(page, "summary", "Autre résumé."),
    "objectives": other_point,
    "countries": lambda page: setattr(page, "serves_worldwide", True),
    "founded": lambda page: setattr(page, "founded", 1999),
    "website": lambda page: setattr(page, "website", "https://other.example/"),
    "email": lambda page: setattr(page, "email", "other@dmk.example"),
    "phones": lambda page: setattr(page, "phones", [NetworkPhone(kind="office", number="+4930999999")]),
    "postal_address": lambda page: setattr(page, "postal_address", "Ailleurs"),
    "coordinates": lambda page: setattr(page, "latitude", "51.000000"),
    "contacts": lambda page: setattr(page, "contacts", [NetworkContact(role="Bureau", locale=page.locale)]),
    "other_names": lambda page: setattr(page, "other_names", []),
    "languages": lambda page: setattr(page, "languages", page.languages.all()[:1]),
    "channels": lambda page: setattr(page, "channels", page.channels.all()[1:]),
}


@pytest.mark.parametrize("part", CHANGES)
def test_the_confirmation_of_what_is_changed_goes_and_no_other(confirmed_dmk, publish, part):
    CHANGES[part](confirmed_dmk)
    publish(confirmed_dmk)
    assert confirmed(confirmed_dmk) == set(EVERYTHING) - {part}


@pytest.mark.parametrize("how", ["save", "some fields", "form", "draft", "revert", "row", "update"])
def test_whatever_the_way_of_the_change(confirmed_dmk, editor_client, client, publish, how):
    page = confirmed_dmk
    assert "Téléphone" in client.get(page.url).text.partition("confirmé par le réseau")[0]
    other = [NetworkPhone(kind="office", number="+4930999999")]
    if how in ("save", "some fields"):
        page.phones = other
        page.save(**({"update_fields": ["phones"]} if how == "some fields" else {}))
    elif how in ("form", "draft"):
        post_page(editor_client, page, **({"action": ""} if how == "draft" else {}), phones=other)
        if how == "draft":
            assert "phones" in confirmed(page)  # visitors still see the confirmed number
            draft = now(page).get_latest_revision_as_object()
            assert "phones" not in {row.field for row in draft.confirmations.all()}
            publish(draft)
    elif how == "revert":
        before = page.latest_revision
        page.phones = other
        page.confirmations = [NetworkConfirmation(field="phones", confirmed_on=DAY, confirmed_by="ministry")]
        publish(page)
        assert "confirmé par le ministère" in client.get(page.url).text
        publish(
            before.as_object()
        )  # what it had confirmed then, it had: the network comes back with its number
        assert set(now(page).confirmations.values_list("field", "confirmed_by")) == {
            (name, "network") for name in EVERYTHING
        }
        return
    elif how == "row":
        row = NetworkPhone.objects.get(network=page)
        row.number = "+4930999999"
        row.save()
    else:
        NetworkPhone.objects.filter(network=page).update(number="+4930999999")
    text = client.get(page.url).text
    assert "+49 30 999999" in text
    assert "Téléphone" not in text.rpartition("confirmations")[2].partition("confirmé par le réseau")[0]
    if how not in ("row", "update"):
        assert confirmed(page) == set(EVERYTHING) - {"phones"}


def test_an_editor_who_changes_a_value_and_its_confirmation_confirms_the_new_one(
    confirmed_dmk, editor_client
):
    rows = list(confirmed_dmk.confirmations.all())
    phones = next(row for row in rows if row.field == "phones")
    phones.confirmed_on, phones.confirmed_by = timezone.localdate(), "ministry"
    other = [NetworkPhone(kind="office", number="+4930999999")]
    post_page(editor_client, confirmed_dmk, phones=other, confirmations=rows)
    assert now(confirmed_dmk).confirmations.get(field="phones").confirmed_by == "ministry"


@pytest.mark.parametrize("page_changes", [{}, {"founded": 1999}], ids=["as it was", "changed as well"])
def test_a_confirmation_moved_to_another_part_is_about_what_stands_there(
    full, publish, client, editor_client, page_changes
):
    full.confirmations = [NetworkConfirmation(field="website", confirmed_on=DAY, confirmed_by="network")]
    publish(full)
    before = confirmed_value("website", now(full))
    row = now(full).confirmations.get()
    row.field = "founded"
    post_page(editor_client, now(full), confirmations=[row], **page_changes)
    moved = now(full).confirmations.get()
    assert (moved.pk, moved.field) == (row.pk, "founded")
    assert moved.value == confirmed_value("founded", now(full)) != before
    said = client.get(full.url).text
    assert "Année de fondation\N{NO-BREAK SPACE}: confirmé par le réseau en mars 2026" in said
    page = now(full)
    page.founded = 1998
    publish(page)  # and goes with that value, as any other
    assert confirmed(page) == set()
    assert "Année de fondation\N{NO-BREAK SPACE}: confirmé" not in client.get(page.url).text


def test_confirmations_that_change_places_are_each_about_their_own_part(full, publish, client, editor_client):
    full.confirmations = [
        NetworkConfirmation(field="website", confirmed_on=DAY, confirmed_by="network"),
        NetworkConfirmation(field="founded", confirmed_on=DAY, confirmed_by="ministry"),
    ]
    publish(full)
    first, second = now(full).confirmations.all()
    first.field, second.field = second.field, first.field
    answer = post_page(editor_client, now(full), confirmations=[first, second])
    assert answer.status_code == 302
    assert dict(now(full).confirmations.values_list("field", "confirmed_by")) == {
        "founded": "network", "website": "ministry",
    }  # fmt: skip
    said = client.get(full.url).text
    assert "Année de fondation\N{NO-BREAK SPACE}: confirmé par le réseau" in said
    assert "Site web\N{NO-BREAK SPACE}: confirmé par le ministère" in said


def test_saving_without_a_change_keeps_all(confirmed_dmk, editor_client):
    post_page(editor_client, confirmed_dmk)
    assert confirmed(confirmed_dmk) == set(EVERYTHING)


def test_a_translated_text_is_not_the_one_that_was_confirmed(translated, publish, client):
    page = now(translated)
    page.founded = 2009
    page.confirmations = [
        NetworkConfirmation(field=name, confirmed_on=DAY, confirmed_by="network")
        for name in ("title", "summary", "founded")
    ]
    publish(page)
    english = in_language(translated, "en")
    assert "Year of foundation: confirmed by the network in March 2026" in client.get(english.url).text
    assert "Nom, Résumé et Année de fondation" in client.get(page.url).text
    page.founded = 2010
    publish(page)
    assert "Nobody has confirmed" in client.get(english.url).text
    assert "سنة التأسيس" not in client.get(in_language(translated, "ar").url).text.rpartition("confirm")[2]


def test_what_a_moderator_edited_is_the_ministrys(dmk, submit, decide, client):
    decide(submit(**{"listing-founded": "2009", "listing-website": "https://a.example/"}), "accept", **{
        "listing-founded": "2010",
    })  # fmt: skip
    by = dict(now(dmk).confirmations.values_list("field", "confirmed_by"))
    assert by == {"founded": "ministry", "website": "network"}


def test_an_editors_draft_is_not_confirmed_by_who_saw_the_site(dmk, submit, decide, editor_client, publish):
    post_page(editor_client, now(dmk), action="", acronym="BROUILLON")
    decide(submit(**{"listing-founded": "2009", "rest_is_right": "on"}), "accept")
    assert {"acronym", "founded", "title"} <= confirmed(dmk)
    publish(now(dmk).get_latest_revision_as_object())
    assert "acronym" not in confirmed(dmk)
    assert {"founded", "title"} <= confirmed(dmk)


def test_a_field_of_activity_is_bound_too(dmk, publish, client):
    page = now(dmk)
    page.fields_of_activity = [type(page.fields_of_activity.model())(field=field_of_activity())]
    page.confirmations = [
        NetworkConfirmation(field="fields_of_activity", confirmed_on=DAY, confirmed_by="network")
    ]
    publish(page)
    assert "confirmé par le réseau" in client.get(page.url).text
    page.fields_of_activity = []
    publish(page)
    assert confirmed(page) == set()


def test_confirmations_of_existing_databases_are_bound_to_what_stands_there(confirmed_dmk, publish):
    NetworkConfirmation.objects.update(value="")
    migration = importlib.import_module("networks_directory.migrations.0007_confirmations_of_values")
    migration.bind_to_what_stands_there(apps, None)
    publish(NetworkPage.objects.get(pk=confirmed_dmk.pk).specific)
    assert confirmed(confirmed_dmk) == set(EVERYTHING)
