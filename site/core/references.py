"""References and codes that people read from a page or an e-mail, say on the telephone, and type."""

from django.utils.crypto import get_random_string

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0/O and 1/I, which are misread


def random_code(length: int) -> str:
    """Letters and digits that nobody mistakes for each other, five bits each."""
    return get_random_string(length, ALPHABET)
