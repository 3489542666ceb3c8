"""How long a survey takes, to be said on its first page."""

from math import ceil

from surveys.enums import QuestionKind
from surveys.instrument.questionnaire import Page, Question, Questionnaire

WORDS_PER_MINUTE = 200
# What a long list holds beyond these is passed over, not read.
_CHOICES_READ = 12
# To decide and to tick or type, besides reading; a matrix takes this for every row.
_SECONDS = {
    QuestionKind.SINGLE: 4,
    QuestionKind.MULTIPLE: 8,
    QuestionKind.LIKERT: 4,
    QuestionKind.SCALE: 4,
    QuestionKind.MATRIX: 4,
    QuestionKind.RANKING: 15,
    QuestionKind.NUMBER: 6,
    QuestionKind.DATE: 8,
    QuestionKind.SHORT_TEXT: 12,
    QuestionKind.LONG_TEXT: 40,
    QuestionKind.COMMUNE: 8,
    QuestionKind.CONSENT: 3,
    QuestionKind.NOTE: 0,
}


def estimated_minutes(questionnaire: Questionnaire) -> int:
    """Return whole minutes, rounded up and at least 1, for somebody who is shown everything.

    A repeated page counts as often as it must be answered, and once at least.
    """
    seconds = _reading(questionnaire.purpose) + sum(map(_of_page, questionnaire.pages))
    return max(1, ceil(seconds / 60))


def _of_page(page: Page) -> float:
    times = max(page.repeat.minimum, 1) if page.repeat else 1
    asked = sum(map(_of_question, page.questions))
    return _reading(page.title) + _reading(page.intro) + times * asked


def _of_question(question: Question) -> float:
    texts = [question.label, question.hint]
    texts += [choice.label for choice in question.choices[:_CHOICES_READ]]
    texts += [row.label for row in question.rows]
    times = len(question.rows) if question.kind is QuestionKind.MATRIX else 1
    return sum(map(_reading, texts)) + times * _SECONDS[question.kind]


def _reading(text: str) -> float:
    """Seconds to read `text`; Vietnamese puts a space after every syllable."""
    return len(text.split()) / WORDS_PER_MINUTE * 60
