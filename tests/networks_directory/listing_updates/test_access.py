"""Nobody reads or changes what is not theirs: every address, the wrong person, guesses, stale sessions."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from networks_directory.listing_updates.listing_values import with_values
from networks_directory.listing_updates.models import ListingUpdate, ProposedLogo, Representation
from networks_directory.listing_updates.states import State
from networks_directory.listing_updates.urls import urlpatterns
from tests.factories import RepresentationFactory, UserFactory
from tests.networks_directory.listing_updates.conftest import in_language, review_url, url

pytestmark = pytest.mark.django_db

# Every address of ours, and who may use it. A new one has to be written down here, with a reason.
OPEN_TO_ALL = {
    "ask_code", "enter_code", "link", "sign_out", "find_status", "status_page", "not_us",
    "withdraw_consent", "correction", "new_network",
}  # fmt: skip
FOR_REPRESENTATIVES = {"my_networks", "edit", "confirm", "forget", "proposed_logo"}


def test_every_address_is_accounted_for():
    assert {pattern.name for pattern in urlpatterns if pattern.name} == OPEN_TO_ALL | FOR_REPRESENTATIVES


@pytest.fixture
def karims_browser(sign_in, another):
    """Karim represents another network."""
    other = RepresentationFactory(network=another, representative__email="karim@another.example")
    return sign_in(other.representative, browser=Client())


@pytest.fixture
def private(submit, dmk):
    """(name, arguments) of every address that concerns Amal's network."""
    update = submit(**{"listing-founded": "2009"})
    logo = ProposedLogo.objects.create(update=update, data=b"png", width=100, height=100)
    return update, [(name, dmk.pk) for name in ("edit", "confirm", "forget")] + [("proposed_logo", logo.pk)]


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_networks_representative_finds_nothing(karims_browser, private, method, dmk):
    update, addresses = private
    before = ListingUpdate.objects.values().get(pk=update.pk)
    for name, *args in addresses:
        response = getattr(karims_browser, method)(url(name, *args), {"action": "submit"})
        assert response.status_code in (404, 405), name
        assert dmk.title not in response.text
    assert ListingUpdate.objects.values().get(pk=update.pk) == before
    assert ListingUpdate.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_asked_for_a_code_and_changes_nothing(private, method, dmk):
    _update, addresses = private
    for name, *args in addresses:
        response = getattr(Client(), method)(url(name, *args), {"action": "submit"})
        assert response.status_code in (200, 403, 405), name
        assert dmk.title not in response.text
    assert ListingUpdate.objects.count() == 1


def test_a_stale_session_of_somebody_withdrawn_reaches_nothing(amals_browser, private, attached, dmk):
    Representation.objects.get(pk=attached.pk).withdraw(None)
    for method in ("get", "post"):
        for name in ("edit", "confirm", "forget"):
            assert getattr(amals_browser, method)(url(name, dmk.pk)).status_code == 404
    assert dmk.title not in amals_browser.get(url("my_networks")).text


def test_ids_that_are_guessed_lead_nowhere(amals_browser, page, dmk, another):
    for network in (another, in_language(dmk, "en"), page("home"), page("contact")):
        assert amals_browser.get(url("edit", network.pk)).status_code == 404
        assert amals_browser.post(url("confirm", network.pk)).status_code == 404
    assert amals_browser.get(url("edit", 10**9)).status_code == 404


def test_the_status_page_wants_the_code_of_that_very_update(client, private, dmk):
    update, _addresses = private
    other = ListingUpdate.objects.create(
        kind="update", network=dmk, network_title="DMK", language="fr", author_email="x@y.example"
    )
    for reference, code in (
        (update.reference, other.status_code),
        (update.reference, "A" * 12),
        (other.reference, other.status_code),  # a draft has none
        ("AAAAAAAA", update.status_code),
    ):
        for method in (client.get, client.post):
            assert method(url("status_page", reference, code), {"action": "withdraw"}).status_code == 404
    update.refresh_from_db()
    assert update.state == State.WAITING
    assert client.get(url("status_page", update.reference, update.status_code)).status_code == 200


def test_a_get_changes_nothing_anywhere(amals_browser, private, dmk):
    update, addresses = private
    before = list(ListingUpdate.objects.values())
    pages = [*addresses, ("my_networks",), ("status_page", update.reference, update.status_code)]
    for name, *args in pages:
        amals_browser.get(url(name, *args), {"action": "withdraw"})
    assert list(ListingUpdate.objects.values()) == before


def test_forms_of_representatives_want_the_token_of_their_page(amal, dmk):
    browser = Client(enforce_csrf_checks=True)
    for name, *args in (("ask_code",), ("edit", dmk.pk), ("confirm", dmk.pk), ("sign_out",)):
        assert browser.post(url(name, *args), {"email": amal.email}).status_code == 403


def test_fields_that_are_not_offered_cannot_be_set(submit, dmk, amals_browser):
    update = submit(**{
        "listing-founded": "2009", "listing-slug": "hacked", "listing-live": "", "listing-owner": "1",
        "relations-0-kind": "member_of", "confirmations-0-field": "title", "listing-locale": "2",
        "contacts-0-consent_by": "ministry", "phones-0-id": "1", "phones-0-network": "99",
    })  # fmt: skip
    assert update.proposal == {"founded": 2009}


def test_a_field_that_is_not_offered_is_not_applied(dmk):
    with pytest.raises(KeyError):
        with_values(dmk, {"live": False})


ADMIN = ("index", "index_results", "freshness", "freshness_results")


@pytest.mark.parametrize("groups", [[], ["Editors"]])
def test_an_editor_who_is_no_moderator_sees_no_queue(client, submit, groups, dmk):
    update = submit(**{"listing-founded": "2009"})
    user = UserFactory()
    user.groups.set(Group.objects.filter(name__in=groups))
    browser = Client()
    browser.force_login(user)
    for name in ADMIN:
        assert browser.get(reverse(f"listing_updates_admin:{name}")).status_code == 302
    for method in (browser.get, browser.post):
        response = method(review_url(update), {"action": "accept"})
        assert response.status_code in (302, 403)
        assert dmk.title not in response.text
    bulk = browser.post(reverse("listing_updates_admin:confirmations"), {"update": update.pk})
    assert bulk.status_code in (302, 403)
    for name in ("representations:add", "representatives:index", "withdrawn_consents:add"):
        assert browser.get(reverse(name)).status_code == 302
    update.refresh_from_db()
    assert update.state == State.WAITING


def test_every_view_of_the_admin_part_asks_for_an_editor():
    for name in ADMIN:
        response = Client().get(reverse(f"listing_updates_admin:{name}"))
        assert response.status_code == 302
        assert reverse("wagtailadmin_login") in response.url
