"""The opening content: complete in three languages, loaded once, the same every time."""

import shutil

import polib
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import transaction
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import LocaleSynchronization, Translation, TranslationSource

from contact.models import ContactBlock
from home.opening_content import (
    FOLDER,
    SiteInUseError,
    fixed_key,
    load_opening_content,
    read_source,
    read_translations,
)
from home.renewing_content import renew_opening_content
from networks_directory.models.fields_of_activity import FieldOfActivity
from networks_directory.models.networks import NetworkPage
from tests.admin_forms import post_snippet
from tests.conftest import LANGUAGES

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("opening_content")]


def snapshot():
    """Everything a visitor could tell two sites apart by, without the database's own numbers."""
    pages = [
        (page.url_path, page.title, str(page.translation_key), page.locale.language_code, page.live)
        for page in Page.objects.order_by("path").select_related("locale")
    ]
    sources = [
        (str(source.object_id), sorted(entry.msgctxt + entry.msgid for entry in source.export_po()))
        for source in TranslationSource.objects.order_by("object_id")
    ]
    networks = NetworkPage.objects.order_by("path")
    countries = [[row.country.code for row in network.countries.all()] for network in networks]
    return pages, sources, countries


def empty_database():
    """The database as Wagtail's migrations leave it."""
    home = Page.objects.get(translation_key=fixed_key("home"), locale__language_code="fr")
    from academy_pages.models import AcademyModulePage

    AcademyModulePage.objects.all().delete()
    home.delete()  # and with it its translations
    ContactBlock.objects.all().delete()
    FieldOfActivity.objects.all().delete()
    TranslationSource.objects.all().delete()
    LocaleSynchronization.objects.all().delete()
    Group.objects.filter(name__startswith="Translators: ").delete()
    Locale.objects.exclude(language_code="fr").delete()
    get_user_model().objects.all().delete()
    return home


def welcome_page():
    welcome = Page(title="Welcome to your new Wagtail site!", slug="home")
    Page.objects.get(depth=1).add_child(instance=welcome)
    Site.objects.create(hostname="localhost", root_page=welcome, is_default_site=True)
    return welcome


@pytest.fixture(scope="module")
def opening_content(django_db_setup, django_db_blocker):
    """The site as it opens, in place of the one in tests/content that every other test begins with."""
    with django_db_blocker.unblock(), transaction.atomic():
        empty_database()
        welcome_page()
        load_opening_content()
        yield
        transaction.set_rollback(True)


def test_loading_again_into_an_empty_database_gives_the_same_site_and_a_password_that_opens_it(client):
    before = snapshot()
    empty_database()
    welcome_page()
    loaded = load_opening_content()
    assert loaded.pages == 75
    assert snapshot() == before
    response = client.post("/admin/login/", {"username": loaded.email, "password": loaded.password})
    assert response.status_code == 302
    assert client.get("/admin/").status_code == 200


def test_loading_twice_changes_nothing_an_editor_has_changed(page, publish, capsys):
    dmk = page("network/dmk")
    dmk.website = "https://dmk.example"
    publish(dmk)
    page("network/avocats").delete()
    before = snapshot()
    call_command("load_opening_content")
    assert "nothing was changed" in capsys.readouterr().out
    assert snapshot() == before
    assert page("network/dmk").website == "https://dmk.example"


@pytest.mark.any_database
def test_a_site_somebody_else_made_is_left_alone():
    empty_database()
    welcome = welcome_page()
    welcome.add_child(instance=Page(title="Their own page", slug="theirs"))
    before = snapshot()
    with pytest.raises(SiteInUseError, match="already has a site"):
        load_opening_content()
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("load_opening_content")
    assert snapshot() == before


@pytest.mark.any_database
def test_a_load_that_fails_half_way_leaves_nothing(monkeypatch):
    empty_database()
    welcome_page()
    before = snapshot()
    items = [*read_source()[:25], {"key": "broken", "type": "home.StandardPage", "parent": "nowhere"}]
    monkeypatch.setattr("home.opening_content.read_source", lambda folder: items)
    with pytest.raises(Page.DoesNotExist):
        load_opening_content()
    assert snapshot() == before


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_string_is_translated(language):
    for translation in Translation.objects.filter(target_locale__language_code=language):
        missing = [entry.msgid for entry in translation.export_po() if not entry.msgstr]
        assert missing == []
    assert Translation.objects.filter(target_locale__language_code=language).count() == 37


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_translation_is_left_without_its_source(language):
    strings = {e.msgid for source in TranslationSource.objects.all() for e in source.export_po()}
    assert set(read_translations(language)) - strings == set()


