"""Who may do what with listing updates. Each why_not returns the reason in the reader's words, or ""."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.models import Page

from core.models import User

from .models import Kind, ListingUpdate
from .states import State


def why_not_moderate(user: User | AnonymousUser) -> str:
    """Why a user may not see the queue."""
    if user.is_active and user.has_perm("listing_updates.moderate_listingupdate"):
        return ""
    return _("Only moderators of listing updates may do this.")


def require_moderator(user: User | AnonymousUser) -> None:
    """Raises PermissionDenied for whoever may not see the queue."""
    if why_not_moderate(user):
        raise PermissionDenied


def why_not_accept(user: User, update: ListingUpdate) -> str:
    """Why a user may not accept an update: accepting publishes."""
    if reason := why_not_moderate(user):
        return reason
    if update.state != State.WAITING:
        return _("This update is not waiting: it is “%(state)s”.") % {"state": update.get_state_display()}
    if update.network:
        return why_not_publish(user, update.network)
    if update.kind == Kind.NEW_NETWORK:
        return ""
    return _("The listing no longer exists. Refuse the update, and say so.")


def why_not_publish(user: User, page: Page) -> str:
    """Why a change of a page may not go live now."""
    if not page.permissions_for_user(user).can_publish():
        return _("You may not publish this page, so you cannot accept changes to it. Ask somebody who may.")
    if page.scheduled_revision:
        return _(
            "A version of this page is scheduled to go live later and would undo the change. Cancel it first."
        )
    if page.permissions_for_user(user).page_locked():
        return _("The page is locked in the admin. Unlock it, or wait.")
    return ""
