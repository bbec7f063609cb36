"""Editors read and decide: what is accepted is what was read, it happens whole, and everybody is told."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page, PageLogEntry
from wagtail_localize.models import StringTranslation

from networks_directory.listing_updates import acceptance
from networks_directory.listing_updates.models import Kind, ListingUpdate, NoticePreference
from networks_directory.listing_updates.states import State
from networks_directory.listing_updates.verdicts import MovedError, Reading, Verdict
from networks_directory.models.listing_facts import NetworkContact, NetworkPhone
from tests.admin_forms import post_page
from tests.conftest import LANGUAGES
from tests.factories import GeographicNetworkPageFactory, RepresentationFactory, UserFactory
from tests.networks_directory.listing_updates.conftest import (
    SUMMARIES,
    all_accepted,
    in_language,
    link_in,
    mails_to,
    review_url,
    url,
)
from tests.networks_directory.listing_updates.test_form import picture, upload
from tests.public_forms import fields_of

pytestmark = pytest.mark.django_db

QUEUE = "/admin/listing-updates/"


def now(page):
    return type(page).objects.get(pk=page.pk)


def errors_in(response):
    soup = BeautifulSoup(response.content, "html.parser")
    return " ".join(item.text for item in soup.select(".help-critical li, .messages li"))


@pytest.fixture
def colleague(db):
    """A second moderator, in a browser of their own."""
    user = UserFactory(email="colleague@kafaat.example")
    user.groups.set(Group.objects.filter(name__in=["Listing moderators", "Moderators"]))
    browser = Client()
    browser.force_login(user)
    return browser


# Accepting


def test_accepting_reaches_every_language_and_says_what_was_confirmed(translated, submit, decide, client):
    update = submit(
        **{"listing-founded": "2009", "phones-0-kind": "office", "phones-0-number": "+4930123456"}
    )
    assert decide(update, "accept").url == QUEUE
    for language in LANGUAGES:
        network = in_language(translated, language)
        assert network.founded == 2009
        assert [str(phone.number) for phone in network.phones.all()] == ["+49 30 123456"]
        assert "tel:+49-30-123456" in client.get(network.url).text
    text = client.get(in_language(translated, "en").url).text
    assert f"Year of foundation and Telephone: confirmed by the network in {timezone.now():%B %Y}" in text
    assert "Nobody has confirmed" not in text
    confirmed = now(translated).confirmations.values_list("field", "confirmed_by")
    assert set(confirmed) == {("founded", "network"), ("phones", "network")}


def test_changed_words_wait_for_the_translators(translated, submit, decide, client):
    decide(submit(**{"listing-summary": "Un tout autre résumé."}), "accept")
    assert now(translated).summary == "Un tout autre résumé."
    assert in_language(translated, "en").summary == SUMMARIES["en"]
    assert "Un tout autre résumé." not in client.get(in_language(translated, "ar").url).text


def test_proposed_translations_reach_the_translators_and_no_page(translated, submit, decide):
    update = submit(**{"listing-summary": "Un autre résumé.", "in-en-summary": "Another summary."})
    review = decide(update, "accept")
    assert review.status_code == 302
    proposed = StringTranslation.objects.filter(context__path="summary", locale__language_code="en")
    waiting = proposed.get(data="Another summary.")
    assert waiting.tool_name == update.reference
    assert in_language(translated, "en").summary == SUMMARIES["en"]


def test_a_field_is_edited_and_another_left_as_it_is_with_the_reason(dmk, submit, decide):
    update = submit(**{"listing-founded": "2009", "listing-website": "https://a.example/"})
    response = decide(update, "accept", **{"decision-website": "leave", "words-website": ""})
    assert response.status_code == 422
    assert "dites pourquoi" in errors_in(response)
    assert now(dmk).founded is None
    accepted = decide(update, "accept", **{
        "listing-founded": "2010", "decision-website": "leave", "words-website": "Ce site ne répond pas.",
    })  # fmt: skip
    assert accepted.status_code == 302
    assert (now(dmk).founded, now(dmk).website) == (2010, "")
    told = mails_to("amal@dmk.example", "accepté")[-1]
    assert "Ce site ne répond pas." in told.body
    assert not now(dmk).confirmations.filter(field="website").exists()


def test_what_an_editor_types_wrong_comes_back_filled_in(dmk, submit, decide):
    update = submit(**{"listing-founded": "2009"})
    response = decide(update, "accept", **{"listing-founded": "soon", "words": "Merci !"})
    assert response.status_code == 422
    data = fields_of(response.content, "form[novalidate]")
    assert (data["listing-founded"], data["words"]) == (["soon"], ["Merci !"])
    assert ListingUpdate.objects.get().state == State.WAITING


def test_accepting_nothing_of_an_update_is_refusing_it(dmk, submit, decide):
    update = submit(**{"listing-founded": "2009"})
    response = decide(update, "accept", **{"decision-founded": "leave", "words-founded": "Non vérifié."})
    assert response.status_code == 422
    assert "refusez plutôt" in errors_in(response)
    assert ListingUpdate.objects.get().state == State.WAITING


def test_an_editors_draft_gets_the_change_too_and_stays_a_draft(dmk, submit, decide, editor_client):
    post_page(editor_client, now(dmk), action="", postal_address="Berlin")
    update = submit(**{"listing-founded": "2009"})
    assert decide(update, "accept").status_code == 302
    live = now(dmk)
    assert (live.founded, live.postal_address) == (2009, "")
    draft = live.get_latest_revision_as_object()
    assert (draft.founded, draft.postal_address) == (2009, "Berlin")
    assert live.has_unpublished_changes


def test_the_history_of_the_page_names_the_representative_and_the_editor(
    dmk, submit, decide, editor, editor_client
):
    update = submit(**{"listing-founded": "2009"})
    decide(update, "accept")
    entry = PageLogEntry.objects.get(action="listing_updates.accept")
    assert (entry.page_id, entry.user) == (dmk.pk, editor)
    history = editor_client.get(reverse("wagtailadmin_pages:history", args=[dmk.pk])).text
    assert f"Mise à jour {update.reference} de amal@dmk.example acceptée (Année de fondation)" in history


def test_a_logo_is_shown_before_and_becomes_an_image_of_the_site_after(
    dmk, submit, decide, editor_client, client
):
    update = submit(**upload(picture()))
    review = BeautifulSoup(editor_client.get(review_url(update)).content, "html.parser")
    source = review.select_one(".updates-columns img")["src"]
    assert editor_client.get(source)["Content-Type"] == "image/png"
    assert Client().get(source).status_code == 302
    decide(update, "accept")
    assert (now(dmk).logo.width, now(dmk).logo.height) == (400, 300)
    assert "listing__logo" in client.get(dmk.url).text


OLD, NEW = "Bureau · +49 30 123456", "Bureau · +49 30 123457"


def test_the_review_marks_words_added_and_removed_and_rows_item_by_item(dmk, publish, submit, editor_client):
    dmk.summary = "Le réseau des médecins."
    dmk.phones = [NetworkPhone(kind="office", number="+4930123456")]
    publish(dmk)
    update = submit(**{
        "listing-summary": "Le réseau des ingénieurs.",
        "phones-0-number": "+4930123457", "listing-latitude": "52.5", "listing-longitude": "13.4",
    })  # fmt: skip
    soup = BeautifulSoup(editor_client.get(review_url(update)).content, "html.parser")
    assert [tag.text for tag in soup.select(".comparison .deletion")] == [
        "médecins.",
        "Bureau · +49 30 123456",
    ]
    assert [tag.text for tag in soup.select(".comparison .addition")] == [
        "ingénieurs.",
        "Bureau · +49 30 123457",
    ]
    assert soup.select_one(".updates-map circle.updates-map__proposed")


def test_a_confirmation_confirms_everything_that_is_filled(dmk, amals_browser, decide, client):
    amals_browser.post(url("confirm", dmk.pk))
    amals_browser.post(url("confirm", dmk.pk))  # a double click
    update = ListingUpdate.objects.get()
    assert update.kind == Kind.CONFIRMATION
    assert not now(dmk).confirmations.exists()  # nobody has looked yet
    decide(update, "accept")
    confirmed = set(now(dmk).confirmations.values_list("field", flat=True))
    assert {"title", "acronym", "countries"} <= confirmed
    assert "website" not in confirmed
    assert "confirmé par le réseau" in client.get(dmk.url).text


def test_everything_else_is_right_confirms_the_rest(dmk, submit, decide):
    decide(submit(**{"listing-founded": "2009", "rest_is_right": "on"}), "accept")
    confirmed = set(now(dmk).confirmations.values_list("field", flat=True))
    assert {"founded", "title", "countries"} <= confirmed


def test_what_an_editor_has_changed_meanwhile_is_not_confirmed_by_who_saw_it_before(
    dmk, submit, decide, publish
):
    update = submit(**{"listing-founded": "2009", "rest_is_right": "on"})
    dmk.website = "https://www.of-the-editor.example/"
    publish(dmk)
    assert decide(update, "accept").status_code == 302
    confirmed = set(now(dmk).confirmations.values_list("field", flat=True))
    assert {"founded", "title", "countries"} <= confirmed
    assert "website" not in confirmed


def test_an_edit_is_not_a_confirmation(dmk, editor_client, client):
    post_page(editor_client, now(dmk), founded=2011)
    assert not now(dmk).confirmations.exists()
    assert "Personne n’a encore confirmé" in client.get(dmk.url).text


def test_confirmations_are_accepted_in_bulk_but_not_of_what_has_changed_since(
    dmk, another, amals_browser, amal, editor_client, publish
):
    third = publish(GeographicNetworkPageFactory())
    for network in (another, third):
        RepresentationFactory(network=network, representative=amal)
    for network in (dmk, another, third):
        amals_browser.post(url("confirm", network.pk))
    another.founded = 1999
    publish(another)
    chosen = BeautifulSoup(editor_client.get(QUEUE).content, "html.parser")
    ticked = [box["value"] for box in chosen.select("[name=update]")]
    assert len(ticked) == 3
    editor_client.post(reverse("listing_updates_admin:confirmations"), {"update": ticked})
    states = dict(ListingUpdate.objects.values_list("network", "state"))
    assert states == {dmk.pk: State.ACCEPTED, another.pk: State.WAITING, third.pk: State.ACCEPTED}
    assert "a changé depuis" in editor_client.get(QUEUE).text


# What was read


def test_a_listing_that_has_moved_is_not_overwritten_and_shows_three_versions(
    dmk, submit, editor_client, publish
):
    update = submit(**{"listing-founded": "2009"})
    data = fields_of(editor_client.get(review_url(update)).content, "form[novalidate]")
    dmk.founded = 1999
    publish(dmk)
    response = editor_client.post(review_url(update), data | {"action": "accept", "words": "Merci !"})
    assert response.status_code == 409
    assert now(dmk).founded == 1999
    columns = BeautifulSoup(response.content, "html.parser").select_one(".updates-columns")
    assert [column.div.text for column in columns.select(":scope > div")] == ["Rien", "1999", "2009"]
    again = fields_of(response.content, "form[novalidate]")
    assert again["words"] == ["Merci !"]
    again |= all_accepted(response.content) | {"action": "accept"}
    assert editor_client.post(review_url(update), again).status_code == 302
    assert now(dmk).founded == 2009


def test_a_proposal_that_was_amended_meanwhile_is_not_accepted_unread(dmk, submit, editor_client):
    update = submit(**{"listing-founded": "2009"})
    data = fields_of(editor_client.get(review_url(update)).content, "form[novalidate]")
    submit(**{"listing-founded": "1966"})
    response = editor_client.post(review_url(update), data | {"action": "accept"})
    assert response.status_code == 409
    assert now(dmk).founded is None
    columns = BeautifulSoup(response.content, "html.parser").select_one(".updates-columns")
    assert [column.div.text for column in columns.select(":scope > div")] == ["Rien", "2009", "1966"]


def decisions(update, editor, reading):
    """Everything that an editor may decide who has read `reading`."""
    return [
        lambda: acceptance.accept(update, editor, reading, Verdict({"founded": 2009})),
        lambda: acceptance.refuse(update, editor, reading, "Non."),
        lambda: acceptance.send_back(update, editor, reading, "Lequel ?", {}),
    ]


def test_what_changes_while_an_editor_presses_the_button_is_not_decided_unread(dmk, submit, publish, editor):
    """The page of the review looks first; this is for what happens after it has looked."""
    update = submit(**{"listing-founded": "2009"})
    reading = Reading.of(update)
    dmk.founded = 1999
    publish(dmk)
    for decide in decisions(update, editor, reading):
        with pytest.raises(MovedError):
            decide()
    reading = Reading.of(ListingUpdate.objects.get())
    submit(**{"listing-founded": "1966"})
    for decide in decisions(update, editor, reading):
        with pytest.raises(MovedError):
            decide()
    assert now(dmk).founded == 1999
    assert ListingUpdate.objects.get().state == State.WAITING


@pytest.mark.parametrize("second", ["accept", "refuse", "return"])
def test_of_two_editors_the_second_is_told_who_was_first(dmk, submit, editor_client, colleague, second):
    update = submit(**{"listing-founded": "2009"})
    mine = fields_of(editor_client.get(review_url(update)).content, "form[novalidate]")
    theirs = fields_of(colleague.get(review_url(update)).content, "form[novalidate]")
    assert (
        editor_client.post(review_url(update), mine | {"action": "refuse", "words": "Non."}).status_code
        == 302
    )
    response = colleague.post(review_url(update), theirs | {"action": second, "words": "Oui."})
    assert response.status_code == 409
    assert "editor@kafaat.example a décidé entre-temps" in errors_in(response)
    assert now(dmk).founded is None
    assert len(mails_to("amal@dmk.example", "non accepté")) == 1
    assert not mails_to("amal@dmk.example", ": accepté")


def test_two_proposals_on_one_field_show_each_other_and_accepting_one_asks(
    dmk, submit, sign_in, fill_in, decide
):
    mine = submit(**{"listing-founded": "2009"})
    other = RepresentationFactory(network=dmk, representative__email="brahim@dmk.example").representative
    fill_in(sign_in(other, browser=Client()), dmk, **{"listing-founded": "2001"})
    theirs = ListingUpdate.objects.exclude(pk=mine.pk).get()
    response = decide(mine, "accept")
    assert response.status_code == 422
    assert theirs.reference in response.text
    assert "2001" in response.text
    assert now(dmk).founded is None
    assert decide(mine, "accept", others_seen="on").status_code == 302
    review = decide(theirs, "nothing")
    assert "trois versions" in review.text
    assert theirs.events.count() == 1


# Returned, refused, stopped


def test_more_information_comes_back_to_the_same_update_and_can_go_round_again(submit, decide, client, dmk):
    update = submit(**{"listing-founded": "2009"})
    sent = update.submitted_at
    for question in ("Quelle source ?", "Et avant ?"):
        assert decide(update, "return").status_code == 422  # a question has words
        assert decide(update, "return", words=question).status_code == 302
        status = url("status_page", update.reference, update.status_code)
        assert question in client.get(status).text
        assert client.post(status, {"action": "answer", "message": ""}).status_code == 422
        assert client.post(status, {"action": "answer", "message": "Les statuts."}).status_code == 302
        update.refresh_from_db()
        assert (update.state, update.submitted_at) == (State.WAITING, sent)
    assert decide(update, "accept").status_code == 302


def test_an_answer_is_measured_as_a_browser_measures_it_and_what_cannot_be_sent_comes_back_whole(
    submit, decide, client
):
    update = submit(**{"listing-founded": "2009"})
    decide(update, "return", words="Quelle source ?")
    status = url("status_page", update.reference, update.status_code)
    long = "\r\n".join(["a" * 100] * 20) + "fin"
    response = client.post(status, {"action": "answer", "message": long})
    assert response.status_code == 422
    soup = BeautifulSoup(response.content, "html.parser")
    field = soup.select_one("textarea#answer")
    assert field.text.removeprefix("\n") == long.replace("\r\n", "\n")
    assert field["aria-invalid"] == "true"
    assert soup.select_one('#errors a[href="#answer"]')
    assert soup.select_one(".field__error")
    lines = ["b" * 38] * 50 + ["b" * 49]  # 50 ends of lines, each sent as two characters
    assert len("\n".join(lines)) == 1999
    assert client.post(status, {"action": "answer", "message": "\r\n".join(lines)}).status_code == 302
    update.refresh_from_db()
    assert update.state == State.WAITING
    response = client.post(status, {"action": "answer", "message": "Encore : les statuts."})
    assert response.status_code == 409  # moved on meanwhile
    assert "Encore : les statuts." in response.text


def test_a_refusal_says_why_in_the_language_of_the_sender(dmk, sign_in, amal, fill_in, decide):
    fill_in(sign_in(amal), dmk, language="ar", **{"listing-founded": "2009"})
    update = ListingUpdate.objects.get()
    assert decide(update, "refuse").status_code == 422
    decide(update, "refuse", sentence="not_checked")
    told = mails_to("amal@dmk.example")[-1]
    assert "لم نتمكن من التحقق من هذا" in told.body
    assert "لم يُقبل" in told.subject
    status = Client().get(url("status_page", update.reference, update.status_code, language="ar"))
    assert "لم نتمكن من التحقق من هذا" in status.text


def test_a_change_of_address_is_told_to_the_old_one_and_to_the_others_who_can_stop_it(
    dmk, publish, submit, decide, editor_client
):
    dmk.email = "info@dmk.example"
    publish(dmk)
    RepresentationFactory(
        network=dmk, representative__email="brahim@dmk.example", representative__language="ar"
    )
    update = submit(**{"listing-email": "thief@evil.example"})
    assert mails_to("thief@evil.example") == []
    warning = mails_to("info@dmk.example")[-1]
    assert "thief@evil.example" not in warning.body  # nobody sends their words through us
    assert "البريد الإلكتروني" in mails_to("brahim@dmk.example")[-1].body
    link = link_in(warning, "not_us")
    assert Client().get(link).status_code == 200
    update.refresh_from_db()
    assert update.state == State.WAITING
    Client().post(link)
    update.refresh_from_db()
    assert update.state == State.FROZEN
    assert "accept" not in fields_of(editor_client.get(review_url(update)).content, "form[novalidate]")
    assert decide(update, "accept").status_code == 422
    assert now(dmk).email == "info@dmk.example"
    assert "info@dmk.example" in editor_client.get(review_url(update)).text
    decide(update, "release")
    update.refresh_from_db()
    assert update.state == State.WAITING
    assert Client().get(link.replace("/pas-nous/", "/pas-nous/x")).status_code == 404


def test_an_update_is_withdrawn_while_it_waits_and_not_after(submit, decide, client):
    update = submit(**{"listing-founded": "2009"})
    status = url("status_page", update.reference, update.status_code)
    assert client.post(status, {"action": "withdraw"}).status_code == 302
    update.refresh_from_db()
    assert update.state == State.WITHDRAWN
    assert client.post(status, {"action": "withdraw"}).status_code == 409
    assert decide(update, "accept").status_code == 422


def test_the_expected_date_comes_from_recent_decisions(submit, client, dmk):
    begun = timezone.now() - timedelta(days=100)
    for days in range(1, 11):
        ListingUpdate.objects.bulk_create([ListingUpdate(
            kind=Kind.UPDATE, state=State.ACCEPTED, network=dmk, network_title="DMK", language="fr",
            submitted_at=begun, decided_at=begun + timedelta(days=days),
        )])  # fmt: skip
    update = submit(**{"listing-founded": "2009"})
    response = client.get(url("status_page", update.reference, update.status_code))
    expected = (response.context["expected"] - timezone.localdate()).days
    assert expected in (10, 11, 12)  # nine of ten took at most 10 days
    assert response.context["expected"].strftime("%Y") in response.text


def test_without_decisions_no_date_is_invented(submit, client):
    update = submit(**{"listing-founded": "2009"})
    response = client.get(url("status_page", update.reference, update.status_code))
    assert response.context["expected"] is None
    assert "pas de décisions récentes" in response.text


# Who may, and who is told


def test_a_moderator_who_may_not_publish_the_page_cannot_accept(dmk, submit, decide):
    user = UserFactory()
    group = Group.objects.create(name="Only moderators")
    group.permissions.set(Permission.objects.filter(codename__in=["moderate_listingupdate", "access_admin"]))
    user.groups.add(group)
    browser = Client()
    browser.force_login(user)
    update = submit(**{"listing-founded": "2009"})
    page = browser.get(review_url(update))
    assert page.status_code == 200
    assert "Vous ne pouvez pas publier cette page" in page.text
    assert decide(update, "accept", browser=browser).status_code == 422
    assert now(dmk).founded is None
    root = dmk.get_parent()
    for codename in ("change_page", "publish_page"):
        GroupPagePermission.objects.create(
            group=group, page=root, permission=Permission.objects.get(codename=codename)
        )
    assert decide(update, "accept", browser=browser).status_code == 302
    assert now(dmk).founded == 2009


def test_a_page_that_somebody_has_locked_is_not_published_over(dmk, submit, decide):
    update = submit(**{"listing-founded": "2009"})
    Page.objects.filter(pk=dmk.pk).update(locked=True, locked_by=UserFactory())
    response = decide(update, "accept")
    assert response.status_code == 422
    assert "verrouillée" in errors_in(response)
    assert now(dmk).founded is None
    Page.objects.filter(pk=dmk.pk).update(locked=False, locked_by=None)
    assert decide(update, "accept").status_code == 302


def test_a_page_that_is_scheduled_is_not_published_over(dmk, submit, decide):
    update = submit(**{"listing-founded": "2009"})
    dmk.refresh_from_db()
    dmk.go_live_at = timezone.now() + timedelta(days=1)
    dmk.save_revision().publish()
    response = decide(update, "accept")
    assert response.status_code == 422
    assert "programmée" in errors_in(response)


def test_the_right_to_moderate_can_be_given_to_another_group(admin_client):
    group = Group.objects.create(name="Another group")
    page = admin_client.get(reverse("wagtailusers_groups:edit", args=[group.pk]))
    assert "Peut statuer sur les mises à jour des fiches" in page.text


def test_the_group_of_moderators_is_there_after_migrating():
    group = Group.objects.get(name="Listing moderators")
    assert group.permissions.filter(codename="moderate_listingupdate").exists()
    assert group.permissions.filter(codename="access_admin").exists()


def test_editors_hear_at_once_once_a_day_or_not_at_all(
    dmk, submit, editor_client, editor, amals_browser, django_capture_on_commit_callbacks
):
    update = submit(**{"listing-founded": "2009"})
    assert [sent.subject for sent in mails_to(editor.email)] == [f"[Kafaat] {update.reference} : {dmk.title}"]
    account = editor_client.get(reverse("wagtailadmin_account"))
    assert "listing_notices-notices" in account.text
    data = fields_of(account.content, "main form")
    data |= {"name_email-first_name": "Nadia", "name_email-last_name": "Alaoui"}
    editor_client.post(reverse("wagtailadmin_account"), data | {"listing_notices-notices": "daily"})
    assert NoticePreference.objects.get(user=editor).notices == "daily"
    mail.outbox.clear()
    amals_browser.post(url("confirm", update.network_id))
    assert mails_to(editor.email) == []
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            call_command("send_listing_digests")
    assert len(mails_to(editor.email)) == 1
    assert ListingUpdate.objects.get(kind=Kind.CONFIRMATION).reference in mails_to(editor.email)[0].body


def test_the_menu_and_the_dashboard_count_what_waits(submit, editor_client):
    badge = json.dumps("Mises à jour (1)")
    assert badge not in editor_client.get("/admin/").text
    submit(**{"listing-founded": "2009"})
    home = editor_client.get("/admin/").text
    assert badge in home
    assert "1 mise à jour de fiche attend" in home


def test_the_queue_is_filtered_by_what_editors_look_for(dmk, submit, amals_browser, editor_client, editor):
    update = submit(**{"listing-founded": "2009"})
    amals_browser.post(url("confirm", dmk.pk))
    confirmation = ListingUpdate.objects.get(kind=Kind.CONFIRMATION)
    ListingUpdate.objects.filter(pk=update.pk).update(
        submitted_at=timezone.now() - timedelta(days=8), assigned_to=editor
    )

    def found(query):
        response = editor_client.get(QUEUE + "results/" + query)
        return {item.reference for item in response.context["object_list"]}

    both = {update.reference, confirmation.reference}
    assert found("") == both
    assert found("?network=danemark") == both
    assert found("?network=suisse") == set()
    assert found("?kind=update") == {update.reference}
    assert found("?state=frozen") == set()
    assert found("?age=7") == {update.reference}
    assert found("?sender=visitor") == set()
    assert found(f"?assigned_to={editor.pk}") == {update.reference}
    assert found("?assigned_to=null") == {confirmation.reference}
    assert found(f"?q={update.reference}") == {update.reference}


def test_an_editor_takes_an_update_and_leaves_it(submit, editor_client, editor):
    update = submit(**{"listing-founded": "2009"})
    editor_client.post(review_url(update), {"action": "take"})
    update.refresh_from_db()
    assert update.assigned_to == editor
    editor_client.post(review_url(update), {"action": "leave"})
    update.refresh_from_db()
    assert update.assigned_to is None


def test_what_a_removed_representative_sent_stays_readable_and_attributable(
    submit, attached, editor_client, decide, dmk
):
    update = submit(**{"listing-founded": "2009"})
    editor_client.post(reverse("representations:delete", args=[attached.pk]))
    attached.representative.delete()
    page = editor_client.get(review_url(update)).text
    assert "amal@dmk.example" in page
    assert "n’est plus représentant" in page
    assert decide(update, "accept").status_code == 302
    assert now(dmk).founded == 2009


def test_the_queue_asks_the_database_as_often_for_three_as_for_thirty(dmk, editor_client):
    def add(number):
        ListingUpdate.objects.bulk_create(
            ListingUpdate(
                kind=Kind.UPDATE, state=State.WAITING, network=dmk, network_title="DMK", language="fr",
                submitted_at=timezone.now(),
            )
            for _ in range(number)
        )  # fmt: skip

    add(3)
    editor_client.get(QUEUE)
    with CaptureQueriesContext(connection) as few:
        editor_client.get(QUEUE)
    add(27)
    with CaptureQueriesContext(connection) as many:
        editor_client.get(QUEUE)
    assert len(many) <= len(few)


def test_a_named_person_is_told_and_takes_their_name_off_at_once(translated, submit, decide, client, publish):
    dmk = translated
    decide(submit(**{
        "contacts-0-person": "Samira Bennani", "contacts-0-role": "Trésorière",
        "contacts-0-email": "samira@dmk.example", "contacts-0-is_public": "on", "contacts-0-agreed": "on",
    }), "accept")  # fmt: skip
    contact = now(dmk).contacts.get()
    assert (contact.consent_on, contact.consent_by) == (timezone.localdate(), "network")
    assert "Samira Bennani" in client.get(dmk.url).text
    draft = now(dmk)
    draft.founded = 2000
    draft.save_revision()  # an editor's draft that still names her
    link = link_in(mails_to("samira@dmk.example")[-1], "withdraw_consent")
    assert "Samira Bennani" in client.get(link).text
    client.post(link)
    for language in LANGUAGES:
        network = in_language(dmk, language)
        text = client.get(network.url).text + client.get(network.url + "vcard/").text
        assert "Samira" not in text
        assert "samira@" not in text
    publish(now(dmk).get_latest_revision_as_object())
    assert NetworkContact.objects.filter(person="Samira Bennani").exists()
    for language in LANGUAGES:
        assert "Samira" not in client.get(in_language(dmk, language).url).text
    assert client.get(link).status_code == 200
