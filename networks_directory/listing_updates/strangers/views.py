"""What anybody may propose: a correction, a new network."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt

from core.languages import SOURCE_LANGUAGE
from core.public_form import asks_for_language, unchecked
from core.rate_limits import connection_of, status_of, too_many
from core.visibility import may_see

from ...browsing.asked import LONGEST_QUERY
from ...choices import Family
from ...models.fields_of_activity import FieldOfActivity
from ...models.networks import NetworkPage
from .. import codes, mails, submissions
from ..listing_values import Values
from ..models import Kind, ListingUpdate, Reason
from ..naming import network_named
from ..sign_in.views import GET_AND_POST, TOO_MANY_CODES
from ..states import State
from .forms import CorrectionForm, NewNetworkForm, StrangersForm

# Kept by no shared cache; but the browser's back button finds what was typed, which “no-store” would forbid.
typed_stays = cache_control(private=True, no_cache=True)


@csrf_exempt  # acts on nobody's account, sets no cookie: see core.public_form
@typed_stays
@GET_AND_POST
def correction(request: HttpRequest, key: UUID) -> HttpResponse:
    """Anybody says what is the matter with a listing."""
    here = get_object_or_404(NetworkPage, translation_key=key, locale__language_code=get_language())
    if not may_see(request, here):
        raise Http404
    source = NetworkPage.objects.filter(translation_key=key, locale__language_code=SOURCE_LANGUAGE).first()
    form = CorrectionForm.for_request(request, _sent(request), CorrectionForm.filled_in(_before(request)))
    if asks_for_language(request):
        unchecked(form)
        return _correction_page(request, form, here)
    if request.method == "POST" and form.is_valid():
        closed = form.cleaned_data["reason"] == Reason.CLOSED
        proposal = {"status": "closed"} if closed else {}
        return _to_be_verified(request, form, Kind.CORRECTION, source or here, proposal)
    return _correction_page(request, form, here)


def _correction_page(request: HttpRequest, form: StrangersForm, network: NetworkPage) -> HttpResponse:
    context = {"form": form, "network": network_named(network)}
    return render(request, "listing_updates/correction.html", context, status=status_of(form))


@csrf_exempt
@typed_stays
@GET_AND_POST
def new_network(request: HttpRequest) -> HttpResponse:
    """Anybody proposes a network."""
    asked = FieldOfActivity.objects.source().filter(code=request.GET.get("field", "")[:60]).first()
    title = request.GET.get("title", "")[:LONGEST_QUERY].strip()  # what somebody has searched for in vain
    initial = {"title": title, "country": request.GET.get("country", "")[:2], "field": asked}
    if asked:
        initial["family"] = Family.THEMATIC
    initial |= NewNetworkForm.filled_in(_before(request))
    form = NewNetworkForm.for_request(request, _sent(request), initial)
    if asks_for_language(request):
        return render(request, "listing_updates/new_network.html", {"form": unchecked(form)})
    if request.method == "POST" and form.is_valid():
        return _to_be_verified(request, form, Kind.NEW_NETWORK, None, form.proposal())
    context = {"form": form}
    return render(request, "listing_updates/new_network.html", context, status=status_of(form))


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _before(request: HttpRequest) -> ListingUpdate | None:
    """What somebody has sent before, whose form they open again because no code has reached them."""
    key = request.GET.get("again")
    row = codes.sent_before(key) if key else None
    return row.update if row and row.update and row.update.state == State.UNVERIFIED else None


def _to_be_verified(
    request: HttpRequest, form: StrangersForm, kind: Kind, network: NetworkPage | None, proposal: Values
) -> HttpResponse:
    """Keep what a visitor has sent, and send the code that confirms their address."""
    update, _created = submissions.keep_strangers_proposal(
        kind, form.cleaned_data, network=network, proposal=proposal, token=form.cleaned_data["token"]
    )
    if update.state != State.UNVERIFIED:  # sent and confirmed before: the back button
        return redirect("listing_updates:status_page", update.reference, update.status_code)
    try:
        issued = codes.issue(update.author_email, connection=connection_of(request), update=update)
    except codes.TooManyCodesError:
        form.add_error(None, too_many(TOO_MANY_CODES))
        if network:
            return _correction_page(request, form, network)
        context = {"form": form}
        return render(request, "listing_updates/new_network.html", context, status=status_of(form))
    mails.send_code(issued, get_language())
    return redirect("listing_updates:enter_code", issued.row.key)
