"""The queue of listing updates in the Wagtail admin."""

from datetime import timedelta
from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import Case, F, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView

from core.formats import labelled
from core.spreadsheets import SafeExportMixin

from .. import acceptance, mails
from ..models import Kind, ListingUpdate
from ..permissions import require_moderator
from ..states import State


class Sender(django_filters.ChoiceFilter):
    """Whether an update comes from somebody attached to the network."""

    def filter(self, queryset: QuerySet[ListingUpdate], value: str) -> QuerySet[ListingUpdate]:
        kinds = [Kind.CORRECTION, Kind.NEW_NETWORK]
        if value == "network":
            return queryset.exclude(kind__in=kinds)
        return queryset.filter(kind__in=kinds) if value == "visitor" else queryset


class Age(django_filters.ChoiceFilter):
    """For how many days, at least, an update has been waiting."""

    def filter(self, queryset: QuerySet[ListingUpdate], value: str) -> QuerySet[ListingUpdate]:
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
    def columns(self) -> list[Column]:
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

    def get_base_queryset(self) -> QuerySet[ListingUpdate]:
        return ListingUpdate.objects.in_queue().select_related("assigned_to")

    def get_queryset(self) -> QuerySet[ListingUpdate]:
        order = [State.FROZEN, State.WAITING, State.RETURNED]  # then what is decided, the latest first
        cases = [When(state=state, then=Value(place)) for place, state in enumerate(order)]
        queryset = super().get_queryset().annotate(place=Case(*cases, default=Value(len(order))))
        return queryset.order_by("place", F("decided_at").desc(nulls_last=True), "submitted_at", "pk")

    def order_queryset(self, queryset: QuerySet[ListingUpdate]) -> QuerySet[ListingUpdate]:
        return queryset

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
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
        if not chosen:
            messages.warning(request, _("Tick the confirmations that you accept."))
        if accepted:
            messages.success(
                request,
                ngettext(
                    "%(count)s confirmation accepted.", "%(count)s confirmations accepted.", len(accepted)
                )
                % {"count": len(accepted)},
            )
        for update, reason in left:
            messages.warning(request, labelled(update, reason))
        return redirect("listing_updates_admin:index")
