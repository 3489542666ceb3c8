"""The tree itself: what a reader of a clean clone finds, and what must not be in it."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.architecture.rooms import ROOT

TEXT = {
    ".py",
    ".html",
    ".md",
    ".js",
    ".css",
    ".toml",
    ".txt",
    ".yml",
    ".conf",
    ".env",
    ".service",
    "",
}
# Put together here so that this file does not find itself.
UNFINISHED = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")
MACHINE_PATH = re.compile(r"(?<![\w./-])/(?:wo" + r"rk|ro" + r"ot|home/\w+|Users/\w+|tm" + r"p)/")
PINNED = re.compile(r"[\w.-]+(?:\[[\w,-]+\])?==[\w.!+-]+(?:\s*;.+)?(?:\s+#.*)?")


def tracked_files() -> list[Path]:
    """Return what git keeps or would keep; everything but the ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    files = [ROOT / name for name in listed.stdout.splitlines()]
    return [path for path in files if path.is_file()]


def text_files() -> list[Path]:
    return [path for path in tracked_files() if path.suffix in TEXT]


def places(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in text_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def test_readme_names_both_commands():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make demo" in readme
    assert "make test" in readme


def test_readme_and_docs_link_to_files_that_exist():
    link = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
    broken = [
        f"{page.relative_to(ROOT)} -> {target}"
        for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
        for target in link.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []


def test_nothing_unfinished_is_left():
    assert places(UNFINISHED) == []


def test_no_path_of_one_machine():
    assert places(MACHINE_PATH) == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned(name):
    lines = [line.strip() for line in (ROOT / name).read_text(encoding="utf-8").splitlines()]
    needed = [line for line in lines if line and not line.startswith(("#", "-r "))]
    assert needed
    assert [line for line in needed if not PINNED.fullmatch(line)] == []


def test_there_is_no_drawer_for_odds_and_ends():
    drawers = {"utils", "common", "helpers", "misc", "core"}
    code = [path.relative_to(ROOT) for path in tracked_files() if path.suffix == ".py"]
    assert [str(path) for path in code if drawers & {*path.parts[:-1], path.stem}] == []
