"""Anybody's personal data, by e-mail address: whoever has written to the ministry may ask for them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.addresses import MailboxFormField
from core.models import User

from ..personal_data import erase, export, is_known

PERMISSION = "listing_updates.delete_representative"


def why_not_personal_data(user: User | AnonymousUser) -> str:
    """Why a user may not give out or erase what is kept of a person, or ""."""
    return "" if user.has_perm(PERMISSION) else _("Only those who may erase representatives may do this.")


def as_file(email: str) -> JsonResponse:
    """Everything that is kept under an address, as a file."""
    response = JsonResponse(export(email), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="personal-data.json"'
    return response


class PersonForm(forms.Form):
    """Whose data, and whether they are really to be erased."""

    email = MailboxFormField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        help_text=gettext_lazy("Of a representative, or of anybody who has written to the ministry."),
    )
    sure = forms.BooleanField(
        label=gettext_lazy("I have made sure that this person asks for it"),
        required=False,
        help_text=gettext_lazy("Needed to erase. It cannot be undone."),
    )


class PersonalDataView(WagtailAdminTemplateMixin, View):
    """Exports what is kept of a person, or erases it."""

    page_title = gettext_lazy("Personal data")
    header_icon = "user"
    template_name = "listing_updates/admin/personal_data.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if why_not_personal_data(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(PersonForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PersonForm(request.POST)
        wants_erasure = request.POST.get("action") == "erase"
        if form.is_valid() and wants_erasure and not form.cleaned_data["sure"]:
            form.add_error("sure", _("Tick this to erase the person."))
        if not form.is_valid():
            return self.show(form, status=422)
        if not wants_erasure:
            return as_file(form.cleaned_data["email"])
        if not is_known(form.cleaned_data["email"]):
            messages.info(request, _("There was nothing to erase: nothing is kept of this address."))
            return redirect("listing_updates_admin:person")
        erase(form.cleaned_data["email"], request.user)
        messages.success(request, _("The person has been erased."))
        return redirect("listing_updates_admin:person")

    def show(self, form: PersonForm, status: int = 200) -> TemplateResponse:
        context = self.get_context_data(form=form)
        return TemplateResponse(self.request, self.template_name, context, status=status)
