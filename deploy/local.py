"""The deployment of this folder as it is, on 127.0.0.1 and without root, for trial and measurement.

The commands come from systemd/*.service, the web server's configuration from nginx/; only paths and
ports are moved. `python -m deploy.local FOLDER` runs it until Ctrl-C with the demo site, on the
database and Redis of DATABASE_URL and REDIS_URL.
"""

import contextlib
import getpass
import os
import re
import secrets
import shlex
import shutil
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.processes import HOST, ROOT, Process, free_port, manage, running

DEPLOY = ROOT / "deploy"
PRODUCTION = "engagement.config.settings.production"
DEMO = "engagement.config.settings.development"
# The services of engagement.target, and the port each listens on there.
SERVICES = {
    "engagement-web@1": "8101",
    "engagement-web@2": "8102",
    "engagement-live@1": "8201",
    "engagement-live@2": "8202",
    "engagement-worker": "",
}
# Where nginx asks itself for the results of surveys.
FETCHER = "8301"
# Plain HTTP as if behind TLS, and no limit at the door: one client stands for a whole province.
LISTEN = "listen {host}:{port} default_server;\nset $public_scheme https;\n"
LIMITS = """
limit_req_zone $sender zone=sign_in:1m rate=1000r/s;
limit_req_zone $sender zone=submit:1m rate=10000r/s;
limit_conn_zone $binary_remote_addr zone=sockets:1m;
"""


@dataclass(frozen=True)
class Local:
    """The services by name, where each listens, and the port of nginx in front of them."""

    services: Mapping[str, Process]
    ports: Mapping[str, int]
    port: int
    environment: Mapping[str, str]


def prepare(folder: Path, overrides: Mapping[str, str]) -> Local:
    """Write the moved configuration under `folder`; collect static files and migrate.

    `overrides` are settings as in example.env; DATABASE_URL and REDIS_URL must be among them or in
    the environment.
    """
    for name in ("run", "log", "etc/nginx", "lib/static", "lib/media"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    ports = {name: free_port() for name, port in SERVICES.items() if port}
    port = free_port()
    environment = example_environment() | {
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": f"{HOST},localhost",
        "LIVE_ALLOWED_ORIGINS": f"https://{HOST}:{port},http://{HOST}:{port}",
        "PORT": str(port),
        "MEDIA_ROOT": str(folder / "lib/media"),
        "STATIC_ROOT": str(folder / "lib/static"),
        **{name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL") if name in os.environ},
        **overrides,
    }
    moved = Mover(
        folder,
        {FETCHER: str(free_port())} | {SERVICES[name]: str(ports[name]) for name in ports},
    )
    write_nginx(folder, moved, port)
    services = {name: service(name, moved, environment, folder) for name in SERVICES}
    services["nginx"] = nginx(folder)
    # Demo settings serve files from where they stand; nginx needs them in one place always.
    collecting = {**environment, "DJANGO_SETTINGS_MODULE": PRODUCTION}
    manage("collectstatic", "--no-input", "--verbosity=0", environment=collecting)
    manage("migrate", "--verbosity=0", environment=environment)
    manage("createcachetable", environment=environment)
    return Local(services, ports, port, environment)


@contextlib.contextmanager
def serving(local: Local) -> Iterator[Local]:
    """Run every service and return once each answers, nginx last."""
    with running(*local.services.values()):
        for name, port in local.ports.items():
            local.services[name].wait_for_http(port)
        local.services["nginx"].wait_for_http(local.port)
        yield local


@dataclass(frozen=True)
class Mover:
    """Moves what a file of this folder says from its place on a server to `folder`."""

    folder: Path
    ports: Mapping[str, str]

    def __call__(self, text: str) -> str:
        places = {
            "/srv/engagement": str(ROOT),
            "/etc/engagement": str(self.folder / "etc"),
            "/var/lib/engagement": str(self.folder / "lib"),
            "/var/log/engagement": str(self.folder / "log"),
            "/run/engagement": str(self.folder / "run"),
            **self.ports,
        }
        pattern = re.compile("|".join(rf"{re.escape(place)}(?!\w)" for place in places))
        return pattern.sub(lambda found: places[found[0]], text)


def example_environment() -> dict[str, str]:
    """The values of example.env, read as systemd and a shell read them."""
    lines = (DEPLOY / "example.env").read_text().splitlines()
    pairs = (line.split("=", 1) for line in lines if line and not line.startswith("#"))
    return {name: "".join(shlex.split(value)) for name, value in pairs}


def service(name: str, moved: Mover, environment: Mapping[str, str], folder: Path) -> Process:
    """The process of a unit file: `engagement-web@1` is instance 1 of engagement-web@.service."""
    base, _, instance = name.partition("@")
    unit = DEPLOY / "systemd" / (f"{base}@.service" if instance else f"{base}.service")
    found = re.search(r"^ExecStart=((?:.*\\\n)*.*)$", unit.read_text(), re.MULTILINE)
    if found is None:
        raise ValueError(f"{unit} starts nothing")
    command = found[1].replace("\\\n", " ").replace("%i", instance)
    return Process(shlex.split(moved(command)), environment, folder / "log" / f"{name}.log")


def write_nginx(folder: Path, moved: Mover, port: int) -> None:
    text = moved((DEPLOY / "nginx/nginx.conf").read_text())
    text = text.replace("user www-data;", f"user {getpass.getuser()};")
    (folder / "etc/nginx/nginx.conf").write_text(text)
    (folder / "etc/nginx/listen.conf").write_text(LISTEN.format(host=HOST, port=port))
    (folder / "etc/nginx/limits.conf").write_text(LIMITS)


def nginx_program() -> str | None:
    """Where nginx is: Debian keeps it off the PATH of who is not root. None when not installed."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def nginx(folder: Path) -> Process:
    """Raises FileNotFoundError when nginx is not installed."""
    program = nginx_program()
    if program is None:
        raise FileNotFoundError("nginx is not installed. On Debian: apt-get install nginx-light")
    errors = str(folder / "log/nginx-error.log")
    configuration = str(folder / "etc/nginx/nginx.conf")
    command = [program, "-p", str(folder), "-e", errors, "-c", configuration, "-g", "daemon off;"]
    return Process(command, {}, folder / "log/nginx.log")


def main() -> None:
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    local = prepare(Path(sys.argv[1]).resolve(), {"DJANGO_SETTINGS_MODULE": DEMO})
    manage("load_demo", environment=local.environment)
    with serving(local):
        print(f"Ready: http://{HOST}:{local.port}/", flush=True)  # noqa: T201
        ended.wait()


if __name__ == "__main__":
    main()
