"""The view in which a listing update is read and decided, and what it shows from elsewhere."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.languages import native_name

from .. import acceptance
from ..models import Kind, ListingUpdate, ProposedLogo, Representative
from ..permissions import require_moderator, why_not_accept
from ..states import OPEN, IllegalTransitionError
from .deciding import all_words, verdict_of, words_for
from .outcome import Decision
from .personal_data import as_file
from .reviewing import Review


class ReviewView(WagtailAdminTemplateMixin, View):
    """An update, field by field; what is accepted is what stands on this page."""

    def dispatch(self, request: HttpRequest, pk: int) -> HttpResponse:
        require_moderator(request.user)
        self.update = get_object_or_404(
            ListingUpdate.objects.in_queue().select_related("network", "decided_by", "assigned_to"), pk=pk
        )
        return super().dispatch(request, pk)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(Review(self.update))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        action = request.POST.get("action", "")
        if action in ("take", "leave"):
            self.update.assigned_to = request.user if action == "take" else None
            self.update.save(update_fields=["assigned_to"])
            return redirect("listing_updates_admin:review", pk)
        review = Review(self.update, request.POST)
        try:
            if review.filled_in.reading != review.reading:
                raise acceptance.MovedError(acceptance.moved())
            if self.update.decided_at:
                raise acceptance.MovedError(acceptance.decided_meanwhile(self.update))
            if getattr(self, f"do_{action}", self.do_nothing)(review):
                return redirect("listing_updates_admin:index")
        except acceptance.MovedError as error:
            self.update.refresh_from_db()
            moved = Review(self.update, stale=request.POST)
            moved.errors.append(str(error))
            return self.show(moved, status=409)
        except acceptance.RefusedError as error:
            review.errors.append(str(error))
        except IllegalTransitionError:
            messages.error(request, _("This is no longer possible: the update has moved on meanwhile."))
            return redirect("listing_updates_admin:review", pk)
        except ValidationError as error:
            review.errors += error.messages
        return self.show(review, status=422)

    def do_nothing(self, review: Review) -> bool:
        return False

    def do_accept(self, review: Review) -> bool:
        verdict = verdict_of(review)
        if verdict is None:
            return False
        update = acceptance.accept(self.update, self.request.user, review.filled_in.reading, verdict)
        messages.success(self.request, _("Accepted: %(update)s") % {"update": update})
        if update.kind == Kind.NEW_NETWORK:
            messages.info(self.request, _("The network is a draft now: complete it and publish it."))
        return True

    def do_accept_others(self, review: Review) -> bool:
        """Accept, and what has not been decided as it was proposed."""
        return self.do_accept(review)

    def do_return(self, review: Review) -> bool:
        words_for(review, Decision.ASK)
        pieces = all_words(review)
        if not review.outcome.is_valid() or review.errors:
            return False
        message = review.outcome.message(self.update.language)
        if not message and not pieces:
            review.errors.append(_("Say what you want to know: choose a sentence or write to the sender."))
            return False
        acceptance.send_back(self.update, self.request.user, review.filled_in.reading, message, pieces)
        messages.success(
            self.request, _("Sent back with your question: %(update)s") % {"update": self.update}
        )
        return True

    def do_refuse(self, review: Review) -> bool:
        if not review.outcome.is_valid():
            return False
        message, pieces = review.outcome.message(self.update.language), all_words(review)
        if not message and not pieces:
            review.errors.append(_("Say why: choose a sentence or write to the sender."))
            return False
        acceptance.refuse(self.update, self.request.user, review.filled_in.reading, message, pieces)
        messages.success(self.request, _("Refused: %(update)s") % {"update": self.update})
        return True

    def do_release(self, review: Review) -> bool:
        acceptance.release(self.update, self.request.user)
        messages.success(self.request, _("Released: it waits for a decision again."))
        return False

    def show(self, review: Review, status: int = 200) -> TemplateResponse:
        update = review.update
        network = update.network
        history = ListingUpdate.objects.in_queue().filter(network=network).exclude(pk=update.pk)
        context = {
            "review": review,
            "update": update,
            "pieces": review.pieces if update.state in OPEN else [],
            "outcomes": review.outcomes,
            "decisions": Decision.choices,
            "network": network,
            "events": update.events.select_related("editor"),
            "history": history[:20] if network else [],
            "sender_language": native_name(update.language),
            "why_not_accept": why_not_accept(self.request.user, update),
            "may_decide": update.state in OPEN,
            "header_title": f"{update.reference} – {update.network_title}",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Home")},
                {"url": reverse("listing_updates_admin:index"), "label": _("Listing updates")},
                {"url": "", "label": update.reference, "sublabel": update.network_title},
            ],
            "header_icon": "history",
        }
        return TemplateResponse(self.request, "listing_updates/admin/review.html", context, status=status)


def logo(request: HttpRequest, pk: int) -> HttpResponse:
    """A proposed logo, for the editor who compares it."""
    require_moderator(request.user)
    found = get_object_or_404(ProposedLogo, pk=pk)
    response = HttpResponse(bytes(found.data), content_type="image/png")
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


def personal_data(request: HttpRequest, pk: int) -> JsonResponse:
    """Everything that is kept of a representative, as a file."""
    if not request.user.has_perm("listing_updates.view_representative"):
        raise PermissionDenied
    return as_file(get_object_or_404(Representative, pk=pk).email)
