"""Translations in the Wagtail admin: rules that keep languages together, minor edits, board, dashboard."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem as PageActionMenuItem
from wagtail.admin.auth import require_admin_access
from wagtail.admin.menu import MenuItem
from wagtail.models import DraftStateMixin, Page, TranslatableMixin
from wagtail.permissions import page_permission_policy
from wagtail.snippets.action_menu import ActionMenuItem as SnippetActionMenuItem
from wagtail.snippets.permissions import get_permission_name
from wagtail_localize.models import Translation, TranslationSource, get_edit_url
from wagtail_localize.views import edit_translation as localize_views
from wagtail_localize.views.submit_translations import (
    SubmitPageTranslationView,
    SubmitSnippetTranslationView,
)

from ..formats import isolated, joined, labelled
from ..languages import SOURCE_LANGUAGE, native_name
from ..preferences import PreferencePanel
from ..translations import source_version
from . import board, minor_edits
from .addresses import reason_against_address, reason_against_move, slug_of_translation
from .digests import DigestPreferenceForm
from .models import LanguageVersion, Standing
from .offering import languages_of, may_work_in
from .pofiles import import_pofile
from .tree import is_original, make_stand_ins, other_languages, refresh_versions
from .versions import is_live, waiting_strings

# A translation is published whole, and with its original


def untranslated_strings(instance: Any) -> int:
    """How many strings of a translation still wait; the slug may stay as it is."""
    translation = Translation.objects.filter(
        source__object_id=instance.translation_key, target_locale=instance.locale_id, enabled=True
    ).first()
    return waiting_strings(instance.locale, translation.source).count() if translation else 0


def reason_not_to_publish(instance: Any) -> str:
    """Why a translation may not be published as it is, in words for its translator; "" where it may."""
    if is_original(instance):
        return ""
    original = original_of(instance)
    if original is not None and not is_live(original):
        return _(
            "Not published: the original is not published. What you have written is kept, and can be"
            " published once the original is."
        )
    if getattr(instance, "alias_of_id", None):
        return _("Not published: this page has not been sent to translation yet.")
    if waiting := untranslated_strings(instance):
        return ngettext(
            "Not published: %(count)s text waits for its translation. What visitors see stays as it was.",
            "Not published: %(count)s texts wait for their translation. What visitors see stays as it was.",
            waiting,
        ) % {"count": waiting}
    if isinstance(instance, Page) and (reason := reason_against_address(instance, slug_to_publish(instance))):
        return _("Not published: %(reason)s Type another slug. What visitors see stays as it was.") % {
            "reason": reason
        }
    return ""


def slug_to_publish(page: Page) -> str:
    """The slug a translation will have: a translator's, or that of the form it is written by hand in."""
    by_strings = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True
    )
    return slug_of_translation(page.get_parent(), page.slug, page.pk) if by_strings.exists() else page.slug


