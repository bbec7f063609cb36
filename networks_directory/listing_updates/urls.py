from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

app_name = "listing_updates"
# Translators: addresses; keep what is between < and >, and the last slash.
urlpatterns = [
    path("", views.my_networks, name="my_networks"),
    path(_("code/"), views.ask_code, name="ask_code"),
    path(_("code/<str:key>/"), views.enter_code, name="enter_code"),
    path(_("link/<str:key>/<str:code>/"), views.link, name="link"),
    path(_("sign-out/"), views.sign_out, name="sign_out"),
    path(_("listing/<int:pk>/"), views.edit, name="edit"),
    path(_("listing/<int:pk>/confirm/"), views.confirm, name="confirm"),
    path(_("logo/<int:pk>/"), views.proposed_logo, name="proposed_logo"),
    path(_("follow/"), views.find_status, name="find_status"),
    path(_("follow/<str:reference>/<str:code>/"), views.status_page, name="status_page"),
    path(_("not-us/<str:token>/"), views.not_us, name="not_us"),
    path(_("my-name/<str:token>/"), views.withdraw_consent, name="withdraw_consent"),
    path(_("correction/<uuid:key>/"), views.correction, name="correction"),
    path(_("new-network/"), views.new_network, name="new_network"),
]
