"""Two drafts side by side, and one made of both."""

from difflib import SequenceMatcher
from typing import NamedTuple

from django.http import QueryDict


class Block(NamedTuple):
    """Paragraphs of two drafts side by side; where they differ, `name` is the choice to make."""

    name: str
    mine: str
    theirs: str

    @property
    def differs(self) -> bool:
        return self.mine != self.theirs


def side_by_side(mine: str, theirs: str) -> list[Block]:
    """Two drafts paragraph by paragraph, in their order."""
    own, other = paragraphs(mine), paragraphs(theirs)
    changes = SequenceMatcher(a=own, b=other, autojunk=False).get_opcodes()
    return [
        Block(f"doan_{number}", "\n".join(own[a:b]), "\n".join(other[c:d]))
        for number, (_, a, b, c, d) in enumerate(changes)
    ]


def merged(mine: str, theirs: str, choices: QueryDict) -> str:
    """One draft of two: of each differing block what was chosen, both where nothing was."""
    taken: list[str] = []
    for block in side_by_side(mine, theirs):
        chosen = choices.get(block.name, "both")
        if not block.differs:
            taken.append(block.mine)
            continue
        if block.mine and chosen != "theirs":
            taken.append(block.mine)
        if block.theirs and chosen != "mine":
            taken.append(block.theirs)
    return "\n".join(taken)


def paragraphs(text: str) -> list[str]:
    return text.replace("\r\n", "\n").split("\n")
