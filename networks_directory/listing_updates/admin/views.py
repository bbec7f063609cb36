"""The queue of listing updates in the Wagtail admin, and the view in which one is read and decided."""

from dataclasses import dataclass
from datetime import date, timedelta

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, F, Value, When
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView

from core.languages import native_name
from core.models import User
from core.spreadsheets import SafeExportMixin

from ...choices import ConfirmedBy
from ...freshness import is_stale
from ...models.networks import NetworkPage
from .. import acceptance, mails
from ..models import Kind, ListingUpdate, ProposedLogo, Representative
from ..permissions import why_not_accept, why_not_moderate
from ..personal_data import export
from ..reminders import with_freshness
from ..states import IllegalTransitionError, State
from .deciding import verdict_of, words_for
from .outcome import Decision
from .reviewing import Review


def require_moderator(user: User) -> None:
    if why_not_moderate(user):
        raise PermissionDenied


class Sender(django_filters.ChoiceFilter):
    """Whether an update comes from somebody attached to the network."""

    def filter(self, queryset, value):
        kinds = [Kind.CORRECTION, Kind.NEW_NETWORK]
        if value == "network":
            return queryset.exclude(kind__in=kinds)
        return queryset.filter(kind__in=kinds) if value == "visitor" else queryset


class Age(django_filters.ChoiceFilter):
    """For how many days, at least, an update has been waiting."""

    def filter(self, queryset, value):
        if not value:
            return queryset
        return queryset.filter(submitted_at__lt=timezone.now() - timedelta(days=int(value)))


class QueueFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[
            (state.value, state.label) for state in State if state not in (State.DRAFT, State.UNVERIFIED)
        ],
    )
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=Kind)
    sender = Sender(
        label=gettext_lazy("Sender"),
        choices=[
            ("network", gettext_lazy("A representative of the network")),
            ("visitor", gettext_lazy("A visitor (unverified)")),
        ],
    )
    age = Age(
        label=gettext_lazy("Waiting for at least"),
        choices=[
            ("3", gettext_lazy("3 days")),
            ("7", gettext_lazy("7 days")),
            ("30", gettext_lazy("30 days")),
        ],
    )
    network = django_filters.CharFilter(
        label=gettext_lazy("Network"), field_name="network_title", lookup_expr="icontains"
    )
    assigned_to = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Taken care of by"),
        queryset=lambda request: mails.moderators(),
        null_label=gettext_lazy("Nobody"),
    )

    class Meta:
        model = ListingUpdate
        fields = ["network", "state", "kind", "sender", "age", "assigned_to"]


class QueueView(SafeExportMixin, IndexView):
    """Every update that has been sent, those that wait first."""

    model = ListingUpdate
    page_title = gettext_lazy("Listing updates")
    header_icon = "history"
    index_url_name = "listing_updates_admin:index"
    index_results_url_name = "listing_updates_admin:index_results"
    filterset_class = QueueFilters
    template_name = "listing_updates/admin/queue.html"
    results_template_name = "listing_updates/admin/queue_results.html"
    search_fields = ["reference", "network_title", "author_email"]
    is_searchable = True
    paginate_by = 50
    default_ordering = "state_order"
    list_export = [
        "reference", "kind", "state", "network_title", "author_email", "submitted_at", "decided_at",
        "decided_by",
    ]  # fmt: skip
    export_filename = "listing-updates"
    any_permission_required = ["moderate"]

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "network_title",
                label=_("Network"),
                get_url=lambda update: reverse("listing_updates_admin:review", args=[update.pk]),
            ),
            Column("reference", label=_("Reference")),
            Column("kind", label=_("Kind"), accessor="get_kind_display"),
            Column("state", label=_("State"), accessor="get_state_display"),
            Column("author_email", label=_("From")),
            Column("assigned_to", label=_("Taken care of by")),
            DateColumn("submitted_at", label=_("Sent")),
        ]

    def get_base_queryset(self):
        return ListingUpdate.objects.in_queue().select_related("assigned_to")

    def get_queryset(self):
        order = [State.FROZEN, State.WAITING, State.RETURNED]  # then what is decided, the latest first
        cases = [When(state=state, then=Value(place)) for place, state in enumerate(order)]
        queryset = super().get_queryset().annotate(place=Case(*cases, default=Value(len(order))))
        return queryset.order_by("place", F("decided_at").desc(nulls_last=True), "submitted_at", "pk")

    def order_queryset(self, queryset):
        return queryset

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["confirmations"] = ListingUpdate.objects.filter(
            kind=Kind.CONFIRMATION, state=State.WAITING
        ).select_related("network")
        return context


