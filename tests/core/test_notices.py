"""Wagtail's notices of moderation: one to each reader, in their language, as every e-mail of the site."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core import mail
from wagtail.models import Workflow
from wagtail.users.models import UserProfile

from core.models import User
from tests.admin_forms import data_of
from tests.conftest import LANGUAGES

pytestmark = pytest.mark.django_db

NAMES = {"fr": "Kafaat", "en": "Kafaat", "ar": "كفاءات"}
HELLO = {"fr": "Bonjour Amal,", "en": "Hello Amal,", "ar": "مرحباً Amal"}


def reader(language, group="Moderators", **fields):
    user = User.objects.create_user(f"{language}-{group}@site.example", "…", first_name="Amal", **fields)
    user.groups.add(Group.objects.get(name=group))
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save()
    return user


def submitted(thing, author):
    mail.outbox.clear()
    return Workflow.objects.get().start(thing, author)


def check(sent, language, title):
    """A notice is in one language throughout, as plain text and as HTML."""
    assert sent.subject.startswith(f"[{NAMES[language]}] ")
    assert title in sent.subject
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert sent.body.endswith(f"\n\n{NAMES[language]}")
    assert "\n\n\n" not in sent.body
    assert not any(line != line.strip() for line in sent.body.splitlines())
    assert all(line.startswith("http") for line in sent.body.splitlines() if "://" in line)
    page, kind = sent.alternatives[0]
    soup = BeautifulSoup(page, "html.parser")
    assert kind == "text/html"
    assert (soup.html["lang"], soup.html["dir"]) == (language, "rtl" if language == "ar" else "ltr")
    assert NAMES[language] in soup.body.p.text
    other = {"fr": ["Hello", "مرح"], "en": ["Bonjour", "مرح"], "ar": ["Hello", "Bonjour"]}[language]
    assert not any(word in sent.body + soup.text for word in other)
    for words in ("has been", "submitted", "here:", "preferences"):
        assert language == "en" or words not in sent.subject + sent.body + soup.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_may_approve_is_told_once_of_a_submission_and_its_author_of_what_became_of_it(page, language):
    author, moderator = reader(language, "Editors"), reader(language)
    network = page("network/dmk")
    title = network.title
    state = submitted(network, author)
    told = {sent.to[0]: sent for sent in mail.outbox}
    assert author.email not in told
    check(told[moderator.email], language, title)
    mail.outbox.clear()
    state.current_task_state.specific.reject(user=moderator, comment="Encore un mot")
    (sent,) = mail.outbox
    assert sent.to == [author.email]
    assert "Encore un mot" in sent.body
    check(sent, language, title)
    state.resume(user=author)
    mail.outbox.clear()
    state.current_task_state.specific.approve(user=moderator)
    (sent,) = mail.outbox
    assert sent.to == [author.email]
    check(sent, language, title)


def test_a_superuser_hears_of_a_submission_once(page, editor):
    submitted(page("network/dmk"), reader("fr", "Editors"))
    assert [sent.to for sent in mail.outbox].count([editor.email]) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_comments_are_told_in_their_readers_language(editor_client, page, language):
    legal, follower = page("about/legal"), reader(language)
    legal.subscribers.create(user=follower, comment_notifications=True)
    url = f"/admin/pages/{legal.pk}/edit/"
    data = data_of(legal, {}) | {
        "comments-TOTAL_FORMS": "1", "comments-0-text": "À relire", "comments-0-contentpath": "title",
        "comments-0-position": "", "comments-0-id": "", "comments-0-DELETE": "", "comments-0-resolved": "",
        "comments-0-replies-TOTAL_FORMS": "0", "comments-0-replies-INITIAL_FORMS": "0",
    }  # fmt: skip
    mail.outbox.clear()
    editor_client.post(url, data)
    (sent,) = mail.outbox
    assert "À relire" in sent.body
    check(sent, language, legal.title)