def test_the_nine_networks_are_there_with_their_facts():
    networks = NetworkPage.objects.filter(locale__language_code="en")
    facts = {
        (n.acronym or n.title): (
            n.family,
            [row.country.code for row in n.countries.all()],
            n.serves_worldwide,
            [row.field.code for row in n.fields_of_activity.all()],
        )
        for n in networks
    }
    assert facts == {
        "DMK": ("geographic", ["DE"], False, []),
        "AMCN": ("geographic", ["US"], False, []),
        "ACOMS": ("geographic", ["CH"], False, []),
        "Moroccan competencies in Canada": ("geographic", ["CA"], False, []),
        "Moroccan competencies in France": ("geographic", ["FR"], False, []),
        "C3M": ("thematic", [], True, ["health"]),
        "AEROMAC-Experts": ("thematic", ["CA"], False, ["aeronautics"]),
        "Moroccan journalists abroad": ("thematic", [], True, ["media"]),
        "Moroccan lawyers abroad": ("thematic", [], True, ["law"]),
    }


def test_nothing_is_known_that_nobody_has_said(page):
    for network in NetworkPage.objects.all():
        assert (network.website, network.email, network.founded) == ("", "", None)
        assert network.status == "unknown"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_privacy_notice_says_what_is_kept_of_representatives_and_visitors(client, page, language):
    text = client.get(page("about/privacy", language).url).text
    word = {"fr": "représentant", "en": "representative", "ar": "ممثل"}[language]
    assert word in text


@pytest.mark.any_database
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_of_activity_has_the_words_people_use(language):
    fields = FieldOfActivity.objects.filter(locale__language_code=language)
    assert len(fields) == 11
    for field in fields:
        as_loaded = field.words_people_use
        field.clean()
        assert field.words_people_use == as_loaded
        assert len(as_loaded.splitlines()) >= 30, field


def test_a_site_from_before_the_words_gets_those_of_the_fields_that_nobody_has_touched(editor_client):
    fields = FieldOfActivity.objects.all()
    loaded = {(field.code, field.locale_id): field.words_people_use for field in fields}
    for field in fields.filter(locale__language_code="fr"):
        field.words_people_use = ""
        field.save()
    post_snippet(editor_client, fields.get(code="law", locale__language_code="fr"), name="Droit et justice")
    assert "field/law" not in renew_opening_content()
    for field in fields.filter(locale__language_code="fr").exclude(code="law"):
        assert field.words_people_use == loaded[field.code, field.locale_id]
    assert fields.get(code="law", locale__language_code="fr").words_people_use == ""


@pytest.fixture
def newer_content(tmp_path):
    """Content files that say one sentence of the academy and one of the programme otherwise."""
    shutil.copytree(FOLDER, tmp_path / "content")
    folder = tmp_path / "content"
    for name in ("academy", "home"):
        path = folder / "fr" / f"{name}.toml"
        path.write_text(path.read_text().replace("L’OFPPT a la volonté", "L’OFPPT a une forte volonté"))
        path.write_text(path.read_text().replace("Le gouvernement souhaite", "Le gouvernement désire"))
    for language, words in {"en": "a strong will", "ar": "يحرص بشدة"}.items():
        path = folder / "translations" / f"{language}.po"
        catalogue = polib.pofile(str(path))
        for entry in catalogue:
            if entry.msgid.startswith("L’OFPPT a la volonté"):
                entry.msgid = entry.msgid.replace("la volonté", "une forte volonté")
                entry.msgstr = entry.msgstr.replace("the will", words).replace("يحرص", words)
            entry.msgid = entry.msgid.replace("Le gouvernement souhaite", "Le gouvernement désire")
        catalogue.save()
    return folder


def test_newer_content_reaches_what_nobody_has_touched_and_keeps_every_address(
    client, page, publish, newer_content
):
    programme = page("programme/mobilisation")
    programme.approach = "Ce que la rédaction a écrit."
    programme.save_revision(user=get_user_model().objects.first()).publish()
    before = [(p.url_path, p.live) for p in Page.objects.order_by("path")]
    assert renew_opening_content(newer_content) == ["academy"]
    for language, words in {"fr": "une forte volonté", "en": "a strong will", "ar": "يحرص بشدة"}.items():
        assert words in client.get(page("academy", language).url).text
        text = client.get(page("programme/mobilisation", language).url).text
        assert "désire" not in text
    assert "Ce que la rédaction a écrit." in client.get(page("programme/mobilisation").url).text
    assert [(p.url_path, p.live) for p in Page.objects.order_by("path")] == before
    assert renew_opening_content(newer_content) == []


def test_the_content_as_it_is_needs_no_renewing():
    assert renew_opening_content() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_academy_names_its_five_networks_with_links_in_the_readers_language(client, page, language):
    text = client.get(page("academy", language).url).text
    for key in ("c3m", "amcn", "acoms", "dmk", "aeromac-experts"):
        network = page(f"network/{key}", language)
        assert f'<a href="{network.url}">{network.title}</a>' in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ministry_is_named_by_its_own_name(client, page, language):
    name = ContactBlock.objects.get(locale__language_code=language).organisation
    assert client.get(page("home", language).url).text.count(name) >= 2  # who publishes, how to reach it


def test_arabic_hours_are_a_range_in_words(client, page):
    assert "من 16:30 إلى 18:30" in client.get(page("contact", "ar").url).text
