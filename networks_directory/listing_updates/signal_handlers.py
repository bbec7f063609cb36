"""What happens when a network is published that somebody has proposed."""

from functools import partial
from typing import Any

from django.db import transaction
from wagtail.models import Page

from core.languages import SOURCE_LANGUAGE
from core.visibility import visible

from ..models.networks import NetworkPage
from . import mails
from .models import Kind, ListingUpdate
from .states import Action, State


def tell_of_new_network(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """A network has gone live: tell whoever proposed it, once, and once everything else has happened."""
    if isinstance(instance, NetworkPage) and instance.locale.language_code == SOURCE_LANGUAGE:
        proposed = ListingUpdate.objects.filter(
            kind=Kind.NEW_NETWORK, state=State.ACCEPTED, network=instance.pk
        )
        for pk in proposed.values_list("pk", flat=True):
            transaction.on_commit(partial(_tell, pk))


@transaction.atomic
def _tell(pk: int) -> None:
    update = ListingUpdate.lock(pk)
    told = update.events.filter(action=Action.PUBLISH).exists()
    if told or not visible(NetworkPage.objects).filter(pk=update.network_id).exists():
        return
    update.act(Action.PUBLISH)
    mails.tell_published(update)
