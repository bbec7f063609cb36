"""What was said stays visible: each field of an update with what became of it, to author and editors."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from networks_directory.listing_updates.models import ListingUpdate
from networks_directory.listing_updates.states import Action, State
from networks_directory.models.networks import NetworkPage
from tests.conftest import LANGUAGES
from tests.networks_directory.listing_updates.conftest import all_accepted, mails_to, review_url, url
from tests.public_forms import fields_of

pytestmark = pytest.mark.django_db

REASON = "Ce site ne répond pas."
CHANGES = {"listing-founded": "2009", "listing-website": "https://a.example/", "listing-acronym": "CMD"}


def errors_in(response):
    soup = BeautifulSoup(response.content, "html.parser")
    return " ".join(item.text for item in soup.select(".help-critical li"))


def status_of(update, language="fr"):
    return url("status_page", update.reference, update.status_code, language=language)


@pytest.fixture
def decided(submit, decide):
    """One field accepted, one edited, one left with the reason, after a question and its answer."""
    update = submit(**CHANGES)
    decide(update, "return", words="Bonjour.", **{
        "decision-founded": "ask", "words-founded": "Selon quelle source ?",
    })  # fmt: skip
    Client().post(status_of(update), {"action": "answer", "message": "Selon nos statuts."})
    response = decide(update, "accept", **{
        "decision-website": "leave", "words-website": REASON, "listing-acronym": "C.M.D.",
    })  # fmt: skip
    assert response.status_code == 302, errors_in(response)
    update.refresh_from_db()
    return update


SAID = {
    "fr": [
        "Accepté",
        "Accepté avec les modifications du ministère",
        "Laissé tel quel sur le site",
    ],
    "en": ["Accepted", "Accepted as edited by the ministry", "Left as it is on the site"],
    "ar": ["مقبول", "مقبول بعد تعديل من الوزارة", "تُرك كما هو في الموقع"],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_author_reads_what_became_of_each_field_and_why(decided, amals_browser, language):
    pages = [
        Client().get(status_of(decided, language)),
        amals_browser.get(url("my_networks", language=language)),
    ]
    for page in pages:
        soup = BeautifulSoup(page.content, "html.parser")
        rows = [row.get_text(" ", strip=True) for row in soup.select(".outcomes > div")]
        assert len(rows) == 3
        for row, tag in zip(rows, [SAID[language][1], SAID[language][0], SAID[language][2]], strict=True):
            assert tag in row
        acronym, founded, website = rows
        assert "C.M.D." in acronym
        assert "CMD" in acronym.replace("C.M.D.", "")
        assert "2009" in founded
        assert "a.example" in website
        assert REASON in website
    history = BeautifulSoup(pages[0].content, "html.parser").select_one(".history").get_text(" ")
    places = [
        history.index(words) for words in ("Bonjour.", "Selon quelle source ?", "Selon nos statuts.", REASON)
    ]
    assert places == sorted(places)


def test_an_editor_reads_the_same_of_a_decided_update_and_by_whom(decided, editor_client, editor):
    page = editor_client.get(review_url(decided))
    soup = BeautifulSoup(page.content, "html.parser")
    parts = [part.get_text(" ", strip=True) for part in soup.select(".updates-part:has(.updates-columns)")]
    assert [next(tag for tag in reversed(SAID["fr"]) if tag in part) for part in parts] == [
        SAID["fr"][1], SAID["fr"][0], SAID["fr"][2],
    ]  # fmt: skip
    history = soup.select_one(".updates-history").get_text(" ")
    for words in ("Bonjour.", "Selon quelle source ?", "Selon nos statuts.", REASON, str(editor)):
        assert words in history
    assert "trois versions" not in page.text  # what it asked for has happened: nothing has “moved”
    assert not soup.select("[type=radio]")


def test_the_e_mail_says_what_was_left_and_why(decided):
    told = mails_to("amal@dmk.example", "accepté")[-1].body
    assert "en partie" in told
    assert f"{SAID['fr'][2]}. {REASON}" in told
    assert "une partie de ce que vous avez envoyé est maintenant sur le site" in told


def test_an_update_decided_before_its_values_were_recorded_says_what_is_known(decided, amals_browser):
    event = decided.events.get(action=Action.ACCEPT)
    event.details = {"parts": {"website": REASON}, "accepted": ["acronym"]}
    event.save()
    rows = BeautifulSoup(amals_browser.get(status_of(decided)).content, "html.parser").select(
        ".outcomes > div"
    )
    acronym, founded, website = [row.get_text(" ", strip=True) for row in rows]
    assert "n’est pas enregistré" in acronym
    assert "n’est pas enregistré" in founded
    assert SAID["fr"][2] in website
    assert REASON in website
    event.delete()
    assert "n’est pas enregistré" in amals_browser.get(status_of(decided)).text


def test_nothing_is_chosen_before_the_editor_chooses(submit, editor_client, dmk):
    update = submit(**CHANGES)
    page = editor_client.get(review_url(update)).content
    assert not BeautifulSoup(page, "html.parser").select("[type=radio][checked]")
    data = fields_of(page, "form[novalidate]") | {"action": "accept", "words": "Merci !"}
    response = editor_client.post(review_url(update), data | {"decision-founded": "accept"})
    assert response.status_code == 422
    assert "Sigle" in errors_in(response)
    assert "Site web" in errors_in(response)
    assert "Année de fondation" not in errors_in(response)
    kept = fields_of(response.content, "form[novalidate]")
    assert (kept["decision-founded"], kept["words"]) == (["accept"], ["Merci !"])
    others = editor_client.post(review_url(update), kept | {"action": "accept_others"})
    assert others.status_code == 302
    live = NetworkPage.objects.get(pk=dmk.pk)
    assert (live.founded, live.website, live.acronym) == (2009, "https://a.example/", "CMD")


def test_an_edit_is_not_lost_to_the_wrong_choice(submit, decide, dmk):
    update = submit(**{"listing-founded": "2009"})
    wrong = decide(update, "accept", **{"listing-founded": "2010", "decision-founded": "accept"})
    assert wrong.status_code == 422
    assert "Année de fondation" in errors_in(wrong)
    assert fields_of(wrong.content, "form[novalidate]")["listing-founded"] == ["2010"]
    assert NetworkPage.objects.get(pk=dmk.pk).founded is None


def test_words_about_a_field_reach_the_author_of_what_is_refused(submit, decide):
    update = submit(**{"listing-founded": "2009"})
    assert decide(update, "refuse", **{"words-founded": "Non vérifiable."}).status_code == 302
    assert "Non vérifiable." in mails_to("amal@dmk.example")[-1].body
    assert "Non vérifiable." in Client().get(status_of(update)).text
    assert ListingUpdate.objects.get().state == State.REFUSED


def test_a_review_can_be_sent_by_keyboard_alone(submit, editor_client):
    """Each choice belongs to a group that has a name, and is reached by its label."""
    soup = BeautifulSoup(editor_client.get(review_url(submit(**CHANGES))).content, "html.parser")
    groups = soup.select(".updates-decision")
    assert len(groups) == len({group.legend.get_text(" ", strip=True) for group in groups}) == 3
    assert all(radio.find_parent("label") for radio in soup.select("[type=radio]"))
    assert all_accepted(str(soup))
