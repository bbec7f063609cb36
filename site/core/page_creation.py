"""The form for a new page makes one page, however often and however fast it is sent (decision 0024).

Wagtail saves a new page while it is typed. Publish pressed meanwhile, a second click or a request that a
browser repeats arrive at the same address with the same form: the page is there already, and is edited.
What comes too late changes nothing: the history of the page says how its latest version was saved.
"""

import json
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.admin import messages
from wagtail.admin.utils import set_query_params
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page, PageLogEntry

NEW_PAGE_FORM = "new_page_form"  # in the data of a log entry: how the form for a new page was sent
AUTOSAVED, PRESSED = "autosaved", "pressed"


class PageCreationView(CreateView):
    """Wagtail's; what the same form has made already is edited."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return super().dispatch(request, *args, **kwargs)
        with transaction.atomic():
            # One new page below a parent after the other: whoever comes second finds what the first has made.
            parent = Page.objects.select_for_update(no_key=True).filter(pk=kwargs["parent_page_id"])
            parent.values_list("pk").first()
            return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        if made := self._made_already():
            return EditingOfNewPage.as_view(creation=self)(request, made.pk)
        return super().post(request)

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        note_saving(self.page, AUTOSAVED if self.expects_json_response else PRESSED)
        return response

    def _made_already(self) -> Page | None:
        """The page that this form has made, if it has."""
        try:
            key = UUID(self.request.POST.get("translation_key", ""))
        except ValueError:
            return None
        made = self.page_class._default_manager.child_of(self.parent_page).filter(translation_key=key)
        return made.filter(alias_of=None).order_by("pk").first()


class EditingOfNewPage(EditView):
    """The form for a new page, once there is the page: it knows none of the rows that have been saved."""

    creation: Any = None  # the view of the form as it was opened

    def get_object(self) -> Page:
        """The page without rows: those of the form are all it will have."""
        page = super().get_object()
        for relation in get_all_child_relations(page):
            setattr(page, relation.get_accessor_name(), [])
        return page

    @cached_property
    def is_out_of_date(self) -> bool:
        """Whether an autosave comes too late: a button was pressed after it, or the page edited."""
        return bool(self.real_page_record.live) or self.saved_last != AUTOSAVED

    @cached_property
    def saved_last(self) -> str:
        """How the form for a new page has saved the latest version; "" where its edit form did."""
        saving = savings(self.real_page_record).order_by("-pk").first()
        return saving.data.get(NEW_PAGE_FORM, "") if saving else ""

    def form_valid(self, form: Any) -> HttpResponse:
        if not self.saved_last:
            return self.form_invalid(form)
        response = super().form_valid(form)
        note_saving(self.page, AUTOSAVED if self.expects_json_response else PRESSED)
        return response

    def save_action(self) -> HttpResponse:
        """An autosave learns, as from Wagtail's form for a new page, where to go on."""
        response = super().save_action()
        if not self.expects_json_response:
            return response
        url = self.get_edit_url()
        # The parameter is private to Wagtail, whose own view answers so.
        hydrate_url = set_query_params(url, {"_w_hydrate_create_view": "1"})
        return JsonResponse(
            json.loads(response.content) | {"url": url, "hydrate_url": hydrate_url},
            status=response.status_code,
        )

    def form_invalid(self, form: Any) -> HttpResponse:
        """The form as it was sent, and why it was not saved."""
        if self.locked_for_user:
            return super().form_invalid(form)
        self.creation.form = form
        if self.saved_last:
            return self.creation.form_invalid(form)
        messages.error(
            self.request,
            _(
                "This page exists already and has been edited since: it stays as it is."
                " What you have typed is still here, for you to copy."
            ),
            buttons=[self.get_edit_message_button()],
        )
        self.creation.has_unsaved_changes = True
        return self.creation.render_to_response(self.creation.get_context_data())


def savings(page: Page) -> QuerySet[PageLogEntry]:
    """What the history of a page says of its latest version."""
    return PageLogEntry.objects.filter(page=page.pk, revision=page.latest_revision_id, action="wagtail.edit")


def note_saving(page: Page, how: str) -> None:
    """Write into the history that the form for a new page has saved the latest version."""
    savings(page).update(data={NEW_PAGE_FORM: how})
