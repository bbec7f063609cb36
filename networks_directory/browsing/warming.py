"""What the first search of a process would have to make, made when the process starts."""

import logging

from django.db import DatabaseError

from core.dictionaries import is_word

from ..models.fields_of_activity import field_words
from .vocabulary import vocabulary

logger = logging.getLogger(__name__)


def warm() -> None:
    """Read the lists of words, and make what words mean here. One query.

    A process starts all the same where the database does not answer yet, or has no tables: the first search
    then makes what is missing.
    """
    is_word("")
    try:
        known = vocabulary(field_words())
        known.begun("a")
        known.kin_of("a")
    except DatabaseError as error:
        logger.warning("The words of the fields of activity could not be read: %s", error)
