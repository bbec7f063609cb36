"""The session of a representative: which networks it reaches, and for how long.

It is no login: request.user stays who it was, and the Wagtail admin knows nothing of it.
"""

import json
from datetime import timedelta

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language

from ..models.networks import NetworkPage
from .models import Representation, Representative
from .pieces import ROWS

SESSION_KEY = "listing_updates"
SIGNED_IN_BEFORE = "listing_updates_signed_in_before"  # stays when the session ends
KEPT_FORM = "listing_updates_kept_form"
SESSION_LIFETIME = timedelta(hours=12)
KEPT_FORM_LIFETIME = timedelta(hours=1)
LARGEST_KEPT_FORM = 100_000  # octets


def open_session(request: HttpRequest, representative: Representative) -> None:
    """Let this browser act for a representative, under a new session key."""
    request.session.cycle_key()
    request.session[SESSION_KEY] = {
        "representative": representative.pk,
        "until": (timezone.now() + SESSION_LIFETIME).isoformat(),
    }
    request.session[SIGNED_IN_BEFORE] = True
    request.session.set_expiry(None)  # as settings say, whatever keep_form() had said


def close_session(request: HttpRequest) -> None:
    """End it; what else the session holds (an editor's login) stays. Without one, none is made."""
    if request.session.pop(SESSION_KEY, None):
        request.session.cycle_key()


def keep_form(request: HttpRequest) -> bool:
    """Keep what was sent to this address, files aside, until somebody signs in. Returns whether it was kept.

    Only for a browser that somebody has signed in with, in the session it has: a stranger's makes none. Not
    what is larger than any true form, and for an hour; a session that holds nothing else then ends.
    """
    data = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    size = len(json.dumps(data, ensure_ascii=False).encode())
    if SIGNED_IN_BEFORE not in request.session or size > LARGEST_KEPT_FORM:
        return False
    until = timezone.now() + KEPT_FORM_LIFETIME
    request.session[KEPT_FORM] = {"path": request.path, "data": data, "until": until.isoformat()}
    if not request.user.is_authenticated:
        request.session.set_expiry(KEPT_FORM_LIFETIME)
    return True


def kept_form(request: HttpRequest) -> QueryDict | None:
    """What keep_form() has kept of this address, as a QueryDict, or None."""
    kept = request.session.get(KEPT_FORM)
    if not kept or kept["path"] != request.path:
        return None
    if parse_datetime(kept["until"]) < timezone.now():
        forget_form(request)
        return None
    data = QueryDict(mutable=True)
    for name, values in kept["data"].items():
        data.setlist(name, values)
    return data


def forget_form(request: HttpRequest) -> None:
    """Forget what has been kept in this browser's session."""
    request.session.pop(KEPT_FORM, None)


def representative_of(request: HttpRequest) -> Representative | None:
    """The Representative whose session this is, or None when there is none or it has ended."""
    opened = request.session.get(SESSION_KEY)
    if not opened or parse_datetime(opened["until"]) < timezone.now():
        return None
    return Representative.objects.filter(pk=opened["representative"]).first()


def networks_of(representative: Representative) -> QuerySet[NetworkPage]:
    """The networks a representative is attached to now, by title."""
    attached = Representation.objects.current().filter(representative=representative)
    return NetworkPage.objects.filter(pk__in=attached.values("network")).order_by("title")


def network_of(representative: Representative, pk: int) -> NetworkPage:
    """One of the representative's networks. Raises Http404 for every other, there or not."""
    network = networks_of(representative).filter(pk=pk).first()
    if network is None:
        raise Http404
    network = network.specific
    prefetch_related_objects([network], *ROWS)
    return network


def representatives_of(network: NetworkPage) -> QuerySet[Representative]:
    """Those who are attached to a network now."""
    attached = Representation.objects.current().filter(network=network)
    return Representative.objects.filter(pk__in=attached.values("representative"))


def page_here(network: NetworkPage) -> NetworkPage:
    """A network's page in the reader's language if it is live, else the one that was given.

    Representatives read it too, of a network that only some may see.
    """
    return pages_here([network])[network.pk]


def page_going_live(original: NetworkPage, language_code: str) -> NetworkPage:
    """The page in a language of a network whose original goes live, itself or with it; else the original."""
    versions = NetworkPage.objects.filter(translation_key=original.translation_key)
    here = versions.filter(Q(live=True) | Q(alias_of=original.pk), locale__language_code=language_code)
    return here.first() or original


def pages_here(networks: list[NetworkPage]) -> dict[int, NetworkPage]:
    """page_here() of several networks: {primary key of the given one: page}. One query."""
    keys = [network.translation_key for network in networks]
    pages = NetworkPage.objects.filter(translation_key__in=keys, locale__language_code=get_language())
    here = {page.translation_key: page for page in pages if page.live}
    return {network.pk: here.get(network.translation_key, network) for network in networks}
