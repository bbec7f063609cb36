"""The translation board, the dashboard, the translators' rights and their e-mail."""

import csv
import io
import re

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.users.models import UserProfile

from contact.models import ContactBlock
from core.translating.models import DigestPreference, LanguageVersion
from networks_directory.models.fields_of_activity import FieldOfActivity
from tests.admin_forms import create_page, post_page
from tests.core.translating.conftest import in_language, record
from tests.factories import StandardPageFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def translator(db):
    """A translator into English."""
    user = UserFactory(email="translator@kafaat.example")
    user.groups.add(Group.objects.get(name="Translators: English"))
    UserProfile.objects.create(user=user, preferred_language="en")
    return user


@pytest.fixture
def board(editor_client):
    """The rows of the board, {title: {language: text of its cell}}, for some filters."""

    def rows(client=editor_client, **filters):
        text = client.get(reverse("translating:board_results"), filters).text
        found = {}
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", text, re.DOTALL)[1:]:
            cells = [
                " ".join(re.sub(r"<[^>]+>", " ", cell).split())
                for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)
            ]
            found[cells[0]] = cells[2:]
        return found

    return rows


def test_the_board_has_a_row_a_page_and_a_column_a_language(editor_client, page, board):
    post_page(editor_client, page("about/privacy"), title="Vos données", summary="Un résumé nouveau.")
    rows = board(title="Vos données")
    assert list(rows) == ["Vos données"]
    english, arabic = rows["Vos données"]
    assert english.startswith("Mots en attente 2 textes attendent")
    assert "depuis le" in english
    assert arabic.startswith("Mots en attente")
    assert set(board(title="Santé")["Santé"]) == {"Traduit"}


def test_every_state_is_told_apart(editor_client, page, board, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        create_page(editor_client, StandardPageFactory.build(title="Neuve", parent=None), page("about"))
    assert board(title="Neuve")["Neuve"] == ["Affiché dans la langue d’origine"] * 2
    source = in_language(page("about/privacy"), "fr")
    new = type(source).objects.get(title="Neuve", locale=source.locale)
    with django_capture_on_commit_callbacks(execute=True):
        url = reverse("wagtail_localize:submit_page_translation", args=[new.pk])
        editor_client.post(url, {"locales": [page("home", "en").locale.pk], "include_subtree": ""})
    assert board(title="Neuve")["Neuve"][0] == "Brouillon 1 texte attend"
    field = FieldOfActivity(code="mining", name="Mines", locale=source.locale)
    field.save()
    assert board(title="Mines")["Mines"] == ["Non proposé"] * 2


def test_filters_narrow_rows_and_columns(editor_client, page, board):
    post_page(editor_client, page("about/privacy"), title="Vos données")
    assert list(board(state="behind")) == ["Vos données"]
    assert list(board(state="behind", language="ar")) == ["Vos données"]
    assert len(board(language="ar", title="Vos données")["Vos données"]) == 1
    assert board(state="stands_in") == {}
    kind = record(page("about/privacy"), "en").source.specific_content_type_id
    assert "Vos données" in board(kind=kind)
    assert "Santé" not in board(kind=kind)


def test_the_board_is_exported(editor_client, page):
    post_page(editor_client, page("about/privacy"), title="=Vos données")
    response = editor_client.get(reverse("translating:board"), {"export": "csv", "state": "behind"})
    rows = list(csv.reader(io.StringIO(response.getvalue().decode())))
    assert rows[0] == ["Titre", "Nature", "English", "العربية"]
    assert rows[1][0] == "'=Vos données"
    assert rows[1][2].startswith("Mots en attente, 1, 20")
    assert editor_client.get(reverse("translating:board"), {"export": "xlsx"}).status_code == 200


def test_a_cell_leads_straight_to_the_work(editor_client, page):
    post_page(editor_client, page("about/privacy"), title="Vos données")
    text = editor_client.get(reverse("translating:board"), {"title": "Vos données"}).text
    edit_url = reverse("wagtailadmin_pages:edit", args=[page("about/privacy", "en").pk])
    assert f'<a href="{edit_url}">Mots en attente</a>' in text
    assert editor_client.get(edit_url).status_code == 200


def test_the_board_asks_the_same_number_of_questions_whatever_the_number_of_rows(editor_client, page):
    def queries(title):
        with CaptureQueriesContext(connection) as captured:
            text = editor_client.get(reverse("translating:board"), {"title": title}).text
        return len(captured), text.count("translation-cell--")

    for number in range(20):
        FieldOfActivity.objects.create(
            code=f"field-{number}", name=f"Domaine {number}", locale=page("home").locale
        )
    queries("Domaine 12")
    one, cells_of_one = queries("Domaine 12")
    twenty, cells_of_twenty = queries("Domaine")
    assert (cells_of_one, cells_of_twenty) == (2, 40)
    assert twenty == one


def test_the_dashboard_says_how_complete_each_language_is(editor_client, page):
    assert "100 %" in editor_client.get("/admin/").text
    total = LanguageVersion.objects.filter(locale__language_code="en", state="translated").count()
    post_page(editor_client, page("about/privacy"), title="Vos données")
    text = editor_client.get("/admin/").text
    assert f"{(total - 1) * 100 // total} %" in text
    assert f"({total - 1} sur {total})" in text
    assert "1 page" in text


# Rights


def test_a_translator_enters_the_admin_and_sees_the_board(client, translator, page, editor_client):
    post_page(editor_client, page("about/privacy"), title="Vos données")
    client.force_login(translator)
    assert reverse("translating:board") in client.get("/admin/").text
    text = client.get(reverse("translating:board")).text
    edit = {
        code: reverse("wagtailadmin_pages:edit", args=[page("about/privacy", code).pk])
        for code in ("en", "ar")
    }
    assert edit["en"] in text
    assert edit["ar"] not in text
    assert client.get(edit["en"]).status_code == 200


def test_a_translator_translates_and_publishes_in_their_language_alone(
    client, translator, page, editor, django_capture_on_commit_callbacks
):
    client.force_login(editor)
    post_page(client, page("about/privacy"), title="Vos données")
    client.force_login(translator)
    for language, allowed in (("en", True), ("ar", False)):
        translation = record(page("about/privacy"), language)
        segment = translation.source.stringsegment_set.get(context__path="title")
        urls = [
            reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk]),
            reverse("wagtail_localize:download_pofile", args=[translation.pk]),
        ]
        answer = client.put(urls[0], "value=Words", content_type="application/x-www-form-urlencoded")
        assert (answer.status_code < 300) is allowed
        assert (client.get(urls[1]).status_code == 200) is allowed
    with django_capture_on_commit_callbacks(execute=True):
        url = reverse("wagtailadmin_pages:edit", args=[page("about/privacy", "en").pk])
        client.post(url, {"action": "publish"})
    assert page("about/privacy", "en").title == "Words"


