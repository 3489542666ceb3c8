"""Draw every workflow table into docs/workflows/, or check that the drawings are current."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from engagement.workflow.machine import REGISTRY, Workflow


def page(workflow: Workflow) -> str:
    """One Markdown page: the diagram, then the table a reader can search."""
    rows = [
        f"| {workflow.labels[status]} (`{status}`) | `{verb}` | {workflow.labels[target]} (`{target}`) |"
        for status, verbs in workflow.transitions.items()
        for verb, target in verbs.items()
    ]
    return "\n".join(
        [
            f"# {workflow.name}",
            "",
            "Drawn from the code by `manage.py draw_workflows`; do not edit by hand.",
            "",
            "```mermaid",
            workflow.mermaid(),
            "```",
            "",
            "| From | Verb | To |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


class Command(BaseCommand):
    help = "Draw the workflow tables into docs/workflows/"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="fail when a drawing is stale")

    def handle(self, **options: bool) -> None:
        folder = Path(settings.BASE_DIR) / "docs" / "workflows"
        stale = [
            path.name
            for workflow in REGISTRY.values()
            if self.write(path := folder / f"{workflow.name}.md", page(workflow), options["check"])
        ]
        if options["check"] and stale:
            raise CommandError(f"Stale drawings: {', '.join(stale)}. Run manage.py draw_workflows.")

    @staticmethod
    def write(path: Path, text: str, check_only: bool) -> bool:  # noqa: FBT001
        """Return whether the file differed; write it unless only checking."""
        differs = not path.exists() or path.read_text(encoding="utf-8") != text
        if differs and not check_only:
            path.write_text(text, encoding="utf-8")
        return differs
