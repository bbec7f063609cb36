"""The addresses of the pages of representatives and strangers, in each language."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _

from core.views import answers_elsewhere

from .following import views as following
from .representatives import views as representatives
from .sign_in import views as sign_in
from .strangers import views as strangers

app_name = "listing_updates"

ROUTES: list[tuple[Any, Any, str]] = [
    # Translators: addresses below "my-networks/"; keep what is between < and >, and the last slash.
    ("", representatives.my_networks, "my_networks"),
    (_("code/"), sign_in.ask_code, "ask_code"),
    (_("code/<str:key>/"), sign_in.enter_code, "enter_code"),
    (_("link/<str:key>/<str:code>/"), sign_in.link, "link"),
    (_("sign-out/"), sign_in.sign_out, "sign_out"),
    (_("listing/<int:pk>/"), representatives.edit, "edit"),
    (_("listing/<int:pk>/confirm/"), representatives.confirm, "confirm"),
    (_("listing/<int:pk>/forget/"), representatives.forget, "forget"),
    (_("logo/<int:pk>/"), representatives.proposed_logo, "proposed_logo"),
    (_("follow/"), following.find_status, "find_status"),
    (_("follow/<str:reference>/<str:code>/"), following.status_page, "status_page"),
    (_("not-us/<str:token>/"), following.not_us, "not_us"),
    (_("my-name/<str:token>/"), following.withdraw_consent, "withdraw_consent"),
    (_("correction/<uuid:key>/"), strangers.correction, "correction"),
    (_("new-network/"), strangers.new_network, "new_network"),
]
# What they were before each language had its own: e-mails that have been sent hold them.
FORMER = {
    "code/": "ask_code",
    "code/<str:key>/": "enter_code",
    "link/<str:key>/<str:code>/": "link",
    "sign-out/": "sign_out",
    "listing/<int:pk>/": "edit",
    "listing/<int:pk>/confirm/": "confirm",
    "logo/<int:pk>/": "proposed_logo",
    "follow/": "find_status",
    "follow/<str:reference>/<str:code>/": "status_page",
    "not-us/<str:token>/": "not_us",
    "my-name/<str:token>/": "withdraw_consent",
    "correction/<uuid:key>/": "correction",
    "new-network/": "new_network",
}
urlpatterns = [
    *(path(route, view, name=name) for route, view, name in ROUTES),
    *(path(route, answers_elsewhere, {"name": f"{app_name}:{name}"}) for route, name in FORMER.items()),
]
