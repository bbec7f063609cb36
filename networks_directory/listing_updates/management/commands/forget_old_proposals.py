from typing import Any

from django.core.management.base import BaseCommand

from ...housekeeping import forget_what_is_over


class Command(BaseCommand):
    help = (
        "Deletes what strangers proposed and was refused, withdrawn or never confirmed, after"
        " STRANGERS_PROPOSALS_DAYS, codes long expired and abandoned uploads. For cron, every day."
    )

    def handle(self, **options: Any) -> None:
        proposals, codes = forget_what_is_over()
        self.stdout.write(f"{proposals} proposals and {codes} codes deleted.")
