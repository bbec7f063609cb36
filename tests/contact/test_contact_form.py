"""A visitor writes to the ministry: the message is kept, announced, acknowledged, and never lost."""

import re
import time

import pytest
from django.core import mail, signing
from django.urls import reverse
from django.utils import translation

from contact.messages import ContactMessage
from core.public_form import FASTEST_HUMAN, FORM_LIFETIME, MOST_PER_HOUR
from tests.conftest import LANGUAGES

pytestmark = pytest.mark.django_db

MESSAGE = {
    "name": "Nadia",
    "email": "nadia@example.org",
    "subject": "Une question",
    "message": "Comment rejoindre un réseau ?",
}


@pytest.fixture
def open_form(client, page, monkeypatch):
    """Opens the form as a visitor does, a while ago: returns what the browser would send back."""

    def get(language="fr", seconds_ago=60):
        now = time.time()
        monkeypatch.setattr(signing.time, "time", lambda: now - seconds_ago)
        html = client.get(page("contact", language).url).text
        monkeypatch.setattr(signing.time, "time", lambda: now)
        return {"token": re.search(r'name="token" value="([^"]+)"', html)[1], "homepage": ""}

    return get


@pytest.fixture
def send(client, django_capture_on_commit_callbacks):
    def post(data, language="fr", **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            with translation.override(language):
                address = reverse("contact:send")
            return client.post(address, data, **kwargs)

    return post


@pytest.mark.parametrize(
    ("language", "acknowledgement"),
    [("fr", "est arrivé"), ("en", "has arrived"), ("ar", "وصلت رسالتكم")],
)
def test_a_message_is_kept_announced_and_acknowledged(client, open_form, send, language, acknowledgement):
    response = send(open_form(language) | MESSAGE, language)
    assert response.status_code == 302
    message = ContactMessage.objects.get()
    assert (message.name, message.language) == ("Nadia", language)
    for_editors, for_sender = mail.outbox
    assert for_editors.to == ["editor@kafaat.example"]
    assert for_editors.reply_to == ["nadia@example.org"]
    assert MESSAGE["message"] in for_editors.body
    assert reverse("contact_messages:inspect", args=[message.pk]) in for_editors.body
    assert for_sender.to == ["nadia@example.org"]
    assert acknowledgement in for_sender.subject
    assert message.reference in for_sender.body
    assert message.reference in client.get(response["Location"]).text


def test_the_acknowledgement_repeats_nothing_a_stranger_wrote(open_form, send):
    send(open_form() | MESSAGE | {"name": "BUY-THIS", "subject": "CHEAP", "message": "SPAM"})
    for words in ("BUY-THIS", "CHEAP", "SPAM"):
        assert words not in mail.outbox[1].body + mail.outbox[1].subject


def test_the_page_can_name_who_is_told(open_form, send, page, publish):
    contact = page("contact")
    contact.recipients = "a@kafaat.example\nb@kafaat.example"
    publish(contact)
    send(open_form("en") | MESSAGE, "en")
    assert mail.outbox[0].to == ["a@kafaat.example", "b@kafaat.example"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_bad_input_comes_back_filled_in_with_errors_beside_and_on_top(open_form, send, language):
    response = send(open_form(language) | MESSAGE | {"email": "nadia", "subject": ""}, language)
    assert response.status_code == 422
    assert not ContactMessage.objects.exists()
    text = response.text
    assert MESSAGE["message"] in text
    assert 'value="nadia"' in text
    assert 'href="#id_email"' in text
    assert 'aria-invalid="true"' in text
    assert 'id="id_email_error"' in text
    assert 'role="alert"' in text


def test_a_double_click_sends_one_message(open_form, send):
    data = open_form() | MESSAGE
    first, second = send(data), send(data)
    assert ContactMessage.objects.count() == 1
    assert len(mail.outbox) == 2
    assert first.status_code == second.status_code == 302


def test_another_message_from_the_same_form_is_another_message(open_form, send):
    data = open_form() | MESSAGE
    send(data)
    send(data | {"message": "Encore une question."})
    assert ContactMessage.objects.count() == 2


def test_a_program_that_fills_in_everything_is_turned_away(open_form, send):
    response = send(open_form() | MESSAGE | {"homepage": "https://spam.example"})
    assert response.status_code == 422
    assert not ContactMessage.objects.exists()


@pytest.mark.parametrize("seconds_ago", [FASTEST_HUMAN - 2, FORM_LIFETIME + 60])
def test_a_form_sent_too_soon_or_too_late_can_be_sent_again(open_form, send, seconds_ago, monkeypatch):
    response = send(open_form(seconds_ago=seconds_ago) | MESSAGE)
    assert response.status_code == 422
    assert MESSAGE["message"] in response.text
    token = re.search(r'name="token" value="([^"]+)"', response.text)[1]
    later = time.time() + 60
    monkeypatch.setattr(signing.time, "time", lambda: later)
    assert send({"token": token, "homepage": ""} | MESSAGE).status_code == 302


def test_a_forged_token_is_refused(send):
    assert send({"token": "forged", "homepage": ""} | MESSAGE).status_code == 422
    assert not ContactMessage.objects.exists()


def test_one_connection_cannot_send_without_end(open_form, send):
    data = open_form() | MESSAGE
    for number in range(MOST_PER_HOUR):
        assert send(data | {"message": f"Message {number}"}).status_code == 302
    response = send(data | {"message": "One too many"})
    assert response.status_code == 429
    assert "One too many" in response.text
    assert ContactMessage.objects.count() == MOST_PER_HOUR


def test_a_subject_cannot_add_headers_to_an_e_mail(open_form, send):
    send(open_form() | MESSAGE | {"subject": "Hello\r\nBcc: victim@example.org", "name": "A\nB"})
    assert mail.outbox[0].bcc == []
    assert "\n" not in mail.outbox[0].subject


def test_a_network_can_be_named_and_its_page_leads_here(client, open_form, send, page):
    dmk = page("network/dmk")
    listing = client.get(dmk.url).text
    assert f"{page('contact').url}?network={dmk.pk}" in listing
    html = client.get(f"{page('contact').url}?network={dmk.pk}").text
    assert f'<option value="{dmk.pk}" selected>' in html
    send(open_form() | MESSAGE | {"network": dmk.pk})
    assert ContactMessage.objects.get().network_id == dmk.pk
    assert "Allemagne" in mail.outbox[0].body


def test_editors_read_the_name_of_the_network_in_french_whatever_the_senders_language(open_form, send, page):
    arabic = page("network/dmk", "ar")
    send(open_form("ar") | MESSAGE | {"network": arabic.pk}, "ar")
    assert ContactMessage.objects.get().network_id == page("network/dmk").pk
    assert page("network/dmk").title in mail.outbox[0].body


def test_among_very_many_networks_only_the_one_asked_about_is_offered(client, page, monkeypatch):
    monkeypatch.setattr("contact.forms.MOST_CHOICES", 5)
    assert client.get(page("contact").url).text.count("<option") == 1
    dmk = page("network/dmk")
    html = client.get(f"{page('contact').url}?network={dmk.pk}").text
    assert html.count("<option") == 2
    assert f'<option value="{dmk.pk}" selected>' in html
    assert client.get(f"{page('contact').url}?network=x").status_code == 200


def test_only_a_network_can_be_named(open_form, send, page):
    assert send(open_form() | MESSAGE | {"network": page("about/privacy").pk}).status_code == 422
    assert not ContactMessage.objects.exists()


def test_a_mail_server_that_fails_loses_no_message(open_form, send, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    assert send(open_form() | MESSAGE).status_code == 302
    assert ContactMessage.objects.count() == 1


def test_a_receipt_cannot_be_made_up(client, page):
    response = client.get(page("contact", "en").url + "?receipt=ABCD")
    assert "Your message has arrived" not in response.text


def test_reloading_the_address_of_the_form_leads_back_to_the_page(client, page):
    response = client.get("/en/contact-message/")
    assert response["Location"] == page("contact", "en").url


def test_editors_read_filter_and_export_messages_without_formulas(editor_client, open_form, send):
    send(open_form() | MESSAGE | {"subject": "=cmd|' /C calc'!A0"})
    message = ContactMessage.objects.get()
    listing = editor_client.get(reverse("contact_messages:index"))
    assert "Nadia" in listing.text
    inspected = editor_client.get(reverse("contact_messages:inspect", args=[message.pk]))
    assert MESSAGE["message"] in inspected.text
    exported = editor_client.get(reverse("contact_messages:index") + "?export=csv")
    assert "'=cmd" in b"".join(exported.streaming_content).decode()


@pytest.mark.parametrize("view", ["add", "edit"])
def test_nobody_writes_or_changes_a_message_in_the_admin(editor_client, open_form, send, view):
    send(open_form() | MESSAGE)
    arguments = [ContactMessage.objects.get().pk] if view == "edit" else []
    response = editor_client.post(reverse(f"contact_messages:{view}", args=arguments), {"subject": "Mine"})
    assert response.status_code in (302, 403)
    assert ContactMessage.objects.get().subject == MESSAGE["subject"]


def test_a_stranger_reads_no_messages(client, open_form, send):
    send(open_form() | MESSAGE)
    url = reverse("contact_messages:inspect", args=[ContactMessage.objects.get().pk])
    assert client.get(url).status_code == 302


def test_a_message_of_many_lines_may_be_as_long_as_the_form_says(client, open_form, send):
    words = ("ligne\n" * 5000)[:4999] + "."
    assert send(open_form() | MESSAGE | {"message": words.replace("\n", "\r\n") + "."}).status_code == 422
    assert send(open_form() | MESSAGE | {"message": words.replace("\n", "\r\n")}).status_code == 302
    assert ContactMessage.objects.get().message == words
