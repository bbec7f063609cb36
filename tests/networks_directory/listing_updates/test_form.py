"""The form of a listing: everything is shown and checked, nothing typed is lost, nothing is sent twice."""

import re
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from networks_directory.listing_updates import access
from networks_directory.listing_updates.listing_values import values_of
from networks_directory.listing_updates.models import ListingUpdate, ProposedLogo
from networks_directory.listing_updates.pieces import FIELDS
from networks_directory.listing_updates.states import Action, State
from networks_directory.models.fields_of_activity import FieldOfActivity
from tests.conftest import LANGUAGES
from tests.factories import RepresentationFactory
from tests.networks_directory.listing_updates.conftest import (
    errors_of,
    in_language,
    mails_to,
    review_url,
    url,
)
from tests.public_forms import fields_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_sent_back_as_it_is_proposes_nothing(full, amals_browser, fill_in, language):
    response = fill_in(amals_browser, full, language=language)
    assert response.status_code == 422
    assert response.context["nothing"]
    assert not ListingUpdate.objects.exclude(state=State.DRAFT).exists()


def test_the_form_shows_every_field_with_its_live_value(full, amals_browser):
    soup = BeautifulSoup(amals_browser.get(url("edit", full.pk)).content, "html.parser")
    data = fields_of(str(soup))
    shown = {name.split("-")[1] for name in data if name.startswith("listing-")}
    shown |= {name.split("-")[0] for name in data} | {"logo"}
    assert set(FIELDS) <= shown | {"serves_worldwide"}  # a box that is not ticked
    assert soup.select_one("[name=listing-serves_worldwide]")
    for value in ("https://www.dmk.example/", "2009", "52.520008", "DE", "Amal Idrissi", "Présidente"):
        assert any(value in values for values in data.values()), value
    assert soup.select_one("#part-phones .part__live").text.count("+49 30 123456") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_for_personal_data_leads_to_the_privacy_notice_and_lets_one_type_in_any_script(
    full, amals_browser, page, language
):
    """Each text field has a direction: that of what is typed, or of what can only be Latin."""
    own = [url(name, language=language) for name in ("my_networks", "find_status", "new_network")]
    own += [url("correction", full.translation_key, language=language), page("contact", language).url]
    browsers = [(Client(), path) for path in own] + [(amals_browser, url("edit", full.pk, language=language))]
    for browser, path in browsers:
        main = BeautifulSoup(browser.get(path).content, "html.parser").main
        assert main.select_one(f'form a[href="{page("about/privacy", language).url}"]'), path
        fields = main.select("form textarea, form input:is([type=text], [type=email], [type=url])")
        assert fields, path
        names = [field["name"] for field in fields if field.get("dir") not in ("auto", "ltr")]
        assert set(names) <= {"homepage"}, (path, names)


def test_rows_are_changed_added_removed_and_put_in_order(full, submit):
    update = submit(**{
        "channels-0-ORDER": "2", "channels-1-ORDER": "1",
        "countries-1-DELETE": "on", "countries-2-country": "CH", "countries-2-is_based": "on",
        "phones-1-kind": "mobile", "phones-1-number": "+49 151 23456789",
    })  # fmt: skip
    assert [row["kind"] for row in update.proposal["channels"]] == ["youtube", "linkedin"]
    assert [row["country"] for row in update.proposal["countries"]] == ["DE", "CH"]
    assert update.proposal["phones"][1] == {"kind": "mobile", "number": "+49 1512 3456789"}
    assert set(update.proposal) == {"channels", "countries", "phones"}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("phones-1-number", "030 12", "numéro de téléphone"),
        ("listing-website", "ftp://dmk.example/", "https://"),
        ("listing-website", "javascript:alert(1)", "https://"),
        ("listing-email", "info at dmk", "courriel valide"),
        ("listing-founded", "next year", "nombre entier"),
        ("listing-founded", "9999", ""),
        ("listing-latitude", "152.5", "90"),
        ("listing-latitude", "", "ou aucune des deux"),
        ("channels-0-url", "not an address", "URL"),
        ("countries-0-country", "XX", "XX"),
        ("countries-1-country", "DE", "deux fois"),
        ("listing-title", "", "Champ requis"),
        ("listing-status", "splendid", "splendid"),
        ("contacts-0-agreed", [], "a accepté"),
        ("listing-notice", "Assemblée", "date"),
        ("listing-summary", "x" * 5000, "caractères"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(
    full, amals_browser, fill_in, field, value, said
):
    response = fill_in(amals_browser, full, **{field: value, "message": "Mon mot"})
    assert response.status_code == 422
    assert any(said in error for error in errors_of(response)), errors_of(response)
    link = BeautifulSoup(response.content, "html.parser").select_one(".error-summary a")["href"]
    assert f'id="{link[1:]}"' in response.text
    data = fields_of(response.content)
    assert data["message"] == ["Mon mot"]
    if isinstance(value, str) and not field.startswith(("countries", "listing-status")):
        assert data[field] == [value]
    assert not ListingUpdate.objects.exclude(state=State.DRAFT).exists()


def picture(size=(400, 300), fmt="JPEG", **kwargs):
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, fmt, **kwargs)
    return out.getvalue()


