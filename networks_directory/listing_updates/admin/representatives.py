"""Representatives in the Wagtail admin: attach a person to a network, end it on handover, erase a person."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import BooleanFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminPageChooser
from wagtail.admin.widgets.boolean_radio_select import BooleanRadioSelect
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Locale
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from core.addresses import MailboxFormField
from core.languages import SOURCE_LANGUAGE, site_language_choices
from core.models import User
from core.spreadsheets import SafeExportMixin

from ...models.listing_facts import NetworkContact, WithdrawnConsent
from ...models.networks import NetworkPage
from .. import consents, mails
from ..models import NoticePreference, Representation, Representative
from ..personal_data import erase


class RepresentationForm(forms.ModelForm):
    """Attaches an e-mail address to a network; the person need not be known yet."""

    email = MailboxFormField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        help_text=gettext_lazy(
            "Check it: whoever reads mail there speaks for the network. An invitation goes out at once."
        ),
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Optional. Only editors see it."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=site_language_choices,
        help_text=gettext_lazy(
            "Of the e-mails they receive. It becomes the language in which they sign in on the site."
        ),
    )

    class Meta:
        model = Representation
        fields = ["network"]
        widgets = {"network": AdminPageChooser(target_models=[NetworkPage])}

    def clean_network(self) -> NetworkPage:
        """Of a network's pages the one in the source language, whichever was chosen."""
        network = self.cleaned_data["network"]
        return network.get_translation_or_none(Locale.objects.get(language_code=SOURCE_LANGUAGE)) or network

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        email = (cleaned.get("email") or "").lower()
        attached = Representation.objects.current().filter(representative__email=email)
        if email and attached.filter(network=cleaned.get("network")).exists():
            self.add_error("email", _("This person is attached to this network already."))
        return cleaned

    def save(self, commit: bool = True) -> Representation:
        cleaned = self.cleaned_data
        known, _created = Representative.objects.get_or_create(
            email=cleaned["email"].lower(),
            defaults={"name": cleaned["name"], "language": cleaned["language"]},
        )
        self.instance.representative = known
        return super().save(commit)


class AttachmentsPolicy(ModelPermissionPolicy):
    """Attachments are made and withdrawn, never changed: what was recorded stays true."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action != "change" and super().user_has_permission(user, action)

    def user_has_permission_for_instance(self, user: User, action: str, instance: Representation) -> bool:
        ended = action == "delete" and instance.withdrawn_at is not None
        return not ended and super().user_has_permission_for_instance(user, action, instance)


register_permission_policy(Representation, AttachmentsPolicy(Representation))


class AttachView(ModelViewSet.add_view_class):
    """Attaches a representative, says who did it, and sends the invitation."""

    success_message = gettext_lazy("“%(object)s”: attached. The invitation is on its way by e-mail.")

    def save_instance(self) -> Representation:
        self.form.instance.attached_by = self.request.user
        representation = super().save_instance()
        mails.invite(representation)
        return representation

    def get_success_buttons(self) -> list[Any]:
        return []  # what was recorded is not changed


class WithdrawView(ModelViewSet.delete_view_class):
    """Ends an attachment: access is gone at once, what was proposed stays."""

    page_title = gettext_lazy("Withdraw")
    success_message = gettext_lazy("“%(object)s”: withdrawn. An e-mail to the person is on its way.")
    template_name = "listing_updates/admin/withdraw.html"

    @property
    def confirmation_message(self) -> str:
        return _(
            "This person can then no longer propose changes for this network. What they have sent stays."
        )

    def delete_action(self) -> None:
        if self.object.withdraw(self.request.user):
            mails.say_goodbye(self.object)


class RepresentationIndexView(SafeExportMixin, ModelViewSet.index_view_class):
    def get_base_queryset(self) -> QuerySet[Representation]:
        return super().get_base_queryset().select_related("representative", "network", "attached_by")


class RepresentationFilterSet(WagtailFilterSet):
    withdrawn_at__isnull = BooleanFilter(
        field_name="withdrawn_at",
        lookup_expr="isnull",
        label=gettext_lazy("Represents the network today"),
        widget=BooleanRadioSelect,
    )

    class Meta:
        model = Representation
        fields: list[str] = []


class RepresentationViewSet(ModelViewSet):
    model = Representation
    name = "representations"
    url_prefix = "representations"
    icon = "group"
    menu_label = gettext_lazy("Representatives")
    menu_order = 296
    add_to_admin_menu = True
    index_view_class = RepresentationIndexView
    add_view_class = AttachView
    delete_view_class = WithdrawView
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = [
        "representative", "network", "attached_at", "attached_by", "withdrawn_at", "withdrawn_by",
    ]  # fmt: skip
    list_display = ["representative", "network", "attached_at", "attached_by", "withdrawn_at"]
    filterset_class = RepresentationFilterSet
    list_export = ["representative.email", "network.title", "attached_at", "attached_by", "withdrawn_at"]
    search_fields = ["representative__email", "representative__name", "network__title"]
    ordering = ["withdrawn_at", "-attached_at"]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return RepresentationForm


class RepresentativesPolicy(ModelPermissionPolicy):
    """Persons come to be known by being attached to a network."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action != "add" and super().user_has_permission(user, action)


