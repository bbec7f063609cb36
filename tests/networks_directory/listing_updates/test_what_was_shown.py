"""What was shown before saving is what is stored: in preview, on status page and page, in the vCard."""

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.html import escape
from wagtail import blocks
from wagtail.fields import StreamField

from core.addresses import LONGEST_LINK, LinkField, LinkFormField, MailboxField, MailboxFormField, readable
from networks_directory.listing_updates.listing_values import values_of
from networks_directory.listing_updates.models import ListingUpdate
from networks_directory.models.listing_facts import NetworkCountry, NetworkPhone
from tests.admin_forms import data_of
from tests.networks_directory.listing_updates.conftest import errors_of, in_language, url
from tests.public_forms import fields_of

pytestmark = pytest.mark.django_db

BERLIN = "+49 30 123456"
# What people write, of a network in Germany, and the number and extension that it is.
PHONES = {
    "+49 30 123456 ext. 12": (BERLIN, "12"),
    "+49 30 123456 poste 13": (BERLIN, "13"),
    "+49 30 123456 (poste n° 14)": (BERLIN, "14"),
    "0049 30 123456, Durchwahl -15": (BERLIN, "15"),
    "030/123456 DW 16": (BERLIN, "16"),
    "tel:+49-30-123456;ext=17": (BERLIN, "17"),
    "+49 30 123456#18": (BERLIN, "18"),
    "+49 30 123456 toestel 19": (BERLIN, "19"),
    "+49 30 123456 anknytning 20": (BERLIN, "20"),
    "+49 30 123456 int. 21": (BERLIN, "21"),
    "+49 30 123456 anexo 22": (BERLIN, "22"),
    "+49 30 123456 доб. 23": (BERLIN, "23"),
    "+49 30 123456 内線２４": (BERLIN, "24"),
    "+49 30 123456 dahili: 25": (BERLIN, "25"),
    "+٤٩ ٣٠ ١٢٣٤٥٦ الرقم الداخلي: ٢٦": (BERLIN, "26"),
    "+49 30 123456 تحويلة 27": (BERLIN, "27"),
    "+49 30 123456, local 28": (BERLIN, "28"),  # as in Canada
    "00212 5 37 77 65 64": ("+212 5 37 77 65 64", ""),
    "030 654321": ("+49 30 654321", ""),
    "\u200e+33 (0)1 23 45 67 89": ("+33 1 23 45 67 89", ""),
}
# What is typed as the address of a site, what is kept, and what is read.
LINKS = {
    " www.dmk.example/à propos ": ("https://www.dmk.example/à%20propos", "dmk.example/à%20propos"),
    "HTTPS://xn--mnchen-3ya.example/%C3%BCber/": (
        "https://xn--mnchen-3ya.example/%C3%BCber/", "münchen.example/über",
    ),
    "http://شبكة.المغرب/من-نحن": ("http://شبكة.المغرب/من-نحن", "شبكة.المغرب/من-نحن"),
    "dmk.example:8080/?q=a&b=c": ("https://dmk.example:8080/?q=a&b=c", "dmk.example:8080/?q=a&b=c"),
    "https://dmk.example/" + "a" * 1_980: ("https://dmk.example/" + "a" * 1_980, "dmk.example/aaaa"),
}  # fmt: skip
MAILBOXES = {
    " <info@dmk.example> ": "info@dmk.example",
    "mailto:info@münchen.example?subject=a": "info@münchen.example",
    "info@xn--mnchen-3ya.example": "info@münchen.example",  # as Chromium sends it
    "DMK e. V. <info@dmk.example>;": "info@dmk.example",
}


def lines_of(html):
    text = BeautifulSoup(html, "html.parser").get_text(" ")
    return " ".join(text.replace("\xa0", " ").replace("\u2068", "").replace("\u2069", "").split())


def phone_rows():
    data = {"phones-TOTAL_FORMS": str(len(PHONES))}
    for number, typed in enumerate(PHONES):
        data |= {f"phones-{number}-kind": "office", f"phones-{number}-number": typed}
        data[f"phones-{number}-ORDER"] = str(number + 1)
    return data