def upload(content, name="logo.jpg"):
    return {"listing-logo": SimpleUploadedFile(name, content)}


@pytest.mark.parametrize("fmt", ["JPEG", "PNG", "WEBP"])
def test_a_logo_is_written_anew_without_the_place_it_was_taken(full, submit, fmt):
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (34.0, 1.0, 15.0)  # GPS latitude
    exif[0x010F] = "A camera"
    submit(**upload(picture(fmt=fmt, exif=exif)))
    logo = ProposedLogo.objects.get()
    kept = Image.open(BytesIO(bytes(logo.data)))
    assert (kept.format, kept.size, dict(kept.getexif())) == ("PNG", (400, 300), {})
    assert b"A camera" not in bytes(logo.data)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<svg onload='alert(1)'/>", "JPEG, PNG ou WebP"),
        (picture(fmt="GIF"), "JPEG, PNG ou WebP"),
        (picture()[:200], "endommagé"),
        (picture((20, 20)), "trop petite"),
        (picture((6100, 200)), "trop grande"),
        (b"x" * (4 * 1024 * 1024 + 1), "trop lourd"),
    ],
)
def test_a_file_that_is_no_fit_picture_is_refused_with_the_reason(
    full, amals_browser, fill_in, content, said
):
    response = fill_in(amals_browser, full, **upload(content))
    assert response.status_code == 422
    assert said in " ".join(errors_of(response))
    assert not ProposedLogo.objects.exists()


def test_a_picture_chosen_beside_an_error_need_not_be_chosen_again(full, amals_browser, fill_in, submit):
    wrong = fill_in(amals_browser, full, **upload(picture()), **{"listing-email": "wrong"})
    assert wrong.status_code == 422
    logo = ProposedLogo.objects.get()
    shown = BeautifulSoup(wrong.content, "html.parser").select_one(".chosen-logo")["src"]
    assert amals_browser.get(shown)["Content-Type"] == "image/png"
    update = submit(**{"listing-email": "new@dmk.example"})
    assert update.proposal["logo"] == {"upload": logo.pk}
    again = submit(**{"listing-founded": "2008"})
    assert again.proposal["logo"] == {"upload": logo.pk}


def test_a_draft_is_kept_right_or_wrong_and_nobody_else_sees_it(full, amals_browser, fill_in, editor_client):
    fill_in(amals_browser, full, "save", **{"listing-website": "not yet", "phones-1-number": "030"})
    data = fields_of(amals_browser.get(url("edit", full.pk)).content)
    assert data["listing-website"] == ["not yet"]
    assert data["phones-1-number"] == ["030"]
    draft = ListingUpdate.objects.get()
    assert draft.state == State.DRAFT
    assert draft.proposal == {}
    assert draft.reference not in editor_client.get("/admin/listing-updates/").text


def test_what_was_typed_is_forgotten_once_a_second_page_has_asked(full, amals_browser, fill_in):
    asked = fill_in(amals_browser, full, "discard", **{"listing-founded": "1988"})
    assert asked.url == url("forget", full.pk)
    question = amals_browser.get(asked.url)
    assert "Oublier ce que vous avez saisi" in question.text
    assert f'href="{url("edit", full.pk)}"' in question.text
    # Not forgotten yet: who goes back finds it.
    assert fields_of(amals_browser.get(url("edit", full.pk)).content)["listing-founded"] == ["1988"]
    answer = amals_browser.post(asked.url, follow=True)
    assert "a été oublié" in answer.text
    assert not ListingUpdate.objects.exists()
    assert amals_browser.get(asked.url).url == url("my_networks")  # nothing is left to ask about


def test_what_was_sent_stays_when_a_change_to_it_is_forgotten(full, amals_browser, fill_in, submit):
    sent = submit(**{"listing-founded": "2001"})
    asked = fill_in(amals_browser, full, "discard", **{"listing-founded": "1988"})
    assert sent.reference in amals_browser.get(asked.url).text
    amals_browser.post(asked.url)
    sent.refresh_from_db()
    assert (sent.proposal["founded"], sent.form_state) == (2001, {})


