"""Who may know the asker, and where a withheld name must not stand."""

import re
from collections.abc import Iterable

from engagement.accounts.access import Visitor, has_permission
from engagement.accounts.permissions import Permission
from engagement.text.fold import fold
from engagement.workflow.exceptions import Denied
from qa.models import Question
from qa.models.question import ANONYMOUS


def names_asker(question: Question, text: str) -> bool:
    """Tell whether `text` holds the withheld name of the asker, as whole words and without marks."""
    name = "" if question.is_name_public else fold(question.asker_name)
    return bool(name) and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", fold(text)) is not None


def is_telling_name(question: Question) -> bool:
    """Tell whether the asker's name is one: a single word may be any word of the language."""
    return len(question.asker_name.split()) > 1


def check_name_stays_withheld(question: Question, *, label: str, texts: Iterable[str]) -> None:
    """Raise Denied if a public copy shows a name against the asker's wish (R-4.2).

    Nobody may decide otherwise: the consent is the asker's alone.
    """
    if question.is_name_public:
        return
    if label not in {"", ANONYMOUS}:
        raise Denied("Người hỏi không đồng ý hiện tên nên bản công bố không ghi tên ai.")
    if is_telling_name(question) and any(names_asker(question, text) for text in texts):
        raise Denied("Bản công bố còn tên người hỏi, mà người hỏi không đồng ý hiện tên.")


def may_see_contact(user: Visitor, question: Question | None = None) -> bool:
    """The board alone writes to the asker, so it alone sees address and telephone.

    Of a sealed question they are for who may open it, and for nobody else.
    """
    if question is not None and question.is_sealed:
        return has_permission(user, Permission.QUESTION_SEALED)
    return has_permission(user, Permission.QUESTION_MODERATE)


def may_see_name(user: Visitor, question: Question) -> bool:
    """The board and the lead unit, which answers the person; nobody else needs the name."""
    if question.is_sealed:
        return may_see_contact(user, question)
    unit = question.lead_unit
    answers = unit is not None and has_permission(user, Permission.QUESTION_ANSWER, unit=unit)
    return answers or may_see_contact(user)
