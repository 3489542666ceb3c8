"""`python -m bench.similar [FILE …]`: how well half of a question's words find it again.

Known items: every text of the files (JSONL with `question` or `name`) is published in a database of the
run's own, then looked for by a random half of its words, with marks, without, and with half of them.
One JSON object a line; DATABASE_URL chooses the server, else SQLite.
"""

import json
import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

from bench.report import report
from bench.volume_pages import SETTINGS, database

SEED = 4
ASKED = 800


def main() -> None:
    with database("") as url:
        os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": SETTINGS}
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", verbosity=0)
        texts = list(dict.fromkeys(texts_of(sys.argv[1:])))
        measure(publish(texts))
        connections.close_all()


def texts_of(paths: list[str]) -> Iterator[str]:
    for path in paths:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield str(row.get("question") or row["name"])


def publish(texts: list[str]) -> dict[int, str]:
    """Publish each text as an answered question; give the texts by the publications' ids."""
    import uuid

    from django.utils import timezone

    from bench.volume import reference
    from engagement.accounts.models import Unit, User
    from engagement.intake.enums import Proof
    from engagement.intake.models import Submission
    from qa.models import Publication, Question

    draw = random.Random(SEED)  # noqa: S311 - words of a measurement
    day = timezone.localdate()
    unit = Unit.objects.create(code="thu", name="Đơn vị thử", kind="department", valid_from=day)
    editor = User.objects.create(username="thu")
    submissions = [
        Submission(
            form="qa.ask",
            key=uuid.UUID(int=draw.getrandbits(128), version=4),
            reference=reference(draw),
            secret="AAAAA",  # noqa: S106 - of no receipt
            proof=Proof.NONE,
        )
        for _ in texts
    ]
    Submission.objects.bulk_create(submissions)
    questions = [Question(submission=submission, status="published") for submission in submissions]
    Question.objects.bulk_create(questions)
    publications = []
    for question, text in zip(questions, texts, strict=True):
        row = Publication(
            question=question,
            title=" ".join(text.split()[:25])[:200],
            question_text=text,
            answer_text="Đã trả lời.",
            asker_label="Người dân",
            unit=unit,
            unit_name=unit.name,
            published_by=editor,
        )
        row.prepare()
        publications.append(row)
    Publication.objects.bulk_create(publications, batch_size=500)
    return {row.pk: text for row, text in zip(publications, texts, strict=True)}


def measure(texts: dict[int, str]) -> None:
    from qa.queries.similar import FEWEST_WORDS, similar_answers

    draw = random.Random(SEED)  # noqa: S311
    long_enough = [pk for pk, text in texts.items() if len(text.split()) >= 2 * FEWEST_WORDS]
    asked = draw.sample(long_enough, min(ASKED, len(long_enough)))
    halves = {pk: half(draw, texts[pk]) for pk in asked}
    similar_answers(" ".join(halves[asked[0]]))
    for marks in ("all", "none", "half"):
        places, times = [], []
        for pk, words in halves.items():
            typed = spelt(draw, words, marks)
            started = time.perf_counter()
            found = [row.pk for row in similar_answers(typed)]
            times.append(1000 * (time.perf_counter() - started))
            places.append(found.index(pk) if pk in found else 99)
        report(
            "similar_known_item",
            marks=marks,
            archive=len(texts),
            asked=len(asked),
            recall_at_1=round(sum(place == 0 for place in places) / len(places), 4),
            recall_at_5=round(sum(place < 5 for place in places) / len(places), 4),
            p50_ms=round(median(times), 1),
            p95_ms=round(quantiles(times, n=20)[-1], 1),
        )


def half(draw: random.Random, text: str) -> list[str]:
    """A random half of the words, in their order."""
    words = text.split()
    kept = sorted(draw.sample(range(len(words)), max(3, len(words) // 2)))
    return [words[place] for place in kept]


def spelt(draw: random.Random, words: list[str], marks: str) -> str:
    from engagement.text.fold import fold

    if marks == "all":
        return " ".join(words)
    return " ".join(
        fold(word) if marks == "none" or draw.random() < 0.5 else word for word in words
    )


if __name__ == "__main__":
    main()
