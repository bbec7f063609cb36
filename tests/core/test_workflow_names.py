"""The name of Wagtail's own workflow and task is read in each reader's language, and stored once."""

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Task, Workflow
from wagtail.users.models import UserProfile

from tests.core.test_notices import reader, submitted
from tests.public_forms import fields_of

pytestmark = pytest.mark.django_db

NAMES = {
    "fr": "Validation par les modérateurs",
    "en": "Moderators approval",
    "ar": "موافقة المشرفين",
}


def stored(model):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name FROM {model._meta.db_table}")  # noqa: S608 - a table of Wagtail's
        return [name for (name,) in cursor.fetchall()]


def says_only(text, language):
    return [code for code, name in NAMES.items() if name in text] == [language]


@pytest.mark.parametrize("language", NAMES)
def test_admin_notices_and_history_say_it_in_the_readers_language(client, page, language):
    moderator = reader(language, is_superuser=True)
    client.force_login(moderator)
    network = page("network/dmk")
    state = submitted(network, reader("fr", "Editors"))
    (notice,) = [sent for sent in mail.outbox if sent.to == [moderator.email]]
    assert says_only(notice.body, language)
    assert says_only(notice.alternatives[0][0], language)
    task = Task.objects.get()
    for address in (
        reverse("wagtailadmin_workflows:index"),
        reverse("wagtailadmin_workflows:edit", args=[Workflow.objects.get().pk]),
        reverse("wagtailadmin_workflows:edit_task", args=[task.pk]),
        reverse("wagtailadmin_reports:workflow"),
        reverse("wagtailadmin_pages:history", args=[network.pk]),
    ):
        assert says_only(client.get(address).text, language), address
    state.current_task_state.specific.approve(user=moderator)  # logged in whatever language is active
    assert says_only(client.get(reverse("wagtailadmin_pages:history", args=[network.pk])).text, language)


def test_a_form_sent_as_it_was_shown_changes_nothing_and_an_editors_name_stays(editor_client, editor):
    editor.is_superuser = True
    editor.save()
    UserProfile.objects.update_or_create(user=editor, defaults={"preferred_language": "ar"})
    task = reverse("wagtailadmin_workflows:edit_task", args=[Task.objects.get().pk])
    groups = [group.pk for group in GroupApprovalTask.objects.get().groups.all()]
    assert editor_client.post(task, {"name": NAMES["ar"], "groups": groups}).status_code == 302
    assert stored(Task) == [NAMES["fr"]]
    address = reverse("wagtailadmin_workflows:edit", args=[Workflow.objects.get().pk])
    as_shown = fields_of(editor_client.get(address).content, "main form[method=POST]")
    assert as_shown["name"] == [NAMES["ar"]]
    for typed, kept in ((NAMES["ar"], NAMES["fr"]), ("Relecture", "Relecture")):
        assert editor_client.post(address, as_shown | {"name": typed}).status_code == 302
        assert stored(Workflow) == [kept]
    assert "Relecture" in editor_client.get(address).text
