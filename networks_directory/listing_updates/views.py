"""The pages of representatives (signed in by code) and of visitors who suggest something.

Nothing here is kept by a cache, and no GET changes anything: links in e-mails are opened by scanners.
"""

import base64
from contextlib import suppress
from dataclasses import dataclass

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.models import Locale

from core.languages import SOURCE_LANGUAGE

from ..choices import Family
from ..listing import confirmations_of
from ..models import FieldOfActivity, NetworkPage
from . import access, codes, consents, mails, submissions
from .forms import (
    CodeForm,
    CorrectionForm,
    EmailForm,
    ListingForm,
    NewNetworkForm,
    StatusForm,
    SubmissionForm,
    TranslationsForm,
    languages_to_translate,
    read_base,
    signed_base,
)
from .models import Kind, ListingUpdate, ProposedLogo, Reason, Representative
from .parts import (
    COUNTED,
    PARTS,
    POINTS,
    Description,
    changed_parts,
    completeness,
    values_of,
    with_values,
)
from .states import IllegalTransitionError, State

GET_AND_POST = require_http_methods(["GET", "POST"])


# Signing in


def ask_for_code(request, keep_form=False, form=None):
    """The page that asks for an e-mail address, in place of one that needs a session.

    With `keep_form`, what was sent to that page is kept in this browser's session until it is open again.
    """
    if keep_form and request.resolver_match.url_name == "edit":
        data = {name: request.POST.getlist(name) for name in request.POST if name != "csrfmiddlewaretoken"}
        request.session[access.KEPT_FORM] = {"path": request.path, "data": data}
    context = {
        "form": form or EmailForm(),
        "leads_to": request.path if request.resolver_match.url_name != "ask_code" else _leads_to(request),
        "kept": keep_form,
    }
    status = 422 if form else 403 if keep_form else 200
    return render(request, "listing_updates/sign_in.html", context, status=status)


def _leads_to(request):
    """Where to go once signed in: a page of ours, never another site."""
    asked = request.POST.get("leads_to", "")
    try:
        ours = len(asked) <= 200 and resolve(asked).namespace == "listing_updates"
    except Resolver404:
        ours = False
    return asked if ours else ""


@never_cache
@require_POST
def ask_code(request):
    """Send a code to an address, if it is a representative's; the answer is the same if it is not."""
    key = request.POST.get("again", "")
    form = EmailForm({"email": codes.address_of(key)} if key else request.POST)
    if not form.is_valid():
        return ask_for_code(request, form=form)
    email = form.cleaned_data["email"]
    try:
        issued = codes.issue(
            email, remote_address=request.META.get("REMOTE_ADDR", "unknown"), leads_to=_leads_to(request)
        )
    except codes.TooManyCodesError:
        form.add_error(
            "email", _("Many codes have been asked for. Use the last one, or try again in an hour.")
        )
        return ask_for_code(request, form=form)
    if Representative.objects.filter(email=email.lower()).exists():
        mails.send_code(issued, get_language())
    return redirect("listing_updates:enter_code", issued.row.key)


@never_cache
@GET_AND_POST
def enter_code(request, key):
    """Takes the code somebody has been sent."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = codes.use(key, form.cleaned_data["code"])
        if row is not None and (response := _arrive(request, row)):
            return response
        if codes.find(key):
            form.add_error("code", _("This is not the code we sent. Look at the latest e-mail."))
        else:
            form.add_error("code", _("This code can no longer be used. Ask for a new one."))
    status = 422 if form.errors else 200
    return render(request, "listing_updates/enter_code.html", {"form": form, "key": key}, status=status)


@never_cache
@GET_AND_POST
def link(request, key, code):
    """What the link in an e-mail opens: a page with a button. The button spends the link."""
    if request.method == "POST":
        row = codes.use(key, code)
        if row is not None and (response := _arrive(request, row)):
            return response
    row = codes.find(key)
    context = {"key": key, "usable": row is not None, "update": row.update if row else None}
    return render(request, "listing_updates/link.html", context, status=200 if row else 410)


def _arrive(request, row):
    """Where a code leads that has just been spent; None when there is nobody it belongs to."""
    if row.update_id:
        with suppress(IllegalTransitionError):  # confirmed already, by another code
            submissions.verify(row.update)
        return redirect("listing_updates:status_page", row.update.reference, row.update.status_code)
    representative = Representative.objects.filter(email=row.email).first()
    if representative is None:
        return None
    access.open_session(request, representative)
    return redirect(row.leads_to or "listing_updates:my_networks")


@never_cache
@require_POST
def sign_out(request):
    access.close_session(request)
    messages.success(request, _("You have signed out."))
    return redirect("listing_updates:my_networks")


# My networks


def _here(network):
    """A network's page in the reader's language if it is on the site, else the source."""
    translation = network.get_translation_or_none(Locale.get_active())
    return translation if translation and translation.live else network


@dataclass
class MyNetwork:
    """A network as its representative finds it under “My networks”."""

    page: NetworkPage
    here: NetworkPage  # the same in the reader's language, where it is on the site
    confirmed: list
    filled: int
    counted: int
    missing: list
    current: ListingUpdate | None
    updates: list


@access.for_representatives
@require_GET
def my_networks(request, representative):
    """The representative's networks: state, what is missing, last confirmed, updates and their outcome."""
    networks = []
    for network in access.networks_of(representative).specific():
        filled, missing = completeness(values_of(network))
        updates = ListingUpdate.objects.by(representative).filter(network=network).exclude(state=State.DRAFT)
        networks.append(
            MyNetwork(
                network, _here(network), confirmations_of(network), filled, len(COUNTED), missing,
                submissions.current_update(representative, network),
                list(updates.prefetch_related("events")),
            )
        )  # fmt: skip
    context = {"representative": representative, "networks": networks}
    return render(request, "listing_updates/my_networks.html", context)


