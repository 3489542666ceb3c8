"""What the settings promise: passwords, content policy, and a deployment Django finds no fault in."""

import os
import shlex
import subprocess
import sys

import pytest
from csp.constants import NONCE, NONE, SELF

from engagement.config.settings import base
from tests.architecture.rooms import ROOT

DEMO = "engagement.config.settings.development"
ALLOWED_SOURCES = {NONE, SELF, NONCE, "data:"}


def example_environment() -> dict[str, str]:
    """Return the environment deploy/example.env describes, with a secret of its own."""
    lines = (ROOT / "deploy" / "example.env").read_text(encoding="utf-8").splitlines()
    pairs = [line.partition("=") for line in lines if line and not line.startswith("#")]
    values = {name: "".join(shlex.split(value)[:1]) for name, _, value in pairs}
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, **values, "SECRET_KEY": "".join(map(chr, range(48, 123)))}


def manage(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=example_environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


def printed(expression: str, **environment: str) -> str:
    code = f"from django.conf import settings; print({expression})"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=example_environment() | environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=100,
    ).stdout.strip()


@pytest.mark.parametrize(
    ("environment", "origin"),
    [
        ({}, "https://www.example.vn"),
        ({"DJANGO_SETTINGS_MODULE": DEMO, "PORT": "8261"}, "http://127.0.0.1:8261"),
        ({"DJANGO_SETTINGS_MODULE": DEMO, "PORT": ""}, "http://127.0.0.1:8000"),
    ],
)
def test_letters_lead_to_the_site_that_wrote_them(environment, origin):
    assert printed("settings.PUBLIC_ORIGIN", **environment) == origin


def test_passwords_are_hashed_with_argon2_only():
    assert base.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_content_policy_trusts_this_server_only():
    directives = base.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["default-src"] == [NONE]
    assert {source for sources in directives.values() for source in sources} <= ALLOWED_SOURCES
    assert "data:" not in directives["script-src"] + directives["style-src"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/", "/hoi-dap/", "/hoi-dap/dat-cau-hoi/", "/khong-co-trang-nay/"]
)
def test_content_policy_is_sent_and_holds_no_hole(client, path):
    response = client.get(path)
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/hoi-dap/"])
def test_no_cookie_before_it_is_needed(client, path):
    assert not client.get(path).cookies


def test_deploy_check_finds_no_fault_in_production_settings():
    done = manage("check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


def test_production_does_not_start_without_its_secret():
    environment = example_environment()
    del environment["SECRET_KEY"]
    done = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert done.returncode != 0
    assert "SECRET_KEY" in done.stderr


def test_a_server_starts_without_the_packages_of_figures_and_files():
    """They take seconds and memory in every process; who draws or writes imports them then."""
    heavy = (
        "pandas",
        "numpy",
        "scipy",
        "sklearn",
        "plotly",
        "pyxform",
        "openpyxl",
        "docx",
        "pyreadstat",
    )
    code = (
        "import sys, django; django.setup()\n"
        "from django.urls import get_resolver; get_resolver().url_patterns\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=example_environment() | {"DJANGO_SETTINGS_MODULE": DEMO},
        capture_output=True,
        text=True,
        check=True,
        timeout=100,
    )
    assert found.stdout.strip() == "[]"