def in_words(number, extension, word="poste"):
    return f"{number} {word} {extension}" if extension else number


def test_a_telephone_number_is_shown_kept_and_dialled_as_it_was_typed(
    full, amals_browser, fill_in, submit, decide, client
):
    preview = lines_of(fill_in(amals_browser, full, action="preview", **phone_rows()).content)
    update = submit(**phone_rows())
    status = lines_of(amals_browser.get(url("status_page", update.reference, update.status_code)).content)
    decide(update, "accept")
    page = client.get(full.url)
    vcard = client.get(full.url + "vcard/").text.replace("\r\n ", "")
    soup = BeautifulSoup(page.content, "html.parser")
    links = [link["href"] for link in soup.select(".listing [href^=tel]")]
    for number, extension in PHONES.values():
        for shown in (preview, status, lines_of(page.content)):
            assert in_words(number, extension) in shown
        if extension:
            assert f"tel:+49-30-123456;ext={extension}" in links
            assert f":tel:+49-30-123456;ext={extension}\r\n" in vcard


def test_an_editors_form_keeps_them_too(editor_client, dmk, client):
    dmk.countries = [NetworkCountry(country="DE")]
    rows = [NetworkPhone(kind="office", number=BERLIN) for _typed in PHONES]
    data = data_of(dmk, {"phones": rows}) | {"action-publish": "1"}
    data |= {f"phones-{number}-number": typed for number, typed in enumerate(PHONES)}
    response = editor_client.post(reverse("wagtailadmin_pages:edit", args=[dmk.pk]), data)
    assert response.status_code == 302
    for language, word in (("fr", "poste"), ("en", "ext."), ("ar", "تحويلة")):  # facts follow at once
        page = lines_of(client.get(in_language(dmk, language).url).content)
        for number, extension in PHONES.values():
            assert in_words(number, extension, word) in page
    dmk = type(dmk).objects.get(pk=dmk.pk)
    shown = [row["number"] for row in values_of(dmk)["phones"]]
    assert shown[0] == f"{BERLIN} ext. 12"
    # Only the extension is another: the other languages follow.
    post = data_of(dmk, {}) | {"action-publish": "1", "phones-0-number": f"{BERLIN} ext. 99"}
    editor_client.post(reverse("wagtailadmin_pages:edit", args=[dmk.pk]), post)
    assert in_words(BERLIN, "99", "تحويلة") in lines_of(client.get(in_language(dmk, "ar").url).content)


@pytest.mark.parametrize(("language", "word"), [("fr", "poste"), ("en", "ext."), ("ar", "تحويلة")])
def test_a_form_writes_an_extension_in_its_readers_word_and_reads_it_again(
    dmk, publish, amals_browser, fill_in, language, word
):
    dmk.phones = [NetworkPhone(kind="office", number=f"{BERLIN};ext=12")]
    dmk.countries = [NetworkCountry(country="DE")]
    publish(dmk)
    form = fields_of(amals_browser.get(url("edit", dmk.pk, language=language)).content)
    prefilled = form["phones-0-number"]
    assert prefilled[0].replace("\u200e", "") == in_words(BERLIN, "12", word)
    # Sent back as it came, nothing has changed.
    fill_in(amals_browser, dmk, language=language, **{"listing-founded": "2001"})
    assert ListingUpdate.objects.get().proposal == {"founded": 2001}