register_permission_policy(Representative, RepresentativesPolicy(Representative))


class EraseView(ModelViewSet.delete_view_class):
    """Forgets a person."""

    page_title = gettext_lazy("Erase")
    success_message = gettext_lazy("The person has been erased.")

    @property
    def confirmation_message(self) -> str:
        return _(
            "Their address, name, messages and access are deleted for good, in every table, drafts and logs"
            " included; a listing that gives their address loses it. What they proposed for listings stays,"
            " without their name. Export their data first if they have asked for it."
        )

    def delete_action(self) -> None:
        erase(self.object.email, self.request.user)


class RepresentativeInspectView(ModelViewSet.inspect_view_class):
    @property
    def header_buttons(self) -> list[HeaderButton]:
        url = reverse("listing_updates_admin:personal_data", args=[self.object.pk])
        export = HeaderButton(_("Export this person's data"), url=url, icon_name="download")
        return [*super().header_buttons, export]


class RepresentativeViewSet(ModelViewSet):
    model = Representative
    name = "representatives"
    url_prefix = "representatives"
    icon = "user"
    menu_label = gettext_lazy("Persons who represent networks")
    add_to_settings_menu = True
    delete_view_class = EraseView
    inspect_view_class = RepresentativeInspectView
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["email", "name", "language", "added_at", "bounced_at"]
    list_display = ["email", "name", "language", "bounced_at"]
    list_filter = ["language"]
    search_fields = ["email", "name"]
    panels = [FieldPanel("name"), FieldPanel("language"), FieldPanel("bounced_at")]


class NamedPersonField(forms.ModelChoiceField):
    """A contact of a listing, by the name of the person."""

    def label_from_instance(self, contact: NetworkContact) -> str:
        return f"{contact.person} – {contact.network.title}"


class WithdrawnConsentForm(forms.ModelForm):
    """Takes a person's name off their listing, because they have asked an editor to."""

    contact = NamedPersonField(
        label=gettext_lazy("Person"),
        queryset=NetworkContact.objects.none(),
        help_text=gettext_lazy(
            "Their name and address leave every page, export and draft at once, in every language."
        ),
    )

    class Meta:
        model = WithdrawnConsent
        fields = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = NetworkContact.objects.filter(locale__language_code=SOURCE_LANGUAGE).exclude(person="")
        self.fields["contact"].queryset = named.select_related("network").order_by("person")


class WithdrawConsentView(ModelViewSet.add_view_class):
    success_message = gettext_lazy("%(object)s is no longer named on the site.")

    def save_instance(self) -> WithdrawnConsent:
        return consents.withdraw(self.form.cleaned_data["contact"], by=self.request.user.email)

    def get_success_buttons(self) -> list[Any]:
        return []


class WithdrawnConsentsPolicy(ModelPermissionPolicy):
    """A withdrawn consent is recorded once and stays: deleting it could bring the name back."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action not in ("change", "delete") and super().user_has_permission(user, action)


register_permission_policy(WithdrawnConsent, WithdrawnConsentsPolicy(WithdrawnConsent))


WHO_TOOK_IT_OFF = Column("by_whom", label=gettext_lazy("by"), sort_key="withdrawn_by")


class WithdrawnConsentViewSet(ModelViewSet):
    model = WithdrawnConsent
    name = "withdrawn_consents"
    url_prefix = "withdrawn-consents"
    icon = "no-view"
    menu_label = gettext_lazy("Names taken off")
    add_to_settings_menu = True
    add_view_class = WithdrawConsentView
    copy_view_enabled = False
    list_display = ["person", "network", "consent_on", "withdrawn_at", WHO_TOOK_IT_OFF]
    search_fields = ["person"]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return WithdrawnConsentForm


class NoticePreferenceForm(forms.ModelForm):
    """How an editor hears of what arrives."""

    class Meta:
        model = NoticePreference
        fields = ["notices"]