@access.for_representatives
@GET_AND_POST
def edit(request, representative, pk):
    """The form of a listing: keep, preview, send, forget."""
    network = access.network_of(representative, pk)
    update = submissions.current_update(representative, network)
    if update and update.state == State.FROZEN:
        return redirect("listing_updates:status_page", update.reference, update.status_code)
    if request.method == "POST":
        return _edited(request, representative, network, update)
    return _edit_page(request, network, update, **_opened(request, network, update))


def _starting_values(network, update):
    """(the live listing, the same with what this person has proposed and the logo they have chosen)."""
    values = values_of(network)
    start = values | (update.proposal if update else {})
    if update and update.form_state.get("logo"):
        start["logo"] = {"upload": update.form_state["logo"]}
    return values, start


def _opened(request, network, update):
    """The form as it is first seen, or as it was left."""
    live, start = _starting_values(network, update)
    kept = request.session.get(access.KEPT_FORM)
    if kept and kept["path"] == request.path:
        data = _query_dict(kept["data"])
        forms = _bound(data, {}, start)
        return forms | {"base": read_base(data.get("base", "")) or live, "restored": True}
    state = update.form_state if update else {}
    said = state.get("submission") or (
        {"message": update.message, "rest_is_right": update.rest_is_right} if update else {}
    )
    texts = state.get("texts") or (update.translations if update else {})
    points = {name: start[name] for name in POINTS}
    return {
        "form": ListingForm(start, state=state),
        "submission": SubmissionForm(initial=said),
        "translations": [
            TranslationsForm(code, points, initial=texts.get(code, {})) for code in languages_to_translate()
        ],
        "base": state.get("base", live),
    }


def _query_dict(data):
    query = QueryDict(mutable=True)
    for name, values in data.items():
        query.setlist(name, values)
    return query


def _bound(data, files, start):
    points = {name: start[name] for name in POINTS}
    return {
        "form": ListingForm(start, data=data, files=files),
        "submission": SubmissionForm(data),
        "translations": [TranslationsForm(code, points, data) for code in languages_to_translate()],
    }


def _edit_page(request, network, update, status=200, **context):
    live, start = _starting_values(network, update)
    describe = Description(get_language())
    sections = [
        (part, fields, rows, describe.of_part(part, live)) for part, fields, rows in context["form"].sections
    ]
    others = ListingUpdate.objects.open().filter(network=network, kind=Kind.UPDATE)
    context |= {
        "network": network, "here": _here(network), "update": update, "sections": sections,
        "signed_base": signed_base(context["base"]),
        "chosen_logo": start["logo"]["upload"] if isinstance(start["logo"], dict) else None,
        "others": others.exclude(pk=update.pk) if update else others,
    }  # fmt: skip
    return render(request, "listing_updates/edit.html", context, status=status)


