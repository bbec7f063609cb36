"""What other apps show on a network's page, through the `register_listing_part` hook."""

from typing import Any

from django.db.models import QuerySet

from core.frame import Frame

from ..models.networks import NetworkPage


class ListingPart:
    """What another app shows on a network's page, from one more query of the same UNION."""

    name = ""

    def query(self, page: NetworkPage, language_code: str) -> tuple[QuerySet[Any], dict[str, Any]]:
        """(queryset, columns) as fetch_in_one_query takes them, for a saved network page."""
        raise NotImplementedError

    def build(self, rows: list[dict[str, Any]], frame: Frame) -> Any:
        """What the template finds as `listing.related.<name>`."""
        raise NotImplementedError