def test_one_more_row_keeps_what_was_typed(full, amals_browser, fill_in):
    first = fill_in(amals_browser, full, "more-cities", **{"cities-0-name": "Köln", "cities-0-country": "DE"})
    assert first.url.endswith("#part-cities")
    data = fields_of(amals_browser.get(url("edit", full.pk)).content)
    assert data["cities-0-name"] == ["Köln"]
    assert "cities-2-name" in data


def test_what_was_typed_when_the_session_died_is_in_the_form_again(full, amals_browser, amal, sign_in):
    data = fields_of(amals_browser.get(url("edit", full.pk)).content)
    session = amals_browser.session
    del session[access.SESSION_KEY]
    session.save()
    sent = data | {"listing-founded": "2001", "message": "Mes mots", "action": "submit"}
    refused = amals_browser.post(url("edit", full.pk), sent)
    assert refused.status_code == 403
    assert "conservé dans ce navigateur" in refused.text
    sign_in(amal)
    data = fields_of(amals_browser.get(url("edit", full.pk)).content)
    assert (data["listing-founded"], data["message"]) == (["2001"], ["Mes mots"])
    amals_browser.post(url("edit", full.pk), data | {"action": "submit"})
    assert ListingUpdate.objects.get().proposal == {"founded": 2001}


def test_sent_twice_it_is_one_update_and_one_mail(full, amals_browser):
    data = fields_of(amals_browser.get(url("edit", full.pk)).content)
    data |= {"listing-founded": "2001", "action": "submit"}
    first, second = (amals_browser.post(url("edit", full.pk), data) for _ in range(2))
    assert first.url == second.url
    update = ListingUpdate.objects.get()
    assert [event.action for event in update.events.all()] == [Action.SUBMIT]
    assert len(mails_to("amal@dmk.example")) == 1


def test_back_and_sent_again_with_other_values_amends_the_same_update(full, submit, amals_browser):
    data = fields_of(amals_browser.get(url("edit", full.pk)).content)
    update = submit(**{"listing-founded": "2001"})
    response = amals_browser.post(
        url("edit", full.pk), data | {"listing-founded": "2002", "action": "submit"}
    )
    assert response.status_code == 302
    update.refresh_from_db()
    assert (update.proposal, update.version, update.state) == ({"founded": 2002}, 2, State.WAITING)
    assert [event.action for event in update.events.all()] == [Action.SUBMIT, Action.AMEND]


def test_what_the_site_changed_meanwhile_is_shown_before_it_is_sent(full, amals_browser, publish):
    data = fields_of(amals_browser.get(url("edit", full.pk)).content)
    full.founded, full.member_count = 1999, 70
    publish(full)
    response = amals_browser.post(
        url("edit", full.pk), data | {"listing-founded": "2002", "action": "submit"}
    )
    assert response.status_code == 409
    live = BeautifulSoup(response.content, "html.parser").select_one("#part-founded .part__live")
    assert "1999" in live.text
    again = fields_of(response.content)
    assert again["listing-founded"] == ["2002"]
    assert amals_browser.post(url("edit", full.pk), again | {"action": "submit"}).status_code == 302
    assert ListingUpdate.objects.get().proposal == {"founded": 2002}  # not the members as they were


def test_a_preview_is_the_real_page_and_changes_nothing(full, amals_browser, fill_in, client):
    before = values_of(full)
    response = fill_in(amals_browser, full, "preview", **{
        "listing-title": "Réseau <b>neuf</b>", "listing-founded": "2001", "cities-0-name": "Köln",
        "cities-0-country": "DE",
    }, **upload(picture()))  # fmt: skip
    soup = BeautifulSoup(response.content, "html.parser")
    assert soup.h1.text == "Réseau <b>neuf</b>"
    assert "2001" in soup.select_one(".listing__facts").text
    assert "Köln" in soup.select_one(".listing__facts").text
    assert soup.select_one(".listing__logo")["src"].startswith("data:image/png;base64,")
    assert "Amal Idrissi" in soup.text
    assert values_of(type(full).objects.get(pk=full.pk)) == before
    assert "Köln" not in client.get(full.url).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_preview_is_in_its_readers_language_and_marks_the_words_that_are_not(
    full, amals_browser, fill_in, language
):
    response = fill_in(amals_browser, full, "preview", language, **{"listing-title": "Réseau neuf"})
    soup = BeautifulSoup(response.content, "html.parser")
    assert (soup.html["lang"], soup.html["dir"]) == (language, "rtl" if language == "ar" else "ltr")
    assert soup.h1.text == "Réseau neuf"
    assert bool(soup.select('h1[lang="fr"][dir="ltr"]')) == (language != "fr")
    assert soup.select_one('[role="status"]')
    assert {"fr": "En bref", "en": "In brief", "ar": "باختصار"}[language] in soup.text


