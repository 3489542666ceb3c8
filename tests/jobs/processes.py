"""Our own processes in tests: a child on the test's database, ended by its id."""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection


class Child:
    """A process and what it has written so far."""

    def __init__(self, command, environment, log):
        self._log = log
        self.process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=subprocess.STDOUT
        )

    @property
    def output(self):
        return Path(self._log.name).read_text()

    def end(self, signal_number, seconds=20):
        """Ask it to stop; return its exit code."""
        self.process.send_signal(signal_number)
        return self.process.wait(seconds)


@contextmanager
def running(*command, **environment):
    """A child process; killed at the end if it still runs."""
    with tempfile.NamedTemporaryFile() as log:
        child = Child(command, {**os.environ, **environment}, log)
        try:
            yield child
        finally:
            child.process.kill()
            child.process.wait()


@contextmanager
def running_python(*arguments, **environment):
    """A child of our own Python on the test's database and Redis."""
    services = {"DATABASE_URL": database_url(), "REDIS_URL": settings.REDIS_URL}
    with running(sys.executable, *arguments, **{**services, **environment}) as child:
        yield child


def database_url():
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    password = f":{quote(values['PASSWORD'])}" if values["PASSWORD"] else ""
    return (
        f"postgres://{values['USER']}{password}@{values['HOST']}:{values['PORT']}/{values['NAME']}"
    )


def wait_until(condition, seconds=10.0):
    """Wait for `condition()` to be true; return it, true or not."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.05)
    return condition()
