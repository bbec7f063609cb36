"""What the links in our e-mails open: following an update, stopping one, taking a name off a listing."""

from http import HTTPStatus

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from core.public_form import asks_for_language, unchecked
from core.rate_limits import allow, connection_of, status_of, too_many
from core.visibility import may_see

from ...models.listing_facts import BY_PERSON_NAMED
from .. import access, consents, mails, submissions
from ..description import Description
from ..models import Kind, ListingUpdate
from ..naming import named_in_update, network_named
from ..outcomes import outcomes_of
from ..pieces import PIECES
from ..sign_in.views import GET_AND_POST
from ..states import IllegalTransitionError, State
from ..waiting_times import expected_by
from .forms import AnswerForm, StatusForm

TRIES_PER_CONNECTION = 30  # an hour


@never_cache
@GET_AND_POST
def find_status(request: HttpRequest) -> HttpResponse:
    """Asks for the reference and the code of an update."""
    form = StatusForm(request.POST or None)
    if asks_for_language(request):
        return render(request, "listing_updates/find_status.html", {"form": unchecked(form)})
    if request.method == "POST" and not allow("status", connection_of(request), TRIES_PER_CONNECTION):
        form.add_error(None, too_many())
    elif request.method == "POST" and form.is_valid():
        reference, code = ("".join(form.cleaned_data[name].split()).upper() for name in ("reference", "code"))
        update = ListingUpdate.objects.filter(reference=reference).first()
        if update and constant_time_compare(update.status_code, code):
            return redirect("listing_updates:status_page", reference, code)
        form.add_error("code", _("This reference and this code do not belong together. Check the e-mail."))
    return render(request, "listing_updates/find_status.html", {"form": form}, status=status_of(form))


@never_cache
@GET_AND_POST
def status_page(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """The state of an update, the editor's words, an expected date; to withdraw it or to answer."""
    sent = ListingUpdate.objects.exclude(state=State.DRAFT).prefetch_related("events")
    update = sent.filter(reference=reference).first()
    if update is None or not constant_time_compare(update.status_code, code):
        raise Http404
    may_edit = bool(update.kind == Kind.UPDATE and update.network_id)
    answered = request.POST if request.POST.get("action") == "answer" else None
    form, problem = AnswerForm(answered, may_edit=may_edit), ""
    if request.method == "POST":
        try:
            if _follow_up(request, update, form):
                return redirect(request.path)
        except IllegalTransitionError:
            problem = _("This is no longer possible: somebody has decided or withdrawn it meanwhile.")
        update.refresh_from_db()
    describe = Description(get_language())
    here = access.page_here(update.network) if update.network else None
    is_public = bool(here and here.live and may_see(request, here))
    context = {
        "update": update,
        "page_url": here.url if here and is_public else "",
        # What its author called it, where strangers may not see what it is called now.
        "title": here.title if here and may_see(request, here) else update.network_title,
        "outcomes": outcomes_of(update, describe), "problem": problem, "expected": expected_by(update),
        "form": form,
        "returned": [(PIECES[name].label, words) for name, words in update.returned_parts.items()],
        "events": update.events.all(),
        "texts": update.proposed_texts,
        "may_edit": may_edit,
    }  # fmt: skip
    status = HTTPStatus.CONFLICT if problem else status_of(form)
    return render(request, "listing_updates/status.html", context, status=status)


def _follow_up(request: HttpRequest, update: ListingUpdate, form: AnswerForm) -> bool:
    """Do what a button of the status page asks. Returns whether the answer could be sent as it was typed.

    Raises IllegalTransitionError, for an answer with a fault too: there is no form any more to correct it in.
    """
    if request.POST.get("action") == "withdraw":
        submissions.withdraw(update)
    elif form.is_bound:
        if update.state != State.RETURNED:
            raise IllegalTransitionError
        if not form.is_valid():
            return False
        submissions.answer(update, form.cleaned_data["message"])
    return True


@never_cache
@GET_AND_POST
def not_us(request: HttpRequest, token: str) -> HttpResponse:
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
    context = {"update": update, "too_late": too_late, "network": named_in_update(update)}
    return render(request, "listing_updates/not_us.html", context)


@never_cache
@GET_AND_POST
def withdraw_consent(request: HttpRequest, token: str) -> HttpResponse:
    """A person named on a listing takes their name off it."""
    contact = consents.contact_of(token)
    network = network_named(contact.network) if contact else ""
    done = False
    if contact and request.method == "POST":
        consents.withdraw(contact, by=BY_PERSON_NAMED)
        done = True
    context = {"contact": contact, "network": network, "done": done}
    return render(request, "listing_updates/withdraw_consent.html", context)
