"""Modules say who delivers them, networks which modules they deliver, sessions where they stand."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from academy_pages.models import AcademyModulePage, ModuleDelivery, ModuleSession, SessionState
from networks_directory.models.networks import NetworkPage
from tests.admin_forms import create_page, data_of, post_page
from tests.factories import ModuleSessionFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def test_a_module_shows_its_networks_in_the_readers_language(client, page):
    text = client.get(page("module/sante", "en").url).text
    assert "Network of Moroccan Medical Competencies of the World" in text
    assert page("network/c3m", "en").url in text
    order = [text.index(name) for name in ("(<bdi>C3M", "(<bdi>AMCN", "(<bdi>ACOMS")]
    assert order == sorted(order)


def test_a_network_shows_its_modules_in_the_readers_language(client, page):
    for language, titles in (("en", ["Artificial intelligence", "E-learning"]), ("ar", ["الذكاء الاصطناعي"])):
        text = client.get(page("network/acoms", language).url).text
        for title in titles:
            assert title in text
    assert page("module/e-learning", "ar").url in client.get(page("network/acoms", "ar").url).text


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("fr", "Réseau des Compétences Marocaines en Allemagne"),
        ("ar", "شبكة الكفاءات المغربية بألمانيا"),
    ],
)
def test_a_preview_names_the_networks_of_the_form_as_the_page_will(editor_client, page, language, name):
    module, network = page("module/automobile", language), page("network/dmk", language)
    assert network.title == name
    NetworkPage.objects.filter(translation_key=network.translation_key).update(status="planned")
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[module.pk])
    assert editor_client.post(preview, data_of(module, {})).json()["is_valid"]
    shown, published = (
        BeautifulSoup(editor_client.get(url).text, "html.parser").find("a", href=network.url).parent
        for url in (preview, module.url)
    )
    assert shown.get_text() == published.get_text()


def test_a_network_withdrawn_from_view_is_not_linked(client, page):
    page("network/dmk", "en").unpublish()
    text = client.get(page("module/automobile", "en").url).text
    assert "The networks have not been published yet" in text


def test_a_module_without_a_network_is_refused(editor_client, page):
    response = create_page(editor_client, AcademyModulePage(title="Module seul"), page("academy"))
    assert response.status_code == 200
    assert not AcademyModulePage.objects.filter(title="Module seul").exists()
    module = page("module/sante")
    module.deliveries = []
    with pytest.raises(ValidationError):
        module.save()


def test_the_academy_lists_modules_with_networks_and_partners_with_roles(client, page):
    text = client.get(page("academy", "ar").url).text
    for shown in (
        "الصحة",
        "C3M",
        "AEROMAC-Experts",
        "OFPPT",
        "مكتب التكوين المهني وإنعاش الشغل",
        "المنظِّم",
        "حضوريا",
    ):
        assert shown in text, shown


@pytest.mark.parametrize(
    ("starts", "ends", "more", "state"),
    [
        (None, None, {}, SessionState.TO_BE_SCHEDULED),
        (30, None, {}, SessionState.ANNOUNCED),
        (30, None, {"registration_url": "https://example.org"}, SessionState.OPEN),
        (14, None, {}, SessionState.STARTING_SOON),
        (0, 1, {}, SessionState.UNDER_WAY),
        (-1, 1, {}, SessionState.UNDER_WAY),
        (-2, -1, {}, SessionState.PAST),
        (-2, 0, {}, SessionState.PAST),
        (-1, None, {}, SessionState.PAST),
        (30, None, {"cancelled": True}, SessionState.CANCELLED),
    ],
)
def test_the_state_of_a_session_follows_from_its_dates(starts, ends, more, state):
    session = ModuleSession(
        starts_at=None if starts is None else NOW + timedelta(days=starts),
        ends_at=None if ends is None else NOW + timedelta(days=ends),
        **more,
    )
    assert session.state_at(NOW) == state


def test_a_session_without_an_end_lasts_until_midnight_in_morocco():
    session = ModuleSession(starts_at=datetime(2026, 3, 10, 9, 0, tzinfo=UTC))
    assert session.state_at(datetime(2026, 3, 10, 22, 0, tzinfo=UTC)) == SessionState.UNDER_WAY
    assert session.state_at(datetime(2026, 3, 11, 1, 0, tzinfo=UTC)) == SessionState.PAST


def test_sessions_stand_in_the_order_of_their_state_and_past_ones_apart(client, page):
    now = timezone.now()
    for days, place in ((40, "third"), (5, "second"), (-1, "first"), (None, "fourth"), (-30, "past")):
        starts = None if days is None else now + timedelta(days=days)
        ModuleSessionFactory(starts_at=starts, ends_at=starts and starts + timedelta(days=3), place=place)
    for language in ("fr", "en", "ar"):
        context = client.get(page("module/sante", language).url).context
        coming = [shown.session.place for shown in context["sessions"]]
        assert coming == ["first", "second", "third", "fourth"]
        assert [shown.session.place for shown in context["past_sessions"]] == ["past"]


def test_a_session_shows_what_a_visitor_needs(client, page):
    ModuleSessionFactory(
        starts_at=datetime(2099, 1, 15, 9, 30, tzinfo=UTC),
        place="Casablanca",
        host_institution="ISTA",
        language="fr",
        trainers_network=page("network/c3m"),
        registration_url="https://register.example/",
    )
    text = client.get(page("module/sante", "en").url).text
    for shown in (
        "Open for registration",
        "Casablanca",
        "ISTA",
        "French",
        "15 January 2099, 10:30",  # Morocco is an hour ahead of UTC
        "https://register.example/",
        page("network/c3m", "en").url,
    ):
        assert shown in text, shown


def test_times_are_moroccos_whatever_the_season(client, page):
    """Morocco keeps UTC+1, except in Ramadan: in 2026, from 15 February to 22 March, it keeps UTC."""
    ModuleSessionFactory(starts_at=datetime(2026, 3, 10, 9, 30, tzinfo=UTC))
    assert "10 March 2026, 09:30" in client.get(page("module/sante", "en").url).text


@pytest.mark.parametrize(
    ("language", "before", "between"), [("fr", "du ", " au "), ("en", "", " – "), ("ar", "من ", " إلى ")]
)
def test_the_times_of_a_session_are_a_range_as_the_language_says_it(client, page, language, before, between):
    starts = datetime(2099, 1, 15, 9, 30, tzinfo=UTC)
    ModuleSessionFactory(starts_at=starts, ends_at=starts + timedelta(days=2))
    text = client.get(page("module/sante", language).url).text
    assert re.search(rf"{before}<time [^>]+>[^<]+</time>{between}<time [^>]+>[^<]+</time>", text)


def test_a_past_session_cannot_be_registered_for():
    session = ModuleSession(starts_at=NOW - timedelta(days=9), registration_url="https://example.org")
    assert not session.may_register


def test_a_session_cannot_end_before_it_starts():
    with pytest.raises(IntegrityError):
        ModuleSessionFactory(starts_at=NOW, ends_at=NOW - timedelta(hours=1))


def test_a_module_with_sessions_keeps_its_record(page):
    ModuleSessionFactory()
    with pytest.raises(Exception, match="protected foreign keys"):
        page("module/sante").delete()


def test_an_editor_adds_a_session_in_morocco_time(editor_client, page, client):
    response = editor_client.post(
        reverse("academy_sessions:add"),
        {"module": page("module/sante").pk, "starts_at": "2099-01-15 10:30", "place": "Rabat"},
    )
    assert response.status_code == 302, response.context["form"].errors
    assert ModuleSession.objects.get().starts_at == datetime(2099, 1, 15, 9, 30, tzinfo=UTC)


def test_a_translation_that_an_editor_picks_is_taken_for_its_source(editor_client, page):
    """Facts point at French pages; an editor who finds the English one in the chooser need not know."""
    response = editor_client.post(
        reverse("academy_sessions:add"),
        {"module": page("module/sante", "en").pk, "trainers_network": page("network/c3m", "ar").pk},
    )
    assert response.status_code == 302
    session = ModuleSession.objects.get()
    assert session.module.pk == page("module/sante").pk
    assert session.trainers_network.pk == page("network/c3m").pk
    module = page("module/automobile")
    post_page(
        editor_client,
        module,
        deliveries=[*module.deliveries.all(), ModuleDelivery(network=page("network/amcn", "en"))],
    )
    assert page("network/amcn").pk in page("module/automobile").deliveries.values_list("network", flat=True)


def test_an_end_without_a_start_is_refused_with_the_reason(editor_client, page):
    response = editor_client.post(
        reverse("academy_sessions:add"),
        {"module": page("module/sante").pk, "ends_at": "2099-01-15 10:30"},
    )
    assert response.status_code == 200
    assert "Une session qui finit doit aussi commencer" in response.text


def test_the_list_of_sessions_can_be_exported(editor_client):
    ModuleSessionFactory(place="=HYPERLINK(1)")
    response = editor_client.get(reverse("academy_sessions:index") + "?export=csv")
    content = b"".join(response.streaming_content).decode()
    assert "'=HYPERLINK(1)" in content
