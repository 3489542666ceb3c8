"""One JSON object a line: what `make bench` prints."""

import json


def report(bench: str, **figures: str | float) -> None:
    print(json.dumps({"bench": bench, **figures}), flush=True)  # noqa: T201
