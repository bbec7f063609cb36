"""The pages of representatives who have signed in: their networks, the form of a listing, confirming."""

import base64
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.languages import SOURCE_LANGUAGE

from ...listing.listing import confirmations_of
from ...models.networks import NetworkPage
from .. import access, submissions
from ..description import Description
from ..listing_form import ListingForm, read_base, signed_base
from ..models import Kind, ListingUpdate, ProposedLogo
from ..pieces import COUNTED, PIECES, POINTS, changed_pieces, completeness, values_of, with_values
from ..sign_in.views import GET_AND_POST, for_representatives
from ..states import IllegalTransitionError, State
from .forms import SubmissionForm, TranslationsForm, languages_to_translate


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


@for_representatives
@require_GET
def my_networks(request, representative):
    """The representative's networks: state, what is missing, last confirmed, updates and their outcome."""
    networks = []
    for network in access.networks_of(representative).specific():
        filled, missing = completeness(values_of(network))
        updates = ListingUpdate.objects.by(representative).filter(network=network).exclude(state=State.DRAFT)
        networks.append(
            MyNetwork(
                network, access.page_here(network), confirmations_of(network), filled, len(COUNTED), missing,
                submissions.current_update(representative, network),
                list(updates.prefetch_related("events")),
            )
        )  # fmt: skip
    context = {"representative": representative, "networks": networks}
    return render(request, "listing_updates/my_networks.html", context)


@for_representatives
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
    if data := access.kept_form(request):
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
        (piece, fields, rows, describe.of_piece(piece, live))
        for piece, fields, rows in context["form"].sections
    ]
    others = ListingUpdate.objects.open().filter(network=network, kind=Kind.UPDATE)
    context |= {
        "network": network, "here": access.page_here(network), "update": update, "sections": sections,
        "signed_base": signed_base(context["base"]),
        "chosen_logo": start["logo"]["upload"] if isinstance(start["logo"], dict) else None,
        "others": others.exclude(pk=update.pk) if update else others,
    }  # fmt: skip
    return render(request, "listing_updates/edit.html", context, status=status)


def _edited(request, representative, network, update):
    """What has been sent to the form of a listing, by whichever button: kept first, whatever it is."""
    action = request.POST.get("action", "")
    access.forget_form(request)
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
    touched = {piece.name for piece in changed_pieces(sent.base, sent.values)}
    moved = [piece for piece in changed_pieces(sent.base, live) if piece.name in touched]
    if moved:  # these are shown as they are now; what was not touched counts as seen when the form was opened
        base = sent.base | {name: live[name] for piece in moved for name in piece.fields}
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


@for_representatives
@GET_AND_POST
def confirm(request, representative, pk):
    """ "Nothing has changed": the listing as it is, and one button."""
    network = access.network_of(representative, pk)
    if request.method == "POST":
        update = submissions.confirm(representative, network)
        return redirect("listing_updates:status_page", update.reference, update.status_code)
    describe, values = Description(get_language()), values_of(network)
    lines = [(piece, describe.of_piece(piece, values)) for piece in PIECES.values()]
    context = {
        "network": network,
        "here": access.page_here(network),
        "lines": [(piece, text) for piece, text in lines if text],
    }
    return render(request, "listing_updates/confirm.html", context)


@for_representatives
@require_GET
def proposed_logo(request, representative, pk):
    """A logo this representative has sent."""
    logo = get_object_or_404(ProposedLogo, pk=pk, update__representative=representative)
    return HttpResponse(bytes(logo.data), content_type="image/png")
