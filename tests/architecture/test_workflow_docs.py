"""docs/workflows/ shows the workflow tables as they are in the code."""

from django.core.management import call_command

from engagement.workflow.machine import REGISTRY
from tests.architecture.rooms import ROOT


def test_drawings_are_current():
    call_command("draw_workflows", check=True)


def test_every_workflow_has_its_page_and_every_page_its_workflow():
    pages = {path.stem for path in (ROOT / "docs" / "workflows").glob("*.md")}
    assert REGISTRY
    assert pages == set(REGISTRY)
