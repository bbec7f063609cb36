"""The pages of representatives who have signed in: their networks, the form of a listing, confirming."""

import base64
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.translating.versions import stands_in

from ...listing.confirmations import confirmations_of
from ...models.networks import NetworkPage
from .. import access, submissions
from ..description import Description
from ..listing_form import signed_base
from ..listing_values import Values, in_translation, values_in, values_of, with_values
from ..models import Kind, ListingUpdate, ProposedLogo, Representative
from ..outcomes import PieceOutcome, outcomes_of
from ..pieces import COUNTED, PIECES, ROWS, completeness
from ..sign_in.views import GET_AND_POST, for_representatives
from ..states import OPEN, IllegalTransitionError, State
from .editing import EditForms, chosen_logo


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
    updates: list["SentUpdate"]


@dataclass
class SentUpdate:
    """An update as its author finds it there, and what has become of it."""

    update: ListingUpdate
    outcomes: list[PieceOutcome]


@for_representatives
@require_GET
def my_networks(request: HttpRequest, representative: Representative) -> HttpResponse:
    """The representative's networks: state, what is missing, last confirmed, updates and their outcome."""
    pages = list(access.networks_of(representative).prefetch_related(*ROWS, "confirmations"))
    here = access.pages_here(pages)
    updates = ListingUpdate.objects.by(representative).filter(network__in=pages).prefetch_related("events")
    of_network = {page.pk: [update for update in updates if update.network_id == page.pk] for page in pages}
    describe = Description(get_language())
    networks = [_my_network(page, here[page.pk], of_network[page.pk], describe) for page in pages]
    context = {"representative": representative, "networks": networks}
    return render(request, "listing_updates/my_networks.html", context)


def _my_network(
    page: NetworkPage, here: NetworkPage, updates: list[ListingUpdate], describe: Description
) -> MyNetwork:
    """A MyNetwork, from its page and all updates of it by this representative, which have been read."""
    filled, missing = completeness(values_of(page))
    unfinished = (State.DRAFT, *OPEN)
    return MyNetwork(
        page=page, here=here, confirmed=confirmations_of(page), filled=filled, counted=len(COUNTED),
        missing=missing,
        current=next((u for u in updates if u.kind == Kind.UPDATE and u.state in unfinished), None),
        updates=[
            SentUpdate(update, outcomes_of(update, describe))
            for update in updates
            if update.state != State.DRAFT
        ],
    )  # fmt: skip


@for_representatives
@GET_AND_POST
def edit(request: HttpRequest, representative: Representative, pk: int) -> HttpResponse:
    """The form of a listing: keep, preview, send, forget."""
    network = access.network_of(representative, pk)
    update = submissions.current_update(representative, network)
    if update and update.state == State.FROZEN:
        return redirect("listing_updates:status_page", update.reference, update.status_code)
    if request.method == "POST":
        return _edited(request, representative, network, update)
    forms, context = _opened(request, network, update)
    return _edit_page(request, network, update, forms, **context)


def _opened(
    request: HttpRequest, network: NetworkPage, update: ListingUpdate | None
) -> tuple[EditForms, dict[str, Any]]:
    """The form as it is first seen, or as it was left."""
    if data := access.kept_form(request):
        return EditForms.bound(network, update, data), {"restored": True}
    return EditForms.opened(network, update), {}


