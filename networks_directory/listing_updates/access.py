"""The session of a representative: which networks it reaches, and for how long.

It is no login: request.user stays who it was, and the Wagtail admin knows nothing of it.
"""

from datetime import timedelta
from functools import wraps

from django.http import Http404
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache

from ..models import NetworkPage
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


def for_representatives(view):
    """A view of somebody signed in by code: called with (request, representative, ...).

    Without a session it shows the page that asks for a code; what a form held is kept for afterwards.
    """

    @never_cache
    @wraps(view)
    def guarded(request, *args, **kwargs):
        from .views import ask_for_code  # it uses this decorator

        representative = representative_of(request)
        if representative is None:
            return ask_for_code(request, keep_form=request.method == "POST")
        try:
            return view(request, representative, *args, **kwargs)
        except Representation.DoesNotExist as error:  # withdrawn while the request was on its way
            raise Http404 from error

    return guarded
