"""`make demo`: the whole site in one process, on 127.0.0.1:${PORT:-8000}, until Ctrl-C.

Run as `python -m deploy.demo` from the root of the repository.
"""

import os
import socket
import sys
import threading
import time

import django

HOST = "127.0.0.1"
LONGEST_START_SECONDS = 60.0


def main() -> None:
    """Prepare the database, load the demo site, serve it; return when the person stops it."""
    port = int(os.environ.get("PORT") or "8000")
    if is_taken(port):
        sys.exit(
            f"Port {port} is in use. Stop what runs there, or choose another: PORT=8080 make demo"
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "engagement.config.settings.development")
    django.setup()
    prepare()
    threading.Thread(target=announce, args=[port], daemon=True).start()
    serve(port)


def is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def prepare() -> None:
    """Migrate and load the demo; both are quick when there is nothing left to do."""
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    call_command("load_demo")
    connections.close_all()


def serve(port: int) -> None:
    """Run daphne here, so that Ctrl-C stops one process and leaves none behind."""
    from daphne.cli import CommandLineInterface

    limits = ["--websocket-max-message-size", "1048576", "--websocket-max-frame-size", "4096"]
    where = ["-b", HOST, "-p", str(port), "-v", "0", "-t", "15", "--no-server-name"]
    CommandLineInterface().run([*where, *limits, "engagement.config.asgi:application"])


def announce(port: int) -> None:
    """Say that the site is ready once it answers, not when it was started."""
    give_up_at = time.monotonic() + LONGEST_START_SECONDS
    while time.monotonic() < give_up_at:
        with socket.socket() as client:
            if client.connect_ex((HOST, port)) == 0:
                break
        time.sleep(0.05)
    print(f"Ready: http://{HOST}:{port}/", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
