"""The words people use for a field of activity: what an editor may enter, in each language."""

import pytest
from bs4 import BeautifulSoup

from networks_directory.models.fields_of_activity import FieldOfActivity
from tests.admin_forms import post_snippet

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def health():
    return FieldOfActivity.objects.source().get(code="health")


def test_words_are_kept_one_a_line_each_once_in_their_order(editor_client, health):
    post_snippet(
        editor_client, health, words_people_use="médecin\r\n\r\n  sage-femme \r\nMédecin\r\ndon  de sang"
    )
    health.refresh_from_db()
    assert health.words_people_use == "médecin\nsage-femme\ndon de sang"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("médecin\n" + "m" * 61, "est trop long\N{NO-BREAK SPACE}: 60 caractères au plus par ligne."),
        (
            "\n".join(f"mot {n}" for n in range(201)),
            "Trop de lignes\N{NO-BREAK SPACE}: 201. Pas plus de 200.",
        ),
    ],
    ids=["a line of 61 characters", "201 lines"],
)
def test_what_nobody_types_is_refused_with_the_reason(editor_client, health, words, said):
    before = health.words_people_use
    assert said in post_snippet(editor_client, health, words_people_use=words).text
    health.refresh_from_db()
    assert health.words_people_use == before


def test_the_list_says_which_language_each_name_is_in(editor_client):
    """A field stands there once for each language, under the same code."""
    rows = BeautifulSoup(
        editor_client.get("/admin/snippets/networks_directory/fieldofactivity/").content, "html.parser"
    )
    said = {row.select_one(".title").a.text.strip(): row.text.split() for row in rows.select("tbody tr")}
    assert "English" in said["Health"]
    assert "Français" in said["Droit"]


def test_as_much_as_may_be_is_kept(editor_client, health):
    words = "\n".join(f"mot {n}".ljust(60, "x") for n in range(200))
    post_snippet(editor_client, health, words_people_use=words)
    health.refresh_from_db()
    assert health.words_people_use == words


def test_words_are_translated_like_any_text(editor_client, health):
    """The English words are not the French ones: they wait for a translator when those change."""
    english = FieldOfActivity.objects.get(code="health", locale__language_code="en")
    before = english.words_people_use
    post_snippet(editor_client, health, words_people_use="médecin\nurgentiste")
    english.refresh_from_db()
    assert english.words_people_use == before
    edit = f"/admin/snippets/networks_directory/fieldofactivity/edit/{english.pk}/"
    assert "urgentiste" in editor_client.get(edit).text
