"""The session of a representative: which networks it reaches, and for how long.

It is no login: request.user stays who it was, and the Wagtail admin knows nothing of it.
"""

from datetime import timedelta

from django.http import Http404
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import Locale

from ..models.networks import NetworkPage
from .models import Representation, Representative

SESSION_KEY = "listing_updates"
KEPT_FORM = "listing_updates_kept_form"
SESSION_LIFETIME = timedelta(hours=12)


def open_session(request, representative):
    """Let this browser act for a representative, under a new session key."""
    request.session.cycle_key()
    request.session[SESSION_KEY] = {
        "representative": representative.pk,
        "until": (timezone.now() + SESSION_LIFETIME).isoformat(),
    }


def close_session(request):
    """End it; what else the session holds (an editor's login) stays."""
    request.session.pop(SESSION_KEY, None)
    request.session.cycle_key()


def representative_of(request):
    """The Representative whose session this is, or None when there is none or it has ended."""
    opened = request.session.get(SESSION_KEY)
    if not opened or parse_datetime(opened["until"]) < timezone.now():
        return None
    return Representative.objects.filter(pk=opened["representative"]).first()


def networks_of(representative):
    """The networks a representative is attached to now, by title."""
    attached = Representation.objects.current().filter(representative=representative)
    return NetworkPage.objects.filter(pk__in=attached.values("network")).order_by("title")


def network_of(representative, pk):
    """One of the representative's networks. Raises Http404 for every other, there or not."""
    network = networks_of(representative).filter(pk=pk).first()
    if network is None:
        raise Http404
    return network.specific


def representatives_of(network):
    """Those who are attached to a network now."""
    attached = Representation.objects.current().filter(network=network)
    return Representative.objects.filter(pk__in=attached.values("representative"))


def page_here(network):
    """A network's page in the reader's language if it is on the site, else the one that was given."""
    translation = network.get_translation_or_none(Locale.get_active())
    return translation if translation and translation.live else network
