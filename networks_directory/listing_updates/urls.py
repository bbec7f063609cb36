from django.urls import path

from .following import views as following
from .representatives import views as representatives
from .sign_in import views as sign_in
from .strangers import views as strangers

app_name = "listing_updates"
urlpatterns = [
    path("", representatives.my_networks, name="my_networks"),
    path("code/", sign_in.ask_code, name="ask_code"),
    path("code/<str:key>/", sign_in.enter_code, name="enter_code"),
    path("link/<str:key>/<str:code>/", sign_in.link, name="link"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("listing/<int:pk>/", representatives.edit, name="edit"),
    path("listing/<int:pk>/confirm/", representatives.confirm, name="confirm"),
    path("logo/<int:pk>/", representatives.proposed_logo, name="proposed_logo"),
    path("follow/", following.find_status, name="find_status"),
    path("follow/<str:reference>/<str:code>/", following.status_page, name="status_page"),
    path("not-us/<str:token>/", following.not_us, name="not_us"),
    path("my-name/<str:token>/", following.withdraw_consent, name="withdraw_consent"),
    path("correction/<uuid:key>/", strangers.correction, name="correction"),
    path("new-network/", strangers.new_network, name="new_network"),
]