def test_a_preview_of_a_translated_page_has_the_words_of_its_translation_and_the_new_facts(
    translated, amals_browser, fill_in
):
    response = fill_in(amals_browser, translated, "preview", "ar", **{
        "listing-title": "Réseau neuf", "listing-founded": "2001",
        "fields_of_activity-0-field": str(FieldOfActivity.objects.source().get(code="health").pk),
    })  # fmt: skip
    soup = BeautifulSoup(response.content, "html.parser")
    assert soup.h1.text == in_language(translated, "ar").title
    assert "2001" in soup.select_one(".listing__facts").text
    assert [field["label"] for field in response.context["listing"].fields] == ["الصحة"]
    assert "بعد ترجمته" in soup.select_one('[role="status"]').text


SCRIPT = "<script>alert(1)</script>"


def test_html_and_script_come_out_as_text_everywhere(
    full, submit, amals_browser, editor_client, decide, page
):
    update = submit(**{
        "listing-summary": SCRIPT, "contacts-0-person": SCRIPT, "message": SCRIPT, "cities-0-name": SCRIPT,
        "cities-0-country": "DE", "in-en-summary": SCRIPT,
    })  # fmt: skip
    pages = [
        amals_browser.get(url("edit", full.pk)), amals_browser.get(url("my_networks")),
        amals_browser.get(url("status_page", update.reference, update.status_code)),
        editor_client.get("/admin/listing-updates/"), editor_client.get(review_url(update)),
    ]  # fmt: skip
    assert decide(update, "accept").status_code == 302
    pages += [amals_browser.get(in_language(full, language).url) for language in LANGUAGES]
    for response in pages:
        assert response.status_code == 200
        assert SCRIPT not in response.text


def test_an_export_of_the_queue_runs_no_formula(full, submit, editor_client):
    submit(**{"listing-title": "=1+1", "message": "=HYPERLINK(1)"})
    ListingUpdate.objects.update(network_title="=1+1")
    text = editor_client.get("/admin/listing-updates/?export=csv").getvalue().decode()
    assert "'=1+1" in text
    assert re.search(r"(^|,)=", text) is None


def test_two_representatives_of_one_network_see_that_the_other_has_sent(full, submit, sign_in):
    submit(**{"listing-founded": "2001"})
    other = RepresentationFactory(network=full).representative
    browser = sign_in(other)
    assert "Un autre représentant du réseau" in browser.get(url("edit", full.pk)).text


def test_my_networks_says_what_is_missing_and_why(full, amals_browser, submit):
    submit(**{"listing-founded": "2001"})
    text = amals_browser.get(url("my_networks")).text
    assert re.search(r"\d+ sur 14 remplis", text)
    assert "Les membres vous y reconnaissent." in text  # no logo yet
    assert "Cela dit depuis combien de temps vous existez." not in text  # founded is known
    assert "En attente du ministère" in text
    assert "Changer ce que vous avez envoyé" in text


def test_texts_of_many_lines_may_be_as_long_as_the_form_says(dmk, submit):
    words = {"listing-summary": ("ligne\n" * 400)[:399] + ".", "message": ("ligne\n" * 2000)[:1999] + "."}
    update = submit(**{name: text.replace("\n", "\r\n") for name, text in words.items()})
    assert (update.proposal["summary"], update.message) == (words["listing-summary"], words["message"])


def test_a_picture_that_cannot_be_kept_is_said_not_to_be_when_the_rest_is(full, amals_browser, fill_in):
    response = fill_in(amals_browser, full, "save", **upload(b"no picture", "logo.jpg"))
    said = amals_browser.get(response.url).text
    assert "L’image n’a pas été conservée." in said
    assert not ProposedLogo.objects.exists()


def test_what_is_in_french_says_so_to_whoever_reads_the_form_in_arabic(full, amals_browser):
    form = BeautifulSoup(amals_browser.get(url("edit", full.pk, language="ar")).content, "html.parser")
    for name in ("listing-title", "listing-summary", "objectives-0-text", "contacts-0-role"):
        assert form.select_one(f"[name={name}]")["lang"] == "fr", name
    assert form.find("p", string=full.title)["lang"] == "fr"
    asked = BeautifulSoup(amals_browser.get(url("confirm", full.pk, language="ar")).content, "html.parser")
    assert asked.find(class_="line", string=full.title).find_parent(lang=True)["lang"] == "fr"
