"""The form for a new page makes one page, however often and however fast it is sent (decision 0024).

Wagtail saves a new page while it is typed. Publish pressed meanwhile, a second click or a request that a
browser repeats arrive at the same address with the same form: the page is there already, and is edited.
"""

import json
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.functional import cached_property
from modelcluster.models import get_all_child_relations
from wagtail.admin.utils import set_query_params
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page


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
        """Whether an autosave comes too late: somebody has pressed Publish after it."""
        return bool(self.real_page_record.live)

    def save_action(self) -> HttpResponse:
        """An autosave learns, as from Wagtail's form for a new page, where to go on."""
        response = super().save_action()
        if not self.expects_json_response:
            return response
        url = self.get_edit_url()
        hydrate_url = set_query_params(url, {"_w_hydrate_create_view": "1"})
        return JsonResponse(
            json.loads(response.content) | {"url": url, "hydrate_url": hydrate_url},
            status=response.status_code,
        )

    def form_invalid(self, form: Any) -> HttpResponse:
        self.creation.form = form
        return self.creation.form_invalid(form)
