"""What other apps show on a network's page, through the `register_listing_part` hook."""

from typing import Any

from django.db.models import QuerySet

from core.frame import Frame
from core.one_query import Given


class ListingPart:
    """What another app shows on a network's page, from one more part of the same query."""

    name = ""

    def query(self, page: Given, language_code: Given) -> tuple[QuerySet[Any], dict[str, Any]]:
        """(queryset, columns) as OneQuery takes them, of any network page, whose pk `page` is: asked once."""
        raise NotImplementedError

    def build(self, rows: list[dict[str, Any]], frame: Frame) -> Any:
        """What the template finds as `listing.related.<name>`."""
        raise NotImplementedError
