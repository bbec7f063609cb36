"""Signing in with a code sent by e-mail.

Nothing here is kept by a cache, and no GET changes anything: links in e-mails are opened by scanners.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, translate_url
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.public_form import asks_for_language, unchecked
from core.rate_limits import TOO_MANY_TRIES, connection_of, status_of, too_many

from .. import access, codes, mails, submissions
from ..models import OneTimeCode, Representation, Representative
from ..naming import named_in_update
from ..states import IllegalTransitionError, State
from .forms import CodeForm, EmailForm

TOO_MANY_CODES = gettext_lazy("Many codes have been asked for. Use the last one, or try again in an hour.")
GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])


def ask_for_code(
    request: HttpRequest, keep_form: bool = False, form: EmailForm | None = None
) -> HttpResponse:
    """The page that asks for an e-mail address, in place of one that needs a session.

    With `keep_form`, what was sent to that page is kept where access.keep_form() keeps it; the page says so.
    """
    if asks_for_language(request):
        form, keep_form = unchecked(EmailForm(request.POST)), False
    sent = keep_form and request.resolver_match.url_name == "edit"
    context = {
        "sent": sent,
        "kept": sent and access.keep_form(request),
        "form": form or EmailForm(),
        "leads_to": request.path if request.resolver_match.url_name != "ask_code" else _leads_to(request),
    }
    status = status_of(form) if form else 403 if keep_form else 200
    return render(request, "listing_updates/sign_in.html", context, status=status)


def for_representatives(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of somebody signed in by code: called with (request, representative, ...).

    Without a session it shows the page that asks for a code; what a form held is kept for afterwards.
    """

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        representative = access.representative_of(request)
        if representative is None:
            return ask_for_code(request, keep_form=request.method == "POST")
        try:
            return view(request, representative, *args, **kwargs)
        except Representation.DoesNotExist as error:  # withdrawn while the request was on its way
            raise Http404 from error

    return guarded


def _leads_to(request: HttpRequest) -> str:
    """Where to go once signed in: a page of ours, in the language of this address, never another site."""
    asked = request.POST.get("leads_to", "")
    try:
        ours = len(asked) <= 200 and resolve(asked).namespace == "listing_updates"
    except Resolver404:
        ours = False
    return translate_url(asked, get_language()) if ours else ""


@never_cache
@GET_AND_POST
def ask_code(request: HttpRequest) -> HttpResponse:
    """Send a code to an address, if we know it; the answer is the same if we do not.

    We know those of representatives, and of strangers who have sent something and not confirmed it yet.

    Opened again after a mistake, perhaps in another language, it is the form.
    """
    if request.method != "POST" or asks_for_language(request):
        return ask_for_code(request)
    key = request.POST.get("again", "")
    before = codes.sent_before(key) if key else None
    if before and before.update:
        return _ask_again(request, before)
    form = EmailForm({"email": before.email if before else ""} if key else request.POST)
    if not form.is_valid():
        return ask_for_code(request, form=form)
    email = form.cleaned_data["email"]
    try:
        issued = codes.issue(email, connection=connection_of(request), leads_to=_leads_to(request))
    except codes.TooManyCodesError:
        form.add_error("email", too_many(TOO_MANY_CODES))
        return ask_for_code(request, form=form)
    if Representative.objects.filter(email=email.lower()).exists() or submissions.unverified(email):
        mails.send_code(issued, get_language())
    return redirect("listing_updates:enter_code", issued.row.key)


def _ask_again(request: HttpRequest, before: OneTimeCode) -> HttpResponse:
    """Send a stranger a new code for what they have sent, which is kept."""
    if before.update.state != State.UNVERIFIED:  # confirmed meanwhile: the e-mail about that says the rest
        messages.info(
            request, _("Your address is confirmed already: the ministry has received what you sent.")
        )
        return redirect("listing_updates:find_status")
    try:
        issued = codes.issue(before.email, connection=connection_of(request), update=before.update)
    except codes.TooManyCodesError:
        form = CodeForm({})
        del form.errors["code"]  # that there is none
        form.add_error("code", too_many(TOO_MANY_CODES))
        return _enter_code_page(request, form, before.key)
    mails.send_code(issued, get_language())
    messages.success(request, _("A new code is on its way. What you wrote is kept."))
    return redirect("listing_updates:enter_code", issued.row.key)


@never_cache
@GET_AND_POST
def enter_code(request: HttpRequest, key: str) -> HttpResponse:
    """Takes the code somebody has been sent."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = codes.use(key, form.cleaned_data["code"], connection_of(request))
        except codes.TooManyTriesError:
            form.add_error("code", too_many())
            return _enter_code_page(request, form, key)
        if row is not None and (response := _arrive(request, row)):
            return response
        if codes.find(key):
            form.add_error("code", _("This is not the code we sent. Check the latest e-mail."))
        else:
            form.add_error("code", _("This code can no longer be used. Ask for a new one."))
    return _enter_code_page(request, form, key)


def _enter_code_page(request: HttpRequest, form: CodeForm, key: str) -> HttpResponse:
    """The page that takes a code; to a stranger it says what the code is for, and that it is kept."""
    sent = codes.sent_before(key)
    update = sent.update if sent else None
    network = named_in_update(update) if update else ""
    context = {"form": form, "key": key, "update": update, "network": network}
    return render(request, "listing_updates/enter_code.html", context, status=status_of(form))


@never_cache
@GET_AND_POST
def link(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """What the link in an e-mail opens: a page with a button. The button spends the link."""
    problem = ""
    if request.method == "POST":
        try:
            row = codes.use(key, code, connection_of(request))
        except codes.TooManyTriesError:
            row, problem = None, TOO_MANY_TRIES
        if row is not None and (response := _arrive(request, row)):
            return response
    usable, sent = codes.find(key) is not None, codes.sent_before(key)
    context = {"key": key, "usable": usable, "update": sent.update if sent else None, "problem": problem}
    status = 410 if not usable else 429 if problem else 200
    return render(request, "listing_updates/link.html", context, status=status)


def _arrive(request: HttpRequest, row: OneTimeCode) -> HttpResponse | None:
    """Where a code leads that has just been spent; None when there is nobody it belongs to."""
    representative = None if row.update else Representative.objects.filter(email=row.email).first()
    update = row.update or (None if representative else submissions.unverified(row.email))
    if update:
        with suppress(IllegalTransitionError):  # confirmed already, by another code
            submissions.verify(update)
        return redirect("listing_updates:status_page", update.reference, update.status_code)
    if representative is None:
        return None
    access.open_session(request, representative)
    Representative.objects.filter(pk=representative.pk).update(language=get_language())
    return redirect(row.leads_to or "listing_updates:my_networks")


@never_cache
@GET_AND_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends a session by its button; opened again, it leads to where one signs in."""
    if request.method != "POST":
        return redirect("listing_updates:my_networks")
    access.close_session(request)
    messages.success(request, _("You have signed out."))
    return redirect("listing_updates:my_networks")
