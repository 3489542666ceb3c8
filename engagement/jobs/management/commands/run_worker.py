import signal
import threading
from types import FrameType

from django.core.management.base import BaseCommand

from engagement.jobs.worker import run_forever


class Command(BaseCommand):
    help = "Runs jobs, periodic work, the e-mail outbox and the live aggregator until stopped."

    def handle(self, *_args: object, **_options: object) -> None:
        stop = threading.Event()

        def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, ask_to_stop)
        signal.signal(signal.SIGINT, ask_to_stop)
        self.stdout.write("Worker is running.")
        run_forever(stop)
        self.stdout.write("Worker has stopped.")
