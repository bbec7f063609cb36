"""How editors sign in to the admin: by Wagtail's forms, with limits for a connection and for an address."""

from http import HTTPStatus

from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as of_library
from wagtail.admin.forms.auth import LoginForm, PasswordResetForm
from wagtail.admin.views.account import LoginView

from .mails import absolute_url, language_of, send_later
from .rate_limits import allow, connection_of, status_of, too_many

TRIES_PER_CONNECTION = 60  # an hour; each costs the computing of a password's hash
RESETS_PER_ADDRESS = 5  # an hour


class EditorLoginForm(LoginForm):
    """Wagtail's, which computes a hash only while the connection has tries left."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].label = of_library("Password")  # Wagtail's has its name in English for one

    def clean(self):
        if not allow("sign in", connection_of(self.request), TRIES_PER_CONNECTION):
            raise too_many()
        return super().clean()


class EditorLoginView(LoginView):
    """Wagtail's, which says with its status that a connection has no tries left."""

    def form_invalid(self, form: EditorLoginForm) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = status_of(form, wrong=HTTPStatus.OK)
        return response


class EditorPasswordResetForm(PasswordResetForm):
    """Wagtail's, which answers the same and sends nothing where an address has had enough e-mails."""

    def clean_email(self):
        return get_user_model().objects.normalize_email(self.cleaned_data["email"])

    def get_users(self, email):
        return super().get_users(email) if allow("reset", email.lower(), RESETS_PER_ADDRESS) else []

    def send_mail(self, _subject, _template, context, _sender, to_email, **_html):
        """As every e-mail of the site, in the language the editor has chosen."""
        language = language_of(context["user"])
        link = absolute_url("wagtailadmin_password_reset_confirm", context["uid"], context["token"])
        send_later("password_reset", {"link": link}, [to_email], language)
