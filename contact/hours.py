"""Opening hours: kept in Moroccan time, shown in the reader's language."""

from dataclasses import dataclass
from datetime import datetime, time

from babel.dates import get_day_names
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.formats import joined, time_of_day
from core.languages import SOURCE_LANGUAGE, cldr

WEEKDAYS = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)


@dataclass
class Hours:
    """A span of the day, on some weekdays or on days that nobody has stated."""

    opens: time
    closes: time
    weekdays: tuple[str, ...]

    def is_open(self, moment: datetime) -> bool | None:
        """Whether `moment` (a datetime in Africa/Casablanca) falls in these hours.

        None where no weekday is stated: then nobody may claim "open now".
        """
        if not self.weekdays:
            return None
        return WEEKDAYS[moment.weekday()] in self.weekdays and (self.opens <= moment.time() < self.closes)

    @property
    def days(self) -> str:
        """The days in the reader's language: "du lundi au vendredi", "Monday, Wednesday", or nothing."""
        names = get_day_names("wide", locale=cldr(get_language() or SOURCE_LANGUAGE))
        indexes = [i for i, day in enumerate(WEEKDAYS) if day in self.weekdays]
        if len(indexes) > 2 and indexes == list(range(indexes[0], indexes[-1] + 1)):
            return _("%(first)s – %(last)s") % {"first": names[indexes[0]], "last": names[indexes[-1]]}
        return joined(names[i] for i in indexes)

    @property
    def times(self) -> str:
        """The times as the reader's language writes them: "16:30 – 18:30", "من 16:30 إلى 18:30"."""
        times = {"opens": time_of_day(self.opens), "closes": time_of_day(self.closes)}
        # Translators: in words where a line may run from right to left, which would exchange the times.
        return _("%(opens)s – %(closes)s") % times
