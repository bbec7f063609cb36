"""Every e-mail of the site in three languages: its name, its signature, plain text and HTML."""

from datetime import date
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core import mail
from django.db import transaction

from core.mails import send_later
from tests.conftest import LANGUAGES

pytestmark = pytest.mark.django_db

LINK = "http://testserver/fr/a/link/"
UPDATE = SimpleNamespace(
    reference="K7X4-2M", author_email="amal@dmk.example", state="frozen", get_kind_display=lambda: "…"
)
MESSAGE = SimpleNamespace(
    reference="K7X4-2M", name="Amal Idrissi", email="amal@dmk.example", network=SimpleNamespace(title="DMK"),
    subject="Stages", message="Bonjour,\n\nhttp://evil.example/ http://testserver.evil.example/",
)  # fmt: skip
CONTEXT = {
    "update": UPDATE, "message": MESSAGE, "network": "Réseau DMK (Berlin)", "link": LINK, "sign_in": LINK,
    "url": LINK, "admin_url": LINK, "status_url": LINK, "days": 14, "minutes": 15, "code": "123 456",
    "since": date(2026, 3, 1), "stale_on": date(2027, 4, 1), "expected": date(2026, 12, 1), "waiting": 3,
    "changed": ["…"], "pieces": [("…", "Voir https://evil.example/")], "person": "Amal Idrissi",
    "updates": [(UPDATE, "DMK")],
    "languages": [{"name": "English", "total": 2, "more": 1, "pages": [{"title": "DMK", "texts": 3}]}],
}  # fmt: skip
EVENTS = sorted({path.parent.name for path in settings.BASE_DIR.glob("**/templates/email/*/subject.txt")})
NAMES = {"fr": "Kafaat", "en": "Kafaat", "ar": "كفاءات"}


def test_there_are_seventeen():
    assert len(EVENTS) == 17


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("event", EVENTS)
def test_an_email_is_in_its_readers_language_throughout(event, language):
    context = CONTEXT | ({} if event == "new_message" else {"message": "Merci."})
    with transaction.atomic():
        send_later(event, context, ["amal@dmk.example"], language)
    (sent,) = mail.outbox
    name = NAMES[language]
    assert sent.subject.startswith(f"[{name}] ")
    assert sent.body.endswith(f"\n\n{name}\n")
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert language != "ar" or "Kafaat" not in sent.subject + sent.body
    page, kind = sent.alternatives[0]
    soup = BeautifulSoup(page, "html.parser")
    assert kind == "text/html"
    assert (soup.html["lang"], soup.html["dir"]) == (language, "rtl" if language == "ar" else "ltr")
    assert soup.title.text == sent.subject.removeprefix(f"[{name}] ")
    assert {link["href"] for link in soup.select("a")} <= {LINK}
    assert len(soup.select("a")) == sent.body.count(LINK)
    read = soup.body.get_text(" ").split()
    assert [word for word in sent.body.removesuffix(f"{name}\n").split() if word not in read] == []


def test_latin_names_stay_together_in_an_arabic_email():
    with transaction.atomic():
        send_later("representation_ended", {"network": "DMK (Berlin)"}, ["amal@dmk.example"], "ar")
    assert "\u2068DMK (Berlin)\u2069" in mail.outbox[0].body


def test_an_arabic_address_is_a_link_that_can_be_read():
    address = "http://testserver/ar/%D8%B4%D8%A8%D9%83%D8%A7%D8%AA%D9%8A/K7%2FX/"
    with transaction.atomic():
        context = {"code": "K7X4", "link": address, "minutes": 30}
        send_later("one_time_code", context, ["amal@dmk.example"], "ar")
    (sent,) = mail.outbox
    link = BeautifulSoup(sent.alternatives[0][0], "html.parser").a
    assert (link["href"], link.text) == (address, "http://testserver/ar/شبكاتي/K7%2FX/")
    assert address in sent.body  # programs that make links of plain text stop at letters that are not Latin


def test_an_editor_who_forgot_their_password_is_told_as_by_every_email(client, editor):
    with transaction.atomic():
        client.post("/admin/password_reset/", {"email": editor.email})
    (sent,) = mail.outbox
    assert sent.subject.startswith("[Kafaat] ")
    assert sent.alternatives
    link = next(line for line in sent.body.splitlines() if line.startswith("http://testserver/admin/"))
    response = client.get(link.removeprefix("http://testserver"), follow=True)
    assert "new_password1" in response.text