def _edited(request, representative, network, update):
    """What has been sent to the form of a listing, by whichever button: kept first, whatever it is."""
    action = request.POST.get("action", "")
    request.session.pop(access.KEPT_FORM, None)
    if action == "discard":
        submissions.discard_draft(representative, network)
        messages.success(request, _("What you had typed and not sent has been forgotten."))
        return redirect("listing_updates:my_networks")
    live, start = _starting_values(network, update)
    base = read_base(request.POST.get("base", "")) or live
    forms = _bound(request.POST, request.FILES, start)
    more = action.removeprefix("more-") if action.startswith("more-") else None
    state = forms["form"].state(more=more) | {
        "submission": {field.name: field.data for field in forms["submission"]},
        "texts": {f.language_code: {field.name: field.data for field in f} for f in forms["translations"]},
    }
    logo = forms["form"].new_logo
    update = submissions.keep_draft(representative, network, base, state, logo)
    if more:
        return redirect(f"{request.path}#part-{more}")
    if action == "save":
        messages.success(request, _("Kept. Nobody but you sees it until you send it."))
        return redirect("listing_updates:edit", network.pk)
    valid = [form.is_valid() for form in (forms["form"], forms["submission"], *forms["translations"])]
    if not all(valid):
        return _edit_page(request, network, update, status=422, base=base, **forms)
    values = forms["form"].values()
    if logo:
        values["logo"] = {"upload": update.form_state["logo"]}
    if action == "preview":
        return _preview(request, network, update, values)
    texts = {f.language_code: f.texts() for f in forms["translations"] if f.texts()}
    sent = submissions.Submission(base, values, translations=texts, **forms["submission"].cleaned_data)
    return _sent(request, network, update, sent, forms)


def _sent(request, network, update, sent, forms):
    """Send what is valid, unless it changes nothing, or what the site has changed meanwhile."""
    live = values_of(network)
    touched = {part.name for part in changed_parts(sent.base, sent.values)}
    moved = [part for part in changed_parts(sent.base, live) if part.name in touched]
    if moved:  # these are shown as they are now; what was not touched counts as seen when the form was opened
        base = sent.base | {name: live[name] for part in moved for name in part.fields}
        return _edit_page(request, network, update, status=409, base=base, moved=moved, **forms)
    try:
        update, _changed = submissions.submit(update.representative, network, sent)
    except IllegalTransitionError:  # stopped a moment ago: its page says so
        update.refresh_from_db()
    except submissions.NothingToSendError:
        return _edit_page(request, network, update, status=422, base=sent.base, nothing=True, **forms)
    return redirect("listing_updates:status_page", update.reference, update.status_code)


def _preview(request, network, update, values):
    """The real page as it would become, in the source language."""
    logo = values.pop("logo", None)
    page = with_values(network, values | ({} if logo else {"logo": None}))
    request.is_preview = True
    with override(SOURCE_LANGUAGE):
        context = page.get_context(request) | {"is_proposal": True}
        if isinstance(logo, dict):
            picture = base64.b64encode(update.logos.get(pk=logo["upload"]).data).decode()
            context["proposed_logo"] = f"data:image/png;base64,{picture}"
        return HttpResponse(render_to_string(page.get_template(request), context, request))


@access.for_representatives
@GET_AND_POST
def confirm(request, representative, pk):
    """ "Nothing has changed": the listing as it is, and one button."""
    network = access.network_of(representative, pk)
    if request.method == "POST":
        update = submissions.confirm(representative, network)
        return redirect("listing_updates:status_page", update.reference, update.status_code)
    describe, values = Description(get_language()), values_of(network)
    lines = [(part, describe.of_part(part, values)) for part in PARTS.values()]
    context = {
        "network": network,
        "here": _here(network),
        "lines": [(part, text) for part, text in lines if text],
    }
    return render(request, "listing_updates/confirm.html", context)


# Following an update


@never_cache
@GET_AND_POST
def find_status(request):
    """Asks for the reference and the code of an update."""
    form = StatusForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reference, code = ("".join(form.cleaned_data[name].split()).upper() for name in ("reference", "code"))
        update = ListingUpdate.objects.filter(reference=reference).first()
        if update and constant_time_compare(update.status_code, code):
            return redirect("listing_updates:status_page", reference, code)
        form.add_error("code", _("This reference and this code do not belong together. Look at the e-mail."))
    status = 422 if form.errors else 200
    return render(request, "listing_updates/find_status.html", {"form": form}, status=status)


@never_cache
@GET_AND_POST
def status_page(request, reference, code):
    """The state of an update, the editor's words, an expected date; to withdraw it or to answer."""
    update = ListingUpdate.objects.exclude(state=State.DRAFT).filter(reference=reference).first()
    if update is None or not constant_time_compare(update.status_code, code):
        raise Http404
    problem = ""
    if request.method == "POST":
        try:
            problem = _follow_up(request, update)
        except IllegalTransitionError:
            problem = _("This is no longer possible: somebody has decided or withdrawn it meanwhile.")
        if not problem:
            return redirect(request.path)
        update.refresh_from_db()
    describe = Description(get_language())
    parts = [
        (part, describe.of_part(part, update.base), describe.of_part(part, update.proposal))
        for part in changed_parts(update.base, update.proposal)
    ]
    context = {
        "update": update, "title": _here(update.network).title if update.network else update.network_title,
        "parts": parts, "problem": problem, "expected": submissions.expected_by(update),
        "returned": [(PARTS[name].label, words) for name, words in update.returned_parts.items()],
        "events": update.events.select_related("editor"),
        "may_edit": update.kind == Kind.UPDATE and update.network_id,
    }  # fmt: skip
    return render(request, "listing_updates/status.html", context, status=409 if problem else 200)


