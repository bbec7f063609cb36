"""The loop as a whole: invited, changed, returned, answered, accepted, seen in every language."""

import pytest
from django.test import Client
from django.urls import reverse

from networks_directory.listing_updates.models import ListingUpdate, Representation
from networks_directory.listing_updates.states import State
from tests.networks_directory.listing_updates.conftest import (
    all_accepted,
    in_language,
    link_in,
    mails_to,
    review_url,
    url,
)
from tests.public_forms import fields_of

pytestmark = pytest.mark.django_db


def test_submit_return_answer_decide(editor_client, translated, fill_in):
    dmk = translated
    added = editor_client.post(
        reverse("representations:add"),
        {"network": dmk.pk, "email": "Amal@dmk.example", "name": "Amal", "language": "ar"},
    )
    assert added.status_code == 302
    invitation = mails_to("amal@dmk.example")[-1]
    browser = Client()
    link = link_in(invitation, "link")
    assert browser.get(link).status_code == 200
    browser.post(link)
    form = url("edit", dmk.pk, language="ar")
    data = fields_of(browser.get(form).content)
    data |= {"listing-website": "https://www.dmk.example/", "listing-founded": "2009", "action": "submit"}
    sent = browser.post(form, data)
    update = ListingUpdate.objects.get()
    assert sent.url == url("status_page", update.reference, update.status_code, language="ar")
    assert update.state == State.WAITING
    assert update.proposal == {"website": "https://www.dmk.example/", "founded": 2009}

    review = fields_of(editor_client.get(review_url(update)).content, "form[novalidate]")
    returned = review | {
        "action": "return", "decision-founded": "ask", "words-founded": "Quelle source ?",
        "sentence": "source",
    }  # fmt: skip
    assert editor_client.post(review_url(update), returned).status_code == 302
    update.refresh_from_db()
    assert update.state == State.RETURNED
    assert "Quelle source" in mails_to("amal@dmk.example")[-1].body

    data = fields_of(browser.get(form).content) | {"listing-founded": "2010", "action": "submit"}
    browser.post(form, data | {"message": "Les statuts."})
    update.refresh_from_db()
    assert (update.state, update.proposal["founded"]) == (State.WAITING, 2010)

    page = editor_client.get(review_url(update)).content
    review = fields_of(page, "form[novalidate]") | all_accepted(page) | {"action": "accept"}
    accepted = editor_client.post(review_url(update), review)
    assert accepted.status_code == 302
    update.refresh_from_db()
    assert update.state == State.ACCEPTED
    for language in ("fr", "en", "ar"):
        network = in_language(dmk, language)
        assert (network.website, network.founded) == ("https://www.dmk.example/", 2010)
        assert "2010" in browser.get(network.url).text
    assert Representation.objects.get().attached_by.email == "editor@kafaat.example"
