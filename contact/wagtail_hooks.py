"""The contact block and the contact messages in the Wagtail admin."""

from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, IndexView, SnippetViewSet

from core.languages import SOURCE_LANGUAGE
from core.spreadsheets import SafeExportMixin

from .frame_part import ContactFramePart
from .messages import ContactMessage
from .models import ContactBlock


def the_contact_block():
    return ContactBlock.objects.filter(locale__language_code=SOURCE_LANGUAGE).first()


class OnlyContactBlockMixin:
    """There is one contact block: its menu entry opens it, and a second cannot be added."""

    def dispatch(self, request, *args, **kwargs):
        if not request.GET.get("locale") and (block := the_contact_block()):
            return redirect("wagtailsnippets_contact_contactblock:edit", block.pk)
        return super().dispatch(request, *args, **kwargs)


class ContactBlockIndexView(OnlyContactBlockMixin, IndexView):
    pass


class ContactBlockCreateView(OnlyContactBlockMixin, CreateView):
    pass


@register_snippet
class ContactBlockViewSet(SnippetViewSet):
    model = ContactBlock
    icon = "mail"
    menu_label = _("Contact block")
    menu_order = 310
    add_to_admin_menu = True
    index_view_class = ContactBlockIndexView
    add_view_class = ContactBlockCreateView


class ReceivedMessagesPolicy(ModelPermissionPolicy):
    """Messages are received, read, exported and deleted; nobody writes or changes one here."""

    def user_has_permission(self, user, action):
        return action not in ("add", "change") and super().user_has_permission(user, action)


register_permission_policy(ContactMessage, ReceivedMessagesPolicy(ContactMessage))


class ContactMessageIndexView(SafeExportMixin, ModelViewSet.index_view_class):
    pass


class ContactMessageViewSet(ModelViewSet):
    model = ContactMessage
    name = "contact_messages"
    url_prefix = "contact-messages"
    icon = "comment"
    menu_label = _("Contact messages")
    menu_order = 320
    add_to_admin_menu = True
    index_view_class = ContactMessageIndexView
    inspect_view_enabled = True
    inspect_view_fields = [
        "reference", "received_at", "name", "email", "subject", "network", "message", "language",
    ]  # fmt: skip
    form_fields = ["subject"]
    list_display = ["subject", "name", "network", "language", "received_at"]
    list_filter = ["language", "received_at"]
    search_fields = ["reference", "name", "email", "subject", "message"]
    list_export = [
        "reference", "received_at", "name", "email", "subject", "message", "network", "language",
    ]  # fmt: skip
    export_filename = "contact-messages"


@hooks.register("register_admin_viewset")
def register_contact_messages():
    return ContactMessageViewSet()


hooks.register("register_frame_part", ContactFramePart)
