"""Where a visitor proposes a network that is missing: a form of another app, if there is one.

That app registers a function that returns the form's address, through the `register_proposal_form` hook.
"""

from urllib.parse import urlencode

from wagtail import hooks


def proposal_url(**about: str) -> str:
    """The address of the form; "" where there is none. `about` is what it begins with, a title too."""
    for form_address in hooks.get_hooks("register_proposal_form"):
        return f"{form_address()}?{urlencode(about)}" if about else str(form_address())
    return ""
