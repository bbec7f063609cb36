"""How editors sign in to the admin: by Wagtail's forms, with limits for a connection and for an address."""

from django import forms
from wagtail.admin.forms.auth import LoginForm, PasswordResetForm

from .mails import absolute_url, language_of, send_later
from .rate_limits import TOO_MANY_TRIES, allow, connection_of

TRIES_PER_CONNECTION = 60  # an hour; each costs the computing of a password's hash
RESETS_PER_ADDRESS = 5  # an hour


class EditorLoginForm(LoginForm):
    """Wagtail's, which computes a hash only while the connection has tries left."""

    def clean(self):
        if not allow("sign in", connection_of(self.request), TRIES_PER_CONNECTION):
            raise forms.ValidationError(TOO_MANY_TRIES)
        return super().clean()


class EditorPasswordResetForm(PasswordResetForm):
    """Wagtail's, which answers the same and sends nothing where an address has had enough e-mails."""

    def get_users(self, email):
        return super().get_users(email) if allow("reset", email.lower(), RESETS_PER_ADDRESS) else []

    def send_mail(self, _subject, _template, context, _sender, to_email, **_html):
        """As every e-mail of the site, in the language the editor has chosen."""
        language = language_of(context["user"])
        link = absolute_url("wagtailadmin_password_reset_confirm", context["uid"], context["token"])
        send_later("password_reset", {"link": link}, [to_email], language)
