"""What other apps show on a network's page."""


class ListingPart:
    """What another app shows on a network's page, from one more query of the same UNION."""

    name = ""

    def query(self, page, language_code):
        """(queryset, columns) as fetch_in_one_query takes them, for a saved network page."""
        raise NotImplementedError

    def build(self, rows, frame):
        """What the template finds as `listing.related.<name>`."""
        raise NotImplementedError
