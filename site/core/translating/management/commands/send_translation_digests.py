from django.core.management.base import BaseCommand

from core.translating.digests import send_digests


class Command(BaseCommand):
    help = "One e-mail with the texts that wait, to each translator when it is time. For cron, every day."

    def handle(self, **options):
        self.stdout.write(f"{send_digests()} digests sent.")