def test_a_translator_cannot_touch_the_original_nor_another_language(client, translator, page):
    client.force_login(translator)
    for language in ("fr", "ar"):
        for name in ("edit", "unpublish", "delete"):
            url = reverse(f"wagtailadmin_pages:{name}", args=[page("about/privacy", language).pk])
            assert client.get(url)["Location"] == reverse("wagtailadmin_home"), (language, name)
    for model in (ContactBlock, FieldOfActivity):
        for language in ("fr", "ar"):
            snippet = model.objects.filter(locale__language_code=language).first()
            url = reverse(snippet.snippet_viewset.get_url_name("edit"), args=[snippet.pk])
            assert client.get(url)["Location"] == reverse("wagtailadmin_home"), (model, language)
        english = model.objects.filter(locale__language_code="en").first()
        url = reverse(english.snippet_viewset.get_url_name("edit"), args=[english.pk])
        assert client.get(url).status_code == 200


def test_a_translator_adds_deletes_and_moves_nothing(client, translator, page):
    client.force_login(translator)
    english = page("about", "en")
    add = reverse("wagtailadmin_pages:add", args=["home", "standardpage", english.pk])
    assert client.get(add).status_code == 302
    client.post(reverse("wagtailadmin_pages:delete", args=[page("about/privacy", "en").pk]))
    assert page("about/privacy", "en")


def test_a_translator_sends_pages_to_translation_into_their_language_alone(
    client, translator, page, editor, django_capture_on_commit_callbacks
):
    client.force_login(editor)
    with django_capture_on_commit_callbacks(execute=True):
        create_page(client, StandardPageFactory.build(title="Neuve", parent=None), page("about"))
    new = type(page("about/privacy")).objects.get(title="Neuve", locale__language_code="fr")
    client.force_login(translator)
    url = reverse("wagtail_localize:submit_page_translation", args=[new.pk])
    arabic, english = page("home", "ar").locale, page("home", "en").locale
    assert client.post(url, {"locales": [arabic.pk], "include_subtree": ""}).status_code == 200
    assert client.post(url, {"locales": [english.pk], "include_subtree": ""}).status_code == 302


def test_an_editor_without_any_language_sees_no_board(client, db):
    from django.contrib.auth.models import Permission

    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.get(reverse("translating:board")).status_code == 302
    home = client.get("/admin/").text
    assert "translation-languages" not in home
    assert reverse("translating:board") not in home


# E-mail


@pytest.fixture
def send_digests(django_capture_on_commit_callbacks):
    def send():
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            call_command("send_translation_digests")
        return mail.outbox

    return send


def test_a_translator_is_told_of_what_waits_once_a_week(
    editor_client, page, translator, send_digests, monkeypatch
):
    assert send_digests() == [], "nothing waits"
    post_page(editor_client, page("about/privacy"), title="Vos données")
    (message,) = send_digests()
    assert message.to == [translator.email]
    assert message.subject == "[Kafaat] Texts that wait for their translation"
    assert "English: 1 page waits" in message.body
    assert "- Vos données (1 text)" in message.body
    assert "العربية" not in message.body
    assert reverse("translating:board") in message.body
    assert send_digests() == [], "told already"


def test_a_digest_is_in_its_readers_language(editor_client, page, translator, send_digests):
    translator.wagtail_userprofile.preferred_language = "ar"
    translator.wagtail_userprofile.save()
    post_page(editor_client, page("about/privacy"), title="Vos données")
    (message,) = send_digests()
    assert "نصوص تنتظر ترجمتها" in message.subject


def test_a_translator_chooses_how_often(client, page, translator, editor, send_digests):
    client.force_login(translator)
    account = reverse("wagtailadmin_account")
    assert "texts that wait for you" in client.get(account).text.lower()
    DigestPreference.objects.create(user=translator, frequency="never")
    client.force_login(editor)
    post_page(client, page("about/privacy"), title="Vos données")
    assert send_digests() == []
