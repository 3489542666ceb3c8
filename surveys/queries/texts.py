"""Free texts everybody may read: reviewed, masked, and only after closing."""

from dataclasses import dataclass

from django.db.models import QuerySet

from surveys.instrument.questionnaire import OTHER_SUFFIX
from surveys.models import FreeText, Survey
from surveys.queries.options import Option, chosen_of, options
from surveys.queries.results import questionnaires
from surveys.statistics.names import Names, shortened


@dataclass(frozen=True, slots=True)
class TextsPage:
    """The questions to choose from, and what was written to the chosen one, `label`."""

    questions: list[Option]
    label: str
    texts: QuerySet[FreeText]


def texts_page(survey: Survey, wanted: str) -> TextsPage:
    """The published texts of the variable `wanted`, of the first one where it has none."""
    labels = text_questions(survey)
    questions = options(((code, shortened(label)) for code, label in labels.items()), wanted)
    chosen = chosen_of(questions)
    return TextsPage(questions, labels.get(chosen, ""), published_texts(survey, chosen))


def published_count(survey: Survey) -> int:
    """How many texts of `survey` may be read."""
    return FreeText.objects.filter(survey=survey, is_published=True).count()


def text_questions(survey: Survey) -> dict[str, str]:
    """The variables whose texts were published with their labels, in the order they are asked."""
    published = FreeText.objects.filter(survey=survey, is_published=True)
    variables = published.order_by("variable").values_list("variable", flat=True).distinct()
    found = list(variables)
    versions = [one for _, one in sorted(questionnaires(survey).items(), reverse=True)]
    if not found or not versions:
        return {}
    names = Names(versions[0], tuple(versions[1:]))
    asked = [question.code for one in versions for question in one.questions]
    order = {code: place for place, code in enumerate(dict.fromkeys(asked))}
    found.sort(key=lambda code: (order.get(_question_of(code), len(order)), code))
    return {code: _label(names, code) for code in found}


def published_texts(survey: Survey, variable: str) -> QuerySet[FreeText]:
    """What may be read of one variable, masked.

    The order is that of the rows, which closing wrote in random order: it stays, and tells nothing
    of who answered when, nor of who reviewed what first.
    """
    texts = FreeText.objects.filter(survey=survey, variable=variable, is_published=True)
    return texts.order_by("pk")


def _question_of(variable: str) -> str:
    return variable.removesuffix(OTHER_SUFFIX)


def _label(names: Names, variable: str) -> str:
    label = names.question(variable)
    if label != variable or not variable.endswith(OTHER_SUFFIX):
        return label
    return f"{names.question(_question_of(variable))} – ý kiến khác"