def _edit_page(
    request: HttpRequest,
    network: NetworkPage,
    update: ListingUpdate | None,
    forms: EditForms,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    describe = Description(get_language(), forms.listing.field_names)
    sections = [
        (piece, fields, rows, describe.of_piece(piece, forms.live))
        for piece, fields, rows in forms.listing.sections
    ]
    others = ListingUpdate.objects.open().filter(network=network, kind=Kind.UPDATE)
    context |= {
        "network": network, "here": access.page_here(network), "update": update, "sections": sections,
        "form": forms.listing, "submission": forms.submission, "translations": forms.translations,
        "signed_base": signed_base(forms.seen), "chosen_logo": chosen_logo(update),
        "others": others.exclude(pk=update.pk) if update else others,
        "errors": forms.errors if forms.listing.is_bound and not context.get("restored") else [],
    }  # fmt: skip
    return render(request, "listing_updates/edit.html", context, status=status)


def _edited(
    request: HttpRequest, representative: Representative, network: NetworkPage, update: ListingUpdate | None
) -> HttpResponse:
    """What has been sent to the form of a listing, by whichever button: kept first, whatever it is."""
    action = request.POST.get("action", "")
    access.forget_form(request)
    forms = EditForms.bound(network, update, request.POST, request.FILES)
    more = action.removeprefix("more-") if action.startswith("more-") else None
    update = submissions.keep_draft(representative, network, forms.typed(more), forms.listing.new_logo)
    if action == "discard" and update.state != State.FROZEN:
        return redirect("listing_updates:forget", network.pk)
    if more or action in ("save", "discard"):
        return _kept(request, update, forms, f"{request.path}#part-{more}" if more else "")
    if not forms.is_valid():
        return _edit_page(request, network, update, forms, status=422)
    if action == "preview":
        return _preview(request, network, update, forms.wanted(update))
    return _sent(request, representative, network, update, forms)


def _kept(request: HttpRequest, update: ListingUpdate, forms: EditForms, rows: str) -> HttpResponse:
    """Back to the form, to the `rows` of which one more is wanted, or with a word on what has been kept."""
    if update.state == State.FROZEN:  # stopped a moment ago: its page says so, and nothing is kept
        return redirect("listing_updates:status_page", update.reference, update.status_code)
    for reason in forms.listing.logo_errors:
        messages.warning(request, _("The picture was not kept. %(reason)s") % {"reason": reason})
    if not rows:
        messages.success(request, _("Saved. Nobody but you sees it until you send it."))
    return redirect(rows or request.path)


def _sent(
    request: HttpRequest,
    representative: Representative,
    network: NetworkPage,
    update: ListingUpdate,
    forms: EditForms,
) -> HttpResponse:
    """Send what is valid, unless it changes nothing, or what the site has changed meanwhile."""
    sent = forms.submitted(update)
    moved = [piece for piece in sent.patch.pieces if sent.patch.has_moved(piece, forms.live)]
    if moved:  # these are shown as they are now; what was not touched counts as seen when the form was opened
        forms = replace(forms, seen=forms.seen | values_in(forms.live, moved))
        return _edit_page(request, network, update, forms, status=409, moved=moved)
    try:
        update, _changed = submissions.submit(representative, network, sent)
    except IllegalTransitionError:  # stopped a moment ago: its page says so
        update.refresh_from_db()
    except submissions.NothingToSendError:
        return _edit_page(request, network, update, forms, status=422, nothing=True)
    return redirect("listing_updates:status_page", update.reference, update.status_code)


def _preview(
    request: HttpRequest, network: NetworkPage, update: ListingUpdate, wanted: Values
) -> HttpResponse:
    """The real page as it would become, in the reader's language as far as it is translated."""
    logo = wanted.pop("logo", None)
    wanted = wanted if logo else wanted | {"logo": None}
    here = access.page_here(network)
    is_translated = here.pk != network.pk and not stands_in(here)
    page = with_values(here, in_translation(wanted, values_of(here)) if is_translated else wanted)
    request.is_preview = request.is_proposal = True  # type: ignore[attr-defined] - Wagtail's name, and ours
    with override(here.locale.language_code):
        context = page.get_context(request) | {"awaits_translation": is_translated}
        if isinstance(logo, dict):
            context["proposed_logo"] = _as_drawn(update.logos.get(pk=logo["upload"]))
        return HttpResponse(render_to_string(page.get_template(request), context, request))


def _as_drawn(logo: ProposedLogo) -> dict[str, Any]:
    """A logo at the size at which the page will draw it (_logo.html), without an address of its own."""
    scale = min(1, 320 / logo.width, 160 / logo.height)
    return {
        "url": f"data:image/png;base64,{base64.b64encode(logo.data).decode()}",
        "width": round(logo.width * scale), "height": round(logo.height * scale),
    }  # fmt: skip


@for_representatives
@GET_AND_POST
def confirm(request: HttpRequest, representative: Representative, pk: int) -> HttpResponse:
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
@GET_AND_POST
def forget(request: HttpRequest, representative: Representative, pk: int) -> HttpResponse:
    """Asks whether what was typed and not sent should be forgotten; its button does so."""
    network = access.network_of(representative, pk)
    update = submissions.current_update(representative, network)
    if request.method == "POST":
        submissions.discard_draft(representative, network)
        messages.success(request, _("What you had typed and not sent has been forgotten."))
    if request.method == "POST" or not update or not update.form_state:
        return redirect("listing_updates:my_networks")
    context = {"network": network, "here": access.page_here(network), "update": update}
    return render(request, "listing_updates/forget.html", context)


@for_representatives
@require_GET
def proposed_logo(request: HttpRequest, representative: Representative, pk: int) -> HttpResponse:
    """A logo this representative has sent."""
    logo = get_object_or_404(ProposedLogo, pk=pk, update__representative=representative)
    return HttpResponse(bytes(logo.data), content_type="image/png")
