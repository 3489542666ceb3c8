"""Load the demo site; running it again adds only what is missing."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from engagement.accounts.access import remembered_grants
from engagement.config.demo import catalogue, desk, intake, loader, publication, surveys
from engagement.config.demo.organisation import STAFF


class Command(BaseCommand):
    help = "Load the demo site: units, staff, calendar, two hundred questions in every state"

    def handle(self, **options: object) -> None:
        if not settings.DEMO:
            raise CommandError("The demo accounts have a public password: only with demo settings.")
        call_command("seed_calendar", *loader.CALENDAR_YEARS, verbosity=0)
        loader.load_units()
        catalogue.load_catalogue()
        loader.load_staff()
        with remembered_grants():  # nobody's rights change from here on
            loader.load_places()
            loader.load_reorganisation()
            questions, opened = loader.load_questions(), surveys.load_surveys()
            questions += intake.load_intake()
            desk.load_desk()
            publication.load_publication()
        self.stdout.write(f"Demo site ready; {questions} questions and {opened} surveys added.")
        self.stdout.write("Accounts (password: demo):")
        for username, _, shown_name in STAFF:
            self.stdout.write(f"  {username:12} {shown_name}")
        self.stdout.write(
            "  C-traloi     answers for unit C, e.g. yte-traloi, nnmt-traloi, p-vi-thanh-traloi"
        )
        self.stdout.write("  C-lanhdao    heads unit C, e.g. yte-lanhdao, nnmt-lanhdao")