@pytest.mark.parametrize(
    ("typed", "country", "said"),
    [
        ("+1 800 FLOWERS", "DE", "FLOWERS"),
        ("+49 30 123456 ou 12", "DE", "ou"),
        ("+49 30 123456 / +49 30 123457", "DE", "un seul numéro"),
        ("+49 30 123456 (12)", "DE", "(12)"),  # an extension, or the end of the number
        ("+49 30 123456/57", "DE", "/57"),  # two numbers
        ("030 12", "DE", "+49"),
        ("030 12", "US", "+1 201"),
        ("0612", "FR", "+33"),
    ],
)
def test_what_is_no_number_is_said_with_an_example_of_the_same_form(
    dmk, amals_browser, editor_client, fill_in, typed, country, said
):
    asked = {"countries-0-country": country, "phones-0-number": typed}
    response = fill_in(amals_browser, dmk, **asked)
    assert response.status_code == 422
    assert any(said in error for error in errors_of(response)), errors_of(response)
    assert fields_of(response.content)["phones-0-number"] == [typed]
    data = data_of(dmk, {"phones": [NetworkPhone(kind="office", number=BERLIN)]}) | asked
    response = editor_client.post(reverse("wagtailadmin_pages:edit", args=[dmk.pk]), data)
    assert response.status_code == 200
    assert said in lines_of(response.content)


def test_addresses_are_kept_and_shown_as_people_read_them(full, submit, amals_browser, decide, client):
    changes = {f"channels-{number}-url": typed for number, typed in enumerate(LINKS)}
    changes |= {f"channels-{number}-kind": "other" for number in range(len(LINKS))}
    website, mailbox = list(LINKS)[1], list(MAILBOXES)[1]
    changes |= {"channels-TOTAL_FORMS": str(len(LINKS)), "listing-website": website, "listing-email": mailbox}
    update = submit(**changes)
    status = lines_of(amals_browser.get(url("status_page", update.reference, update.status_code)).content)
    decide(update, "accept")
    text = client.get(full.url).text
    for kept, shown in LINKS.values():
        assert f'href="{escape(kept)}"' in text
        assert shown in status
    assert f">{LINKS[website][1]}</a>" in text
    assert f">{MAILBOXES[mailbox]}</a>" in text


@pytest.mark.parametrize(("typed", "link"), LINKS.items())
def test_a_link_is_taken_as_a_browser_takes_it(typed, link):
    kept, shown = link
    assert LinkFormField().clean(typed) == kept
    assert readable(kept).startswith(shown)


@pytest.mark.parametrize(
    "typed",
    ["ftp://dmk.example/", "javascript:alert(1)", "mailto:a@b.example", "dmk", "https://a..example/",
     "https://dmk.example:port/", "https://-dmk.example", "https://dmk.example/" + "a" * LONGEST_LINK],
)  # fmt: skip
def test_what_no_browser_opens_is_refused(typed):
    with pytest.raises(ValidationError):
        LinkFormField().clean(typed)


@pytest.mark.parametrize(("typed", "kept"), MAILBOXES.items())
def test_a_mailbox_is_taken_as_it_is_pasted(typed, kept):
    assert MailboxFormField().clean(typed) == kept


OURS = ("core", "translating", "contact", "networks_directory", "listing_updates", "academy_pages", "home")
# Filled in by our own forms, which read what was typed, or by Wagtail's, for users.
KEPT_AS_THEY_COME = {
    "core.User.email", "listing_updates.OneTimeCode.email", "listing_updates.ListingUpdate.author_email",
    "listing_updates.UpdateEvent.author_email",
}  # fmt: skip


def blocks_in(block):
    yield block
    children = getattr(block, "child_blocks", {}).values()
    for child in [*children, *([block.child_block] if hasattr(block, "child_block") else [])]:
        yield from blocks_in(child)


def test_every_address_of_every_model_is_one_of_these():
    odd, links = set(), 0
    for label in OURS:
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.get_fields():
                name = f"{model._meta.label}.{field.name}"
                if isinstance(field, models.URLField):
                    links += 1
                    odd |= (
                        set() if isinstance(field, LinkField) and field.max_length == LONGEST_LINK else {name}
                    )
                if isinstance(field, models.EmailField) and not isinstance(field, MailboxField):
                    odd.add(name)
                if isinstance(field, StreamField):
                    found = {type(block) for block in blocks_in(field.stream_block)}
                    odd |= {name} if found & {blocks.URLBlock, blocks.EmailBlock} else set()
    assert odd == KEPT_AS_THEY_COME
    assert links > 4