def _follow_up(request, update):
    """Do what a button of the status page asks. Returns what is wrong, or ""."""
    if request.POST.get("action") == "withdraw":
        submissions.withdraw(update)
    elif request.POST.get("action") == "answer":
        message = request.POST.get("message", "").strip()
        if not message:
            return _("Write your answer first.")
        if len(message) > 2000:
            return _("At most 2,000 characters, please.")
        submissions.answer(update, message)
    return ""


@access.for_representatives
@require_GET
def proposed_logo(request, representative, pk):
    """A logo this representative has sent."""
    logo = get_object_or_404(ProposedLogo, pk=pk, update__representative=representative)
    return HttpResponse(bytes(logo.data), content_type="image/png")


@never_cache
@GET_AND_POST
def not_us(request, token):
    """ "This was not us", from the e-mail about a change of address: stops it until an editor looks."""
    try:
        said = signing.loads(token, salt=mails.NOT_US_SALT, max_age=mails.NOT_US_SECONDS)
    except signing.BadSignature as error:
        raise Http404 from error
    update = get_object_or_404(ListingUpdate, pk=said["update"])
    too_late = False
    if request.method == "POST":
        try:
            submissions.freeze(update, said["address"])
        except IllegalTransitionError:
            too_late = update.state != State.FROZEN
        update.refresh_from_db()
    context = {"update": update, "too_late": too_late}
    return render(request, "listing_updates/not_us.html", context)


@never_cache
@GET_AND_POST
def withdraw_consent(request, token):
    """A person named on a listing takes their name off it."""
    contact = consents.contact_of(token)
    done = False
    if contact and request.method == "POST":
        consents.withdraw(contact, by=_("the person named"))
        done = True
    return render(request, "listing_updates/withdraw_consent.html", {"contact": contact, "done": done})


# Visitors


@csrf_exempt  # acts on nobody's account, sets no cookie: see core.public_form
@never_cache
@GET_AND_POST
def correction(request, key):
    """Anybody says what is the matter with a listing."""
    here = get_object_or_404(
        NetworkPage.objects.live().public(), translation_key=key, locale__language_code=get_language()
    )
    source = NetworkPage.objects.filter(translation_key=key, locale__language_code=SOURCE_LANGUAGE).first()
    form = CorrectionForm.for_request(request, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        closed = form.cleaned_data["reason"] == Reason.CLOSED
        proposal = {"status": "closed"} if closed else {}
        return _to_be_verified(request, form, Kind.CORRECTION, source or here, proposal)
    context = {"form": form, "network": here}
    return render(request, "listing_updates/correction.html", context, status=422 if form.errors else 200)


@csrf_exempt
@never_cache
@GET_AND_POST
def new_network(request):
    """Anybody proposes a network."""
    asked = FieldOfActivity.objects.source().filter(code=request.GET.get("field", "")[:60]).first()
    initial = {"country": request.GET.get("country", "")[:2], "field": asked}
    if asked:
        initial["family"] = Family.THEMATIC
    data = request.POST if request.method == "POST" else None
    form = NewNetworkForm.for_request(request, data, initial)
    if request.method == "POST" and form.is_valid():
        return _to_be_verified(request, form, Kind.NEW_NETWORK, None, form.proposal())
    context = {"form": form}
    return render(request, "listing_updates/new_network.html", context, status=422 if form.errors else 200)


def _to_be_verified(request, form, kind, network, proposal):
    """Keep what a visitor has sent, and send the code that confirms their address."""
    update, _created = submissions.keep_strangers_proposal(
        kind, form.cleaned_data, network=network, proposal=proposal, token=form.cleaned_data["token"]
    )
    if update.state != State.UNVERIFIED:  # sent and confirmed before: the back button
        return redirect("listing_updates:status_page", update.reference, update.status_code)
    try:
        issued = codes.issue(
            update.author_email, remote_address=request.META.get("REMOTE_ADDR", "unknown"), update=update
        )
    except codes.TooManyCodesError:
        form.add_error(None, _("Many codes have been asked for. Use the last one, or try again in an hour."))
        template = "listing_updates/correction.html" if network else "listing_updates/new_network.html"
        return render(request, template, {"form": form, "network": network}, status=429)
    mails.send_code(issued, get_language())
    return redirect("listing_updates:enter_code", issued.row.key)
