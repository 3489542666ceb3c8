"""What is published at closing, so that anybody can check that answers are counted."""

from typing import TypedDict

from surveys.disclosure.receipts import Line
from surveys.models import Ballot, Closing, Survey

ALGORITHM = (
    "SHA-256; link = SHA-256(0x01 || link before || mark || commit);"
    " lines ascending, the first link before is 32 zero bytes"
)


class Minutes(TypedDict):
    """The published minutes of a closing."""

    survey: str
    ballots: int
    participations: int
    codes: int
    root: str
    algorithm: str


def minutes_of(closing: Closing) -> Minutes:
    return {
        "survey": closing.survey.code,
        "ballots": closing.ballots,
        "participations": closing.participations,
        "codes": closing.codes,
        "root": closing.root,
        "algorithm": ALGORITHM,
    }


def lines_of(survey: Survey) -> list[Line]:
    """Every stored ballot's mark and commit, ascending: the published list."""
    ballots = Ballot.objects.filter(survey=survey).order_by("mark")
    return [(bytes(mark), bytes(commit)) for mark, commit in ballots.values_list("mark", "commit")]


def is_counted(survey: Survey, mark: bytes) -> bool:
    """Whether a line of the published list begins with `mark`."""
    return Ballot.objects.filter(survey=survey, mark=mark).exists()


def published_list(survey: Survey) -> str:
    """The same as it is published: hexadecimal, a ballot a line."""
    return "".join(f"{mark.hex()} {commit.hex()}\n" for mark, commit in lines_of(survey))