class AcceptConfirmationsView(View):
    """Accepts the ticked “nothing has changed”."""

    def post(self, request: HttpRequest) -> HttpResponse:
        require_moderator(request.user)
        chosen = [int(pk) for pk in request.POST.getlist("update") if pk.isdigit()]
        updates = ListingUpdate.objects.filter(pk__in=chosen).select_related("network")
        accepted, left = acceptance.accept_confirmations(updates, request.user)
        if accepted:
            messages.success(
                request,
                ngettext(
                    "%(count)s confirmation accepted.", "%(count)s confirmations accepted.", len(accepted)
                )
                % {"count": len(accepted)},
            )
        for update, reason in left:
            messages.warning(request, f"{update}: {reason}")
        return redirect("listing_updates_admin:index")


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

    def do_return(self, review: Review) -> bool:
        pieces = words_for(review, Decision.ASK)
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
        message = review.outcome.message(self.update.language)
        if not message:
            review.errors.append(_("Say why: choose a sentence or write to the sender."))
            return False
        acceptance.refuse(self.update, self.request.user, review.filled_in.reading, message)
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
            "pieces": review.pieces,
            "decisions": Decision.choices,
            "network": network,
            "events": update.events.select_related("editor"),
            "history": history[:20] if network else [],
            "sender_language": native_name(update.language),
            "why_not_accept": why_not_accept(self.request.user, update),
            "may_decide": update.state in (State.WAITING, State.RETURNED, State.FROZEN),
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
    data = export(get_object_or_404(Representative, pk=pk).email)
    response = JsonResponse(data, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="personal-data.json"'
    return response


@dataclass(frozen=True)
class ListingFreshness:
    """A row of the report."""

    pk: int
    title: str
    confirmed_since: date | None
    confirmed_by: str
    is_stale: bool
    representatives: int
    unreachable: int

    @classmethod
    def of(cls, network: NetworkPage) -> "ListingFreshness":
        """Of a page that reminders.with_freshness() has found."""
        days = [network.confirmed_since] if network.confirmed_since else []
        return cls(
            pk=network.pk,
            title=network.title,
            confirmed_since=network.confirmed_since,
            confirmed_by=dict(ConfirmedBy.choices).get(network.confirmed_by, ""),
            is_stale=is_stale(days, network.first_published_at),
            representatives=network.representatives,
            unreachable=network.unreachable,
        )


class FreshnessReport(SafeExportMixin, ReportView):
    """When each listing was last confirmed, by whom, and who looks after it."""

    page_title = gettext_lazy("Freshness of the listings")
    header_icon = "time"
    index_url_name = "listing_updates_admin:freshness"
    index_results_url_name = "listing_updates_admin:freshness_results"
    template_name = "wagtailadmin/reports/base_report.html"
    results_template_name = "listing_updates/admin/freshness_results.html"
    list_export = ["title", "confirmed_since", "confirmed_by", "is_stale", "representatives"]
    export_headings = {
        "title": gettext_lazy("Network"),
        "confirmed_since": gettext_lazy("All confirmed since"),
        "confirmed_by": gettext_lazy("By"),
        "is_stale": gettext_lazy("Too long ago"),
        "representatives": gettext_lazy("Representatives"),
    }
    paginate_by = 100

    def dispatch(self, request, *args, **kwargs):
        require_moderator(request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_filename(self):
        return "freshness"

    def get_queryset(self):
        return with_freshness(NetworkPage.objects.all())

    def decorate_paginated_queryset(self, object_list):
        return [ListingFreshness.of(network) for network in object_list]
