"""A network's listing as a vCard 4.0 (RFC 6350), for the address book of a telephone."""

from django.utils.encoding import iri_to_uri

from ..models.networks import NetworkPage
from .listing import Listing

LONGEST_LINE = 75  # octets, section 3.2


def escaped(text: str) -> str:
    """Text as a value: section 3.4."""
    for character, escape in (("\\", "\\\\"), (",", "\\,"), (";", "\\;"), ("\r", ""), ("\n", "\\n")):
        text = text.replace(character, escape)
    return text


def folded(line: str) -> bytes:
    """A line in pieces of at most 75 octets, no character cut in two: section 3.2."""
    pieces, piece = [], b""
    for character in line:
        octets = character.encode()
        if len(piece) + len(octets) > LONGEST_LINE:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"


def vcard(page: NetworkPage, listing: Listing, url: str) -> bytes:
    """The vCard of a network as bytes: what its page says, in the language of the page."""
    lines = ["BEGIN:VCARD", "VERSION:4.0", "KIND:org", f"FN:{escaped(page.title)}"]
    lines.append(f"ORG:{escaped(page.title)}")
    if page.acronym:
        lines.append(f"NICKNAME:{escaped(page.acronym)}")
    if page.summary:
        lines.append(f"NOTE:{escaped(page.summary)}")
    if page.email:
        lines.append(f"EMAIL:{escaped(page.email)}")
    lines += [f"TEL;VALUE=uri:{phone.tel}" for phone in listing.phones if phone.tel]
    if page.website:
        lines.append(f"URL:{iri_to_uri(page.website)}")
    if page.postal_address:
        lines.append(f"ADR:;;{escaped(page.postal_address)};;;;")
    if page.latitude is not None and page.longitude is not None:
        lines.append(f"GEO:geo:{page.latitude},{page.longitude}")
    lines += [f"SOURCE:{url}", "END:VCARD"]
    return b"".join(map(folded, lines))
