"""What sign-in and the database need of the settings."""

import ast

import pytest

from engagement.config.settings import base

URL = "postgres://site@db.example:5432/site"


def test_options_of_the_address_reach_the_database_beside_ours():
    options = base.database(f"{URL}?sslmode=verify-full&sslrootcert=/etc/ca.pem&connect_timeout=9")[
        "OPTIONS"
    ]
    assert options["sslmode"] == "verify-full"
    assert options["sslrootcert"] == "/etc/ca.pem"
    assert options["connect_timeout"] == 9
    assert options["pool"]["min_size"] == 1
    assert "synchronous_commit=on" in options["options"]


def test_options_of_the_address_do_not_take_ours_away():
    options = base.database(f"{URL}?options=-c%20search_path%3Dsite")["OPTIONS"]
    assert options["options"].startswith("-c search_path=site -c statement_timeout=")
    assert base.database("sqlite:////tmp/x?transaction_mode=DEFERRED")["OPTIONS"][
        "transaction_mode"
    ] == ("IMMEDIATE")


@pytest.mark.parametrize(("given", "expected"), [(None, "10000"), ("0", "0")])
def test_statements_have_a_limit_that_a_migration_may_lift(monkeypatch, given, expected):
    monkeypatch.delenv("DATABASE_STATEMENT_TIMEOUT_MS", raising=False)
    if given:
        monkeypatch.setenv("DATABASE_STATEMENT_TIMEOUT_MS", given)
    assert f"-c statement_timeout={expected} " in base.database(URL)["OPTIONS"]["options"]


def test_counters_of_sign_in_are_not_pushed_out_of_the_cache():
    """Production's settings need its environment, so they are read as text."""
    path = base.BASE_DIR / "engagement" / "config" / "settings" / "production.py"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    caches = next(
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "CACHES"
    )
    assert caches["default"]["OPTIONS"]["MAX_ENTRIES"] >= 100_000
