import gzip
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.django_db
STATIC = Path(settings.BASE_DIR) / "static"


def test_the_demo_site_shows_every_component(client):
    page = client.get("/lam-viec/thanh-phan/").content.decode()

    for name in ("timeline", "history", "receipt", "figure", "filters", "pager", "empty", "notice"):
        assert f'class="{name}' in page or f" {name}" in page, name


def test_every_component_file_is_described():
    guide = (Path(settings.BASE_DIR) / "docs/how-to/interface.md").read_text(encoding="utf-8")
    own = {"header.html", "footer.html", "preferences.html"}
    own |= {"workspace_menu.html", "workspace_search.html"}
    by_tag = {"deadline_chip.html", "field.html", "breadcrumbs.html"}
    files = (Path(settings.BASE_DIR) / "templates/_components").glob("[!_]*.html")

    assert [
        file.name for file in files if file.name not in guide and file.name not in own | by_tag
    ] == []


def test_style_and_script_stay_light():
    style = gzip.compress((STATIC / "css/site.css").read_bytes())
    script = gzip.compress((STATIC / "js/site.js").read_bytes())

    assert len(style) <= 30_000
    assert len(script) <= 5_000