# Before wagtail-localize's own hooks, which would publish source words for what is not translated.
@hooks.register("before_edit_page", order=-1)
@hooks.register("before_edit_snippet", order=-1)
def refuse_to_publish_half_a_translation(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """Publishing waits until every string is translated; the previous translation stays live."""
    if not isinstance(instance, TranslatableMixin):
        return None
    if not isinstance(instance, Page) and not may_work_in(request.user, instance.locale):
        raise PermissionDenied  # rights over snippets know no language
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    return refuse_to_publish(request, instance)


# A translation that is written by hand ("stop synced translation") is saved by Wagtail's own form.
@hooks.register("before_publish_page", order=-1)
@hooks.register("before_publish", order=-1)
def refuse_to_publish(request: HttpRequest, instance: Any) -> HttpResponse | None:
    if isinstance(instance, TranslatableMixin) and (reason := reason_not_to_publish(instance)):
        messages.error(request, reason)
        return redirect(get_edit_url(instance))
    return None


# An original decides for all its languages


def original_of(instance: Any) -> Any | None:
    """The original of a translation or stand-in; None for an original, and for a page without one."""
    if not isinstance(instance, TranslatableMixin) or is_original(instance):
        return None
    original = source_version(instance)
    return original if is_original(original) else None


def refuse_for_translation(request: HttpRequest, instances: Iterable[Any]) -> HttpResponse | None:
    """Lead back, with the reason, where one of some pages or snippets is a translation."""
    for instance in instances:
        if original := original_of(instance):
            messages.error(
                request,
                _(
                    "“%(translation)s” is a translation: it stays where its original is, and goes when it"
                    " goes. Move or delete the original instead; every language follows."
                )
                % {"translation": instance},
            )
            if isinstance(original, Page):
                return redirect("wagtailadmin_explore", original.get_parent().pk)
            return redirect(original.snippet_viewset.get_url_name("list"))
    return None


@hooks.register("before_delete_page")
def refuse_to_delete_translation(request: HttpRequest, page: Page) -> HttpResponse | None:
    return refuse_for_translation(request, [page])


@hooks.register("before_move_page")
def refuse_to_move_translation(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    return refuse_for_translation(request, [page]) or refuse_taken_addresses(request, [page], destination)


def refuse_taken_addresses(
    request: HttpRequest, pages: Iterable[Page], destination: Page
) -> HttpResponse | None:
    """Lead back, with the reason, where a page would meet another at its new address, in any language."""
    slugs: set[str] = set()
    for page in pages:
        reason = reason_against_move(page, destination)
        if page.slug in slugs:
            reason = _("Two of the pages have the same address, “%(slug)s”.") % {"slug": page.slug}
        slugs.add(page.slug)
        if reason:
            messages.error(
                request,
                _("“%(page)s” was not moved. %(reason)s Change the slug of one of them, then move it.")
                % {"page": page.get_admin_display_title(), "reason": reason},
            )
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


@hooks.register("before_delete_snippet")
def refuse_to_delete_translated_snippets(
    request: HttpRequest, instances: Iterable[Any]
) -> HttpResponse | None:
    return refuse_for_translation(request, instances)


@hooks.register("before_bulk_action")
def refuse_in_bulk(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action_class_instance: Any
) -> HttpResponse | None:
    if action_type in ("move", "delete") and (refused := refuse_for_translation(request, objects)):
        return refused
    if action_type == "move" and (parent := moved_below(request)):
        return refuse_taken_addresses(request, objects, parent)
    if action_type == "publish":
        return refuse_to_publish_in_bulk(request, objects)
    return None


def moved_below(request: HttpRequest) -> Page | None:
    """The page below which some pages are to be moved; None where none has been chosen yet."""
    chosen = request.POST.get("chooser", "")
    return Page.objects.filter(pk=chosen).first() if chosen.isdecimal() else None


def refuse_to_publish_in_bulk(request: HttpRequest, pages: Iterable[Page]) -> HttpResponse | None:
    """Lead back, with the reason, where one of some pages, or one below it, is no translation to publish."""
    published = list(pages)
    if request.POST.get("include_descendants"):
        published += [draft for page in pages for draft in page.get_descendants().not_live()]
    for page in published:
        draft = page.get_latest_revision_as_object()
        reason = reason_not_to_publish(page) or reason_against_address(draft, draft.slug, page.get_parent())
        if reason:
            messages.error(request, labelled(page.get_admin_display_title(), reason))
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


@hooks.register("after_copy_page")
def let_copies_appear(request: HttpRequest, page: Any, new_page: Any) -> None:
    """A copy, and what was copied with it, appears in every language, as a page newly created does."""
    if is_original(new_page):
        for copy in Page.objects.descendant_of(new_page, inclusive=True).order_by("path").specific():
            make_stand_ins(copy)
            refresh_versions(copy)
        say_where_stand_ins_are(request, new_page)


@hooks.register("after_create_page", order=100)
def say_where_stand_ins_are(request: HttpRequest, page: Any) -> None:
    """A new page stands in for its translations under its own slug, but where that is another page's."""
    for version in other_languages(page) if is_original(page) else ():
        if version.slug != page.slug:
            messages.info(
                request,
                _(
                    "In %(language)s the address “%(slug)s” is another page's already: the new page is at"
                    " “%(new)s” there, until its translator chooses another."
                )
                % {
                    "language": native_name(version.locale.language_code),
                    "slug": page.slug,
                    "new": version.slug,
                },
            )


# Minor edits


def has_translations(instance: Any) -> bool:
    """Whether something is an original of which some translation is live."""
    versions = LanguageVersion.objects.filter(
        source__object_id=instance.translation_key, state__in=[Standing.TRANSLATED, Standing.BEHIND]
    )
    return is_original(instance) and versions.exists()


class MinorEditMixin:
    """Beside "Publish", on an original that has translations."""

    name = "action-publish"
    label = gettext_lazy("Publish a minor edit: translations stay valid")
    icon_name = "check"
    order = 1
    template_name = "translating/publish_minor_edit.html"


class MinorPageEdit(MinorEditMixin, PageActionMenuItem):
    def is_shown(self, context: dict[str, Any]) -> bool:
        page = context.get("page")
        if context["view"] != "edit" or not page or not page.live or not super().is_shown(context):
            return False
        return self.get_user_page_permissions_tester(context).can_publish() and has_translations(page)


class MinorSnippetEdit(MinorEditMixin, SnippetActionMenuItem):
    def is_shown(self, context: dict[str, Any]) -> bool:
        instance = context.get("instance")
        if context["view"] != "edit" or not isinstance(instance, TranslatableMixin):
            return False
        drafts = isinstance(instance, DraftStateMixin)
        permission = get_permission_name("publish" if drafts else "change", context["model"])
        return context["request"].user.has_perm(permission) and has_translations(instance)


hooks.register("register_page_action_menu_item", MinorPageEdit)
hooks.register("register_snippet_action_menu_item", lambda model: MinorSnippetEdit())


@hooks.register("before_publish_page")
@hooks.register("before_publish")
def note_minor_edit(request: HttpRequest, instance: Any) -> None:
    if is_original(instance):
        minor_edits.note_minor_edit(request, instance)


@hooks.register("before_edit_snippet", order=-1)
def note_strings_before(request: HttpRequest, instance: Any) -> None:
    """A snippet without drafts has no revision to remember: its strings before are kept for the way back."""
    if request.method == "POST" and is_original(instance) and not isinstance(instance, DraftStateMixin):
        request.before_edit = minor_edits.snapshot(instance)


@hooks.register("after_edit_snippet")
def carry_minor_edit(request: HttpRequest, instance: Any) -> None:
    if request.POST.get("action-publish") == minor_edits.VALUE and hasattr(request, "before_edit"):
        minor_edits.apply_to_saved(instance, request.before_edit)


@hooks.register("after_edit_snippet", order=100)
def say_what_waits_after_saving(request: HttpRequest, instance: Any) -> None:
    if not isinstance(instance, DraftStateMixin):
        say_what_waits(request, instance)


@hooks.register("after_publish_page", order=100)
@hooks.register("after_publish", order=100)
def say_what_waits(request: HttpRequest, instance: Any) -> None:
    """After publishing an original: in which languages words wait for a translator."""
    if not is_original(instance):
        return
    source = TranslationSource.objects.get_for_instance_or_none(instance)
    if source is None:
        return
    behind = LanguageVersion.objects.filter(source=source, state=Standing.BEHIND).select_related("locale")
    behind = behind.order_by("locale__pk")
    waiting = [
        isolated(f"{native_name(row.locale.language_code)} ({count})")
        for row in behind
        if (count := waiting_strings(row.locale, source).count())
    ]
    if waiting:
        messages.info(
            request,
            _("The facts are in every language already. Texts that wait for a translator: %(languages)s.")
            % {"languages": joined(waiting)},
        )


# Addresses: wagtail-localize's views, kept to the languages somebody may work in


@require_admin_access
def explain_synchronisation(request: HttpRequest, translation_source_id: int) -> HttpResponse:
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


def in_own_language(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of wagtail-localize for those who may work in the language of its translation."""

    @wraps(view)
    def checked(request: HttpRequest, translation_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
        translation = get_object_or_404(Translation, pk=translation_id)
        if not may_work_in(request.user, translation.target_locale):
            raise PermissionDenied
        return view(request, translation_id, *args, **kwargs)

    return checked


@require_POST
def upload_pofile(request: HttpRequest, translation_id: int) -> HttpResponse:
    """In place of wagtail-localize's, which says that all went well whatever became of the file's texts."""
    translation = get_object_or_404(Translation, pk=translation_id)
    if not localize_views.user_can_edit_instance(request.user, translation.get_target_instance()):
        raise PermissionDenied
    try:
        for level, text in import_pofile(translation, request.FILES["file"].read(), request.user):
            messages.add_message(request, level, text)
    except (KeyError, OSError, ValueError):
        messages.error(request, _("Nothing was imported: this is not a .po file."))
    return redirect(translation.get_target_instance_edit_url())


class OwnLanguagesMixin:
    """Sending to translation: into the languages somebody may work in."""

    def get_form(self) -> Any:
        form = super().get_form()
        own = [locale.pk for locale in languages_of(self.request.user)]
        form.fields["locales"].queryset = form.fields["locales"].queryset.filter(pk__in=own)
        return form


class SubmitPageView(OwnLanguagesMixin, SubmitPageTranslationView):
    pass


class SubmitSnippetView(OwnLanguagesMixin, SubmitSnippetTranslationView):
    pass


@hooks.register("register_admin_urls", order=-1)
def register_urls() -> list[Any]:
    localize = [
        ("strings/<int:string_segment_id>/edit/", localize_views.edit_string_translation),
        ("overrides/<int:overridable_segment_id>/edit/", localize_views.edit_override),
        ("pofile/download/", localize_views.download_pofile),
        ("pofile/upload/", upload_pofile),
        ("machine_translate/", localize_views.machine_translate),
        ("disable/", localize_views.stop_translation),
    ]
    own = [
        path("", board.BoardView.as_view(), name="board"),
        path("results/", board.BoardView.as_view(results_only=True), name="board_results"),
        path("reviewed/<int:source_id>/<int:locale_id>/", board.mark_reviewed_view, name="mark_reviewed"),
    ]
    return [
        path("localize/update/<int:translation_source_id>/", explain_synchronisation),
        path("localize/submit/page/<int:page_id>/", SubmitPageView.as_view()),
        path(
            "localize/submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/",
            SubmitSnippetView.as_view(),
        ),
        *(
            path(f"localize/translate/<int:translation_id>/{rest}", in_own_language(view))
            for rest, view in localize
        ),
        path("reports/translation-board/", include((own, "translating"))),
    ]


# Board, dashboard, preferences


class BoardMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return page_permission_policy.user_has_permission(request.user, "publish")


@hooks.register("register_reports_menu_item")
def register_board() -> MenuItem:
    return BoardMenuItem(
        gettext_lazy("Translation board"),
        reverse("translating:board"),
        name="translation-board",
        icon_name="wagtail-localize-language",
        order=800,
    )


@hooks.register("construct_reports_menu")
def leave_one_list_of_translations(request: HttpRequest, menu_items: list[Any]) -> None:
    """wagtail-localize's own list has a row per translation; the board says the same with more."""
    theirs = reverse("wagtail_localize:translations_report")
    menu_items[:] = [item for item in menu_items if getattr(item, "url", "") != theirs]


@hooks.register("construct_homepage_panels")
def add_languages_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(board.LanguagesPanel(request.user))


@hooks.register("register_account_settings_panel")
class DigestPanel(PreferencePanel):
    """How a translator hears of what waits."""

    name = "translation_digest"
    title = gettext_lazy("Translations")
    order = 260
    form_class = DigestPreferenceForm

    def is_active(self) -> bool:
        return any(locale.language_code != SOURCE_LANGUAGE for locale in languages_of(self.user))
