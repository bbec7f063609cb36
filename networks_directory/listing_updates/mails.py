"""Every e-mail of the listing updates: to representatives, to visitors who wrote, to editors."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from contact.models import answers_to
from core.mails import absolute_url, language_of, send_later
from core.models import User
from core.visibility import visible

from ..models.listing_facts import NetworkContact
from ..models.networks import NetworkPage
from . import codes
from .access import page_going_live, representatives_of
from .consents import consent_token
from .description import Description
from .listing_values import Values
from .models import ListingUpdate, NoticePreference, Representation
from .outcomes import Became, in_words, outcomes_of
from .pieces import PIECES, SENSITIVE
from .states import State
from .waiting_times import expected_by

NOT_US_SALT = "listing_updates.not_us"
NOT_US_SECONDS = 60 * 24 * 3600


def title_in(network: NetworkPage, language: str) -> str:
    """The name of a network as readers of a language find it on the site."""
    return titles_of([network]).get((network.translation_key, language), network.title)


def titles_of(networks: Iterable[NetworkPage]) -> dict[tuple[UUID, str], str]:
    """The names of networks as readers find them: {(translation key, language code): title}. One query."""
    here = visible(Page.objects).filter(translation_key__in=[network.translation_key for network in networks])
    rows = here.values_list("translation_key", "locale__language_code", "title")
    return {(key, language): title for key, language, title in rows}


def name_in(update: ListingUpdate, language: str) -> str:
    """The name, in a language, of the network an update is about; as it was proposed, of a new one."""
    return title_in(update.network, language) if update.network else update.network_title


def status_url(update: ListingUpdate) -> str:
    return absolute_url(
        "listing_updates:status_page", update.reference, update.status_code, language=update.language
    )


def link_of(issued: codes.Issued, language: str) -> str:
    """The address that opens a session, or confirms an address, after one press of a button there."""
    return absolute_url("listing_updates:link", issued.row.key, issued.code, language=language)


def send_code(issued: codes.Issued, language: str) -> None:
    """The code somebody has just asked for."""
    minutes = int(codes.CODE_LIFETIME.total_seconds() // 60)
    context = {"code": issued.code, "link": link_of(issued, language), "minutes": minutes}
    send_later("one_time_code", context, [issued.row.email], language)


def invite(representation: Representation) -> None:
    """Tell a representative that they may now keep a listing up to date."""
    representative = representation.representative
    issued = codes.issue(representative.email, lifetime=codes.LINK_LIFETIME)
    context = {
        "network": title_in(representation.network, representative.language),
        "link": link_of(issued, representative.language),
        "days": codes.LINK_LIFETIME.days,
        "sign_in": absolute_url("listing_updates:my_networks", language=representative.language),
    }
    to, language = [representative.email], representative.language
    send_later("invitation", context, to, language, reply_to=answers_to())


def say_goodbye(representation: Representation) -> None:
    """Tell a representative that they no longer speak for a network."""
    representative = representation.representative
    to, language = [representative.email], representative.language
    context = {"network": title_in(representation.network, language)}
    send_later("representation_ended", context, to, language, reply_to=answers_to())


def acknowledge(update: ListingUpdate) -> None:
    """Tell the author that it has arrived, with the reference and the way to follow it."""
    context = {"update": update, "status_url": status_url(update), "expected": expected_by(update)}
    context["network"] = name_in(update, update.language)
    send_later("update_received", context, [update.author_email], update.language, reply_to=answers_to())


def ask_author(update: ListingUpdate, message: str, pieces: dict[str, str]) -> None:
    """Tell the author what an editor asks. `pieces` are {piece: the editor's words}."""
    with translation.override(update.language):
        words = [(str(PIECES[name].label), said) for name, said in pieces.items()]
    _tell_author(update, message, words)


def tell_outcome(update: ListingUpdate, message: str) -> None:
    """Tell the author what an editor has decided: of each piece what has become of it, and why."""
    with translation.override(update.language):
        outcomes = outcomes_of(update, Description(update.language))
        is_whole = all(outcome.became in (Became.ACCEPTED, Became.ALREADY) for outcome in outcomes)
        words = in_words(outcomes)
    if update.state == State.REFUSED:
        words = update.decision.pieces if update.decision else []
    _tell_author(update, message, words, in_part=not is_whole)


def _tell_author(
    update: ListingUpdate, message: str, pieces: list[tuple[str, str]], in_part: bool = False
) -> None:
    if not update.author_email:
        return
    context = {
        "update": update, "message": message, "pieces": pieces, "in_part": in_part,
        "status_url": status_url(update), "network": name_in(update, update.language),
    }  # fmt: skip
    send_later(f"update_{update.state}", context, [update.author_email], update.language)


def tell_published(update: ListingUpdate) -> None:
    """Tell whoever proposed a network that it is on line, with its address in their language."""
    if not update.author_email:
        return
    page = page_going_live(update.network, update.language)
    context = {"network": page.title, "page_url": page.full_url, "status_url": status_url(update)}
    send_later("network_published", context, [update.author_email], update.language)


def warn_of_sensitive_changes(update: ListingUpdate, before: Values) -> None:
    """Tell the listing's present address and its other representatives of a change of how it is reached.

    `before` is the proposal they have been told of already. The values themselves are not repeated: nobody
    shall be able to send their words through us.
    """
    changed = [name for name in SENSITIVE if name in update.proposal and name not in before]
    if not changed:
        return
    others = {person.email: person.language for person in representatives_of(update.network)}
    others.setdefault((update.base.get("email") or "").lower(), update.language)
    for address, language in others.items():
        if not address or address == update.author_email:
            continue
        token = signing.dumps({"update": update.pk, "address": address}, salt=NOT_US_SALT)
        with translation.override(language):
            labels = [str(PIECES[name].label) for name in changed]
        context = {
            "network": name_in(update, language),
            "changed": labels,
            "link": absolute_url("listing_updates:not_us", token, language=language),
        }
        send_later("contact_change", context, [address], language)


def tell_named_person(contact: NetworkContact, language: str) -> None:
    """Tell a person whom a listing now names, and how to take the name off again."""
    context = {
        "person": contact.person,
        "network": title_in(contact.network, language),
        "link": absolute_url("listing_updates:withdraw_consent", consent_token(contact), language=language),
    }
    send_later("named_on_a_listing", context, [contact.email], language)


def moderators() -> QuerySet[User]:
    """Editors who may decide on listing updates, superusers included."""
    may = Q(groups__permissions__codename="moderate_listingupdate")
    users = User.objects.filter(is_active=True)
    return users.filter(may | Q(is_superuser=True)).distinct()


def announce(update: ListingUpdate) -> None:
    """Tell the editors who want to hear at once that something is in the queue."""
    quiet = NoticePreference.objects.exclude(notices=NoticePreference.Notices.AT_ONCE)
    url = settings.WAGTAILADMIN_BASE_URL + reverse("listing_updates_admin:review", args=[update.pk])
    for user in moderators().exclude(pk__in=quiet.values("user")).select_related("wagtail_userprofile"):
        language = language_of(user)
        context = {"update": update, "network": name_in(update, language), "url": url}
        send_later("update_in_queue", context, [user.email], language)
