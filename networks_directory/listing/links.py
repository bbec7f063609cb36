"""What can be done about a listing, as links on its page. They come from other apps.

An app registers a function that takes a network's page and returns its ListingLinks, through the
`register_listing_links` hook.
"""

from dataclasses import dataclass

from wagtail import hooks

from ..models.networks import NetworkPage


@dataclass(frozen=True)
class ListingLink:
    """A link below the facts of a listing. `icon` is a file of templates/icons/."""

    icon: str
    label: str
    url: str


def listing_links(page: NetworkPage) -> list[ListingLink]:
    """The links that other apps add to the page of a network."""
    return [link for links_of in hooks.get_hooks("register_listing_links") for link in links_of(page)]
