"""The words behind codes, those of removed choices included."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from surveys.enums import Mode, QuestionKind
from surveys.instrument.counts import DOUBT, MERGED, MODE, VERSION
from surveys.instrument.questionnaire import Choice, Question, Questionnaire

SHORT_LABEL = 90
_NO_COMMUNES: Mapping[str, str] = {}
_BREAKDOWNS = {
    MODE: "Cách trả lời",
    VERSION: "Bản câu hỏi",
    DOUBT: "Dấu hiệu bất thường",
}
_DOUBTS = {"no": "Không có dấu hiệu", "yes": "Có dấu hiệu"}


def shortened(words: str, limit: int = SHORT_LABEL) -> str:
    """Return `words` on one line of at most `limit` characters, cut at a word where there is one."""
    line = " ".join(words.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    at_word = cut.rpartition(" ")[0]
    return f"{(at_word if len(at_word) > limit // 2 else cut).rstrip(' ,.;:')}…"


@dataclass(frozen=True, slots=True)
class Names:
    """Finds labels. `earlier` are the versions before, `communes` the units by code.

    A code nobody knows any more stands for itself: what was answered is never left out.
    """

    questionnaire: Questionnaire
    earlier: tuple[Questionnaire, ...] = ()
    communes: Mapping[str, str] = field(default_factory=lambda: _NO_COMMUNES)

    def question(self, code: str) -> str:
        """The words of a question, or of one of the breakdowns every survey has."""
        if code in _BREAKDOWNS:
            return _BREAKDOWNS[code]
        return next((question.label for question in self._questions(code)), code)

    def choice(self, question: str, code: str) -> str:
        """The words of one choice of `question`, or of a group that is broken down by it."""
        if code == "":
            return "Không trả lời"
        if code == MERGED:
            return "Các nhóm nhỏ gộp lại"
        if question == MODE:
            return str(Mode(code).label) if code in Mode.values else code
        if question == VERSION:
            return f"Bản {code}"
        if question == DOUBT:
            return _DOUBTS.get(code, code)
        return self._choice_label(question, code)

    def codes(self, question: str) -> tuple[str, ...]:
        """Every code `question` has had, today's first; those of communes by their names."""
        questions = list(self._questions(question))
        if any(one.kind is QuestionKind.COMMUNE for one in questions):
            return tuple(self.communes)
        found = (code for one in questions for code in one.choice_codes)
        return tuple(dict.fromkeys(found))

    def _choice_label(self, question: str, code: str) -> str:
        choices: Iterator[Choice | None] = (one.choice(code) for one in self._questions(question))
        label = next((choice.label for choice in choices if choice is not None), "")
        return label or self.communes.get(code, code)

    def _questions(self, code: str) -> Iterator[Question]:
        for questionnaire in (self.questionnaire, *self.earlier):
            question = questionnaire.question(code)
            if question is not None:
                yield question
