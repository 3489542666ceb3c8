"""Templates obey the house: who may show whom, nothing dead, nothing inline, nothing English."""

import re
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.apps import apps

from tests.architecture.addresses import addresses
from tests.architecture.rooms import (
    ROOT,
    may_lean_on,
    our_python_files,
    our_templates,
    room_of,
    template_name,
    without_comments,
)

REFERENCE = re.compile(r"""\{%-?\s*(?:extends|include)\s+["']([^"']+)["']""")
URL = re.compile(r"""\{%-?\s*(?:url|url_or_nothing)\s+["']([^"']+)["']""")
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
INLINE = {
    "a script without a file": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")"
    ),
    "a style element without a nonce": re.compile(r"<style(?![^>]*\bnonce=)"),
    "a style attribute": re.compile(r"<[^>]+\sstyle\s*="),
    "an event handler": re.compile(r"<[^>]+\son[a-z]+\s*="),
    "a javascript: link": re.compile(r"=\s*[\"']?\s*javascript:", re.IGNORECASE),
    "a foreign host": re.compile(
        r"<(?:script|link|img|iframe|source)\b[^>]*(?:src|href)=\"(?:https?:)?//"
    ),
}
ENGLISH = re.compile(
    r"\b(?:submit|search|log ?in|log ?out|sign (?:in|out|up)|home ?page|error|loading|back|next|"
    r"previous|save|cancel|delete|edit|password|username|settings|dashboard|click|please|"
    r"welcome|your|the|and|are|not found|page|required|optional|yes)\b",
    re.IGNORECASE,
)
# Folders that are not called after their room.
FOLDERS = {
    "_components": "engagement.web",
    "account": "engagement.accounts",
    "mfa": "engagement.accounts",
    "socialaccount": "engagement.accounts",
    "admin": "engagement.accounts",
    "audit": "engagement.accounts",  # the log's page belongs to the accounts room
}
# Pages of the site itself, to which any page may lead: the way home, and what a form refers to.
STANDING_PAGES = {"portal:home", "portal:privacy", "portal:terms"}
# Loaded only where the owner has set keys for it; the content policy then names it too.
FOREIGN_BY_CHOICE = {"intake/_scripts.html"}
OURS = our_templates()
IDS = [template_name(path) for path in OURS]
SOURCES = {path: path.read_text(encoding="utf-8") for path in OURS}


def offenders(faults: Callable[[Path, str], Sequence[object]]) -> dict[str, Sequence[object]]:
    """The templates `faults` finds something in; one test for all of them, not one for each."""
    found = {template_name(path): faults(path, source) for path, source in SOURCES.items()}
    return {name: what for name, what in found.items() if what}


def is_house(name: str) -> bool:
    """Say whether a template is part of the page every room fills: root and _components."""
    return "/" not in name or name.startswith("_components/")


def room_of_template(name: str) -> str:
    folder = name.split("/", maxsplit=1)[0]
    if is_house(name):
        return "engagement.web"
    return FOLDERS.get(folder) or room_of(f"engagement.{folder}") or folder


def rooms_by_url_name() -> dict[str, str]:
    return {address.name: address.room for address in addresses()}


def test_there_are_templates_to_judge():
    assert len(OURS) > 200


def test_templates_lean_only_on_what_lies_below():
    def faults(path, source):
        here = room_of_template(template_name(path))
        return [
            name
            for name in REFERENCE.findall(source)
            if not is_house(name) and not may_lean_on(here, room_of_template(name))
        ]

    assert offenders(faults) == {}


def test_links_name_only_rooms_below():
    rooms = rooms_by_url_name()

    def faults(path, source):
        here = room_of_template(template_name(path))
        return [
            name
            for name in URL.findall(source)
            if name not in STANDING_PAGES and name in rooms and not may_lean_on(here, rooms[name])
        ]

    assert offenders(faults) == {}


def test_every_link_by_name_leads_somewhere():
    known = rooms_by_url_name()
    assert offenders(lambda _, source: [n for n in URL.findall(source) if n not in known]) == {}


def test_every_included_template_exists():
    def faults(_, source):
        names = REFERENCE.findall(source)
        return [name for name in names if name not in IDS and not is_of_a_library(name)]

    assert offenders(faults) == {}


def is_of_a_library(name: str) -> bool:
    folders = [Path(config.path) for config in apps.get_app_configs()]
    for package in ("django.contrib.admin", "django.forms"):
        folders += [Path(place) for place in find_spec(package).submodule_search_locations]
    ours = (ROOT / "engagement", ROOT / "qa", ROOT / "dashboards")
    return any(
        (folder / "templates" / name).exists()
        for folder in folders
        if not folder.is_relative_to(ROOT / "engagement") and folder not in ours
    )


def test_no_template_is_unused():
    sources = [*SOURCES.values(), *(path.read_text("utf-8") for path in our_python_files())]
    named = set(re.findall(r"""["']([\w./-]+\.(?:html|txt|xml|json))["']""", "\n".join(sources)))
    unused = [
        name
        for name in IDS
        if name not in named
        and not re.fullmatch(r"\d{3}\.html", name)
        and not is_of_a_library(name)
    ]
    assert unused == []


@pytest.mark.parametrize("what", INLINE)
def test_nothing_the_content_policy_would_cut(what):
    def faults(path, source):
        if what == "a foreign host" and template_name(path) in FOREIGN_BY_CHOICE:
            return []
        return INLINE[what].findall(without_comments(source))

    assert offenders(faults) == {}


def test_r2_no_template_names_the_province():
    assert offenders(lambda _, source: re.findall("hậu giang", source.lower())) == {}


def test_nothing_english_is_shown():
    assert offenders(english_in) == {}


def english_in(path: Path, source: str) -> list[str]:
    source = without_comments(source)
    source = TAG.sub(" ", re.sub(r"<script\b.*?</script>", " ", source, flags=re.DOTALL))
    shown = re.findall(r"""\b(?:alt|title|placeholder|aria-label|content)="([^"]*)\"""", source)
    if path.suffix == ".html":
        shown.append(re.sub(r"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", " ", source))
        shown = [text for text in shown if "width=device-width" not in text]
    else:
        shown = [] if path.suffix in {".xml", ".json"} or path.name == "robots.txt" else [source]
    return [match[0] for text in shown for match in ENGLISH.finditer(text)]


def test_r2_no_code_names_the_province():
    demo = ROOT / "engagement" / "config"
    wrong = [
        str(path.relative_to(ROOT))
        for path in our_python_files()
        if not path.is_relative_to(demo) and "hậu giang" in path.read_text(encoding="utf-8").lower()
    ]
    assert wrong == []
