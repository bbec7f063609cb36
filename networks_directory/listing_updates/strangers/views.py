"""What anybody may propose: a correction, a new network."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from core.languages import SOURCE_LANGUAGE
from core.rate_limits import connection_of
from core.visibility import may_see

from ...choices import Family
from ...models.fields_of_activity import FieldOfActivity
from ...models.networks import NetworkPage
from .. import codes, mails, submissions
from ..listing_values import Values
from ..models import Kind, Reason
from ..sign_in.views import GET_AND_POST
from ..states import State
from .forms import CorrectionForm, NewNetworkForm, StrangersForm


@csrf_exempt  # acts on nobody's account, sets no cookie: see core.public_form
@never_cache
@GET_AND_POST
def correction(request: HttpRequest, key: UUID) -> HttpResponse:
    """Anybody says what is the matter with a listing."""
    here = get_object_or_404(NetworkPage, translation_key=key, locale__language_code=get_language())
    if not may_see(request, here):
        raise Http404
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
def new_network(request: HttpRequest) -> HttpResponse:
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
        form.add_error(None, _("Many codes have been asked for. Use the last one, or try again in an hour."))
        template = "listing_updates/correction.html" if network else "listing_updates/new_network.html"
        return render(request, template, {"form": form, "network": network}, status=429)
    mails.send_code(issued, get_language())
    return redirect("listing_updates:enter_code", issued.row.key)
