from django.urls import path

from . import views

app_name = "listing_updates"
urlpatterns = [
    path("", views.my_networks, name="my_networks"),
    path("code/", views.ask_code, name="ask_code"),
    path("code/<str:key>/", views.enter_code, name="enter_code"),
    path("link/<str:key>/<str:code>/", views.link, name="link"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("listing/<int:pk>/", views.edit, name="edit"),
    path("listing/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("logo/<int:pk>/", views.proposed_logo, name="proposed_logo"),
    path("follow/", views.find_status, name="find_status"),
    path("follow/<str:reference>/<str:code>/", views.status_page, name="status_page"),
    path("not-us/<str:token>/", views.not_us, name="not_us"),
    path("my-name/<str:token>/", views.withdraw_consent, name="withdraw_consent"),
    path("correction/<uuid:key>/", views.correction, name="correction"),
    path("new-network/", views.new_network, name="new_network"),
]
