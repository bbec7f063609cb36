"""Is this still true? Asked before a listing grows old, shown when it has, and answered by one click."""

import io
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.utils import timezone

from networks_directory.freshness import months_later
from networks_directory.listing_updates.models import ListingUpdate, Representative, SentReminder
from networks_directory.listing_updates.states import State
from networks_directory.models.listing_facts import NetworkConfirmation
from networks_directory.models.listing_index import IndexedName
from tests.factories import RepresentationFactory
from tests.networks_directory.listing_updates.conftest import link_in, mails_to, url

pytestmark = pytest.mark.django_db


def months_ago(months):
    return months_later(timezone.localdate(), -months)


@pytest.fixture
def confirmed(dmk, publish, attached):
    """Sets the day on which the phones of DMK were confirmed, as an editor does."""

    def on(day):
        network = type(dmk).objects.get(pk=dmk.pk)
        network.confirmations = [
            NetworkConfirmation(field="countries", confirmed_on=day, confirmed_by="network")
        ]
        publish(network)
        attached.attached_at = timezone.now() - timedelta(days=800)
        attached.save()

    return on


@pytest.fixture
def remind(django_capture_on_commit_callbacks):
    def run():
        with django_capture_on_commit_callbacks(execute=True):
            call_command("send_listing_reminders", stdout=io.StringIO())

    return run


@pytest.mark.parametrize(("months", "number"), [(10, 0), (11, 1), (12, 1), (14, 1)])
def test_a_reminder_goes_out_when_it_is_time_and_once(confirmed, remind, amal, months, number):
    confirmed(months_ago(months))
    for _ in range(3):
        remind()
    assert len(mails_to(amal.email)) == number


def test_there_is_a_second_reminder_a_month_later_and_no_third(confirmed, remind, amal):
    confirmed(months_ago(11))
    remind()
    SentReminder.objects.update(since=months_ago(12))
    confirmed(months_ago(12))
    remind()
    remind()
    assert len(mails_to(amal.email)) == 2
    assert sorted(SentReminder.objects.values_list("months", flat=True)) == [11, 12]


def test_one_click_and_one_button_from_the_reminder_confirm_the_listing(
    confirmed, remind, amal, client, dmk, decide
):
    confirmed(months_ago(11))
    remind()
    link = link_in(mails_to(amal.email)[-1], "link")
    assert client.get(link).status_code == 200
    arrived = client.post(link)
    assert arrived.url == url("confirm", dmk.pk)
    page = client.get(arrived.url)
    assert "Tout cela est-il toujours exact" in page.text
    sent = client.post(arrived.url)
    assert sent.status_code == 302
    update = ListingUpdate.objects.get()
    assert update.state == State.WAITING
    decide(update, "accept")
    day = type(dmk).objects.get(pk=dmk.pk).confirmations.get(field="countries").confirmed_on
    assert day == timezone.localdate()
    remind()
    assert len(mails_to(amal.email, "toujours exacte")) == 1


def test_a_listing_that_nobody_confirms_says_so_and_comes_after_the_others(
    confirmed, remind, client, page, dmk
):
    directory = page("directory")

    def names():
        soup = BeautifulSoup(client.get(directory.url + "?family=geographic").content, "html.parser")
        return [heading.text.strip() for heading in soup.select(".card h3, .card h2")]

    before = names()
    confirmed(months_ago(13) - timedelta(days=1))
    remind()
    assert "Non confirmé depuis plus d’un an" in client.get(dmk.url).text
    after = names()
    assert sorted(before) == sorted(after)
    assert dmk.title in after[-1]
    confirmed(timezone.localdate())
    assert "Non confirmé" not in client.get(dmk.url).text
    assert names() == before


def test_age_alone_moves_a_listing_at_the_next_run_of_the_command(
    confirmed, remind, client, dmk, monkeypatch
):
    confirmed(months_ago(12))
    remind()
    assert "Non confirmé" not in client.get(dmk.url).text
    later = months_later(timezone.localdate(), 2)
    monkeypatch.setattr(timezone, "localdate", lambda *args: later)
    remind()

    assert IndexedName.objects.filter(comes_last=True, page__translation_key=dmk.translation_key)


def test_addresses_that_mail_came_back_from_get_no_more_reminders(
    confirmed, remind, amal, monkeypatch, editor_client
):
    confirmed(months_ago(11))
    monkeypatch.setattr("sys.stdin", io.StringIO("someone@else.example\nAMAL@dmk.example\n"))
    call_command("record_mail_bounces", stdout=io.StringIO())
    assert Representative.objects.get().bounced_at
    remind()
    assert mails_to(amal.email) == []
    assert "1 est injoignable" in editor_client.get("/admin/listing-updates/freshness/").text


def test_the_report_lists_the_oldest_first_and_is_exported(confirmed, editor_client, another):
    RepresentationFactory(network=another)
    confirmed(date(2020, 1, 31))
    listed = editor_client.get("/admin/listing-updates/freshness/")
    assert "31 janvier 2020" in listed.text
    assert "Trop ancien" in listed.text
    text = editor_client.get("/admin/listing-updates/freshness/?export=csv").getvalue().decode()
    row = next(line for line in text.splitlines() if "Danemark" in line)
    assert "2020-01-31,le réseau,True,1" in row
    assert editor_client.get("/admin/listing-updates/freshness/?export=xlsx").status_code == 200


def test_a_person_attached_yesterday_is_not_reminded_of_years_before_them(dmk, remind, publish):
    dmk.confirmations = [
        NetworkConfirmation(field="status", confirmed_on=months_ago(20), confirmed_by="network")
    ]
    publish(dmk)
    RepresentationFactory(network=dmk, representative__email="new@dmk.example")
    remind()
    assert mails_to("new@dmk.example") == []


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 24), 13, date(2027, 12, 24)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_are_counted_as_people_count_them(day, months, then):
    assert months_later(day, months) == then
