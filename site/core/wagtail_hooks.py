"""Keeps wagtail-localize to the rule that a live page never mixes languages."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.auth import require_admin_access
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.models import Translation, TranslationSource


def untranslated_strings(instance):
    """How many strings of a translation still wait; the slug may stay as it is."""
    translation = Translation.objects.filter(
        source__object_id=instance.translation_key, target_locale=instance.locale_id, enabled=True
    ).first()
    if translation is None:
        return 0
    return sum(1 for entry in translation.export_po() if not entry.msgstr and entry.msgctxt != "slug")


# Before wagtail-localize's own hooks, which would publish source words for what is not translated.
@hooks.register("before_edit_page", order=-1)
@hooks.register("before_edit_snippet", order=-1)
def refuse_to_publish_half_a_translation(request, instance):
    """Publishing waits until every string is translated; the previous translation stays live."""
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    if not isinstance(instance, TranslatableMixin) or not (waiting := untranslated_strings(instance)):
        return None
    messages.error(
        request,
        ngettext(
            "Not published: %(count)s text waits for its translation. What visitors see stays as it was.",
            "Not published: %(count)s texts wait for their translation. What visitors see stays as it was.",
            waiting,
        )
        % {"count": waiting},
    )
    return redirect(request.get_full_path())


@require_admin_access
def explain_synchronisation(request, translation_source_id):
    """In place of wagtail-localize's "sync translated pages", which may publish untranslated words."""
    source = get_object_or_404(TranslationSource, pk=translation_source_id)
    messages.info(
        request,
        _(
            "There is nothing to do: publishing has already brought the facts to every language, and the"
            " changed words wait in each translation."
        ),
    )
    instance = source.get_source_instance()
    if isinstance(instance, Page):
        return redirect("wagtailadmin_pages:edit", instance.pk)
    return redirect(source.get_source_instance_edit_url())


@hooks.register("register_admin_urls", order=-1)
def register_explanation():
    return [path("localize/update/<int:translation_source_id>/", explain_synchronisation)]
