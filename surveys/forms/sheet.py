"""A questionnaire being filled in: which page comes next, and what stands against sending it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import ceil

from surveys.enums import QuestionKind
from surveys.forms.state import State
from surveys.instrument import answers as instrument
from surveys.instrument.questionnaire import (
    OTHER_SUFFIX,
    Answers,
    Json,
    Page,
    Question,
    Questionnaire,
)

PREFIX = "q-"  # no code holds a dash: names of questions never meet those of the page's own fields


@dataclass(frozen=True)
class Sheet:
    """A questionnaire with what one person has answered so far.

    `communes` are the names, by code, of what a commune question offers today.
    """

    questionnaire: Questionnaire
    state: State
    communes: Mapping[str, str] = field(default_factory=dict)

    def at(self, page: Page) -> "Sheet":
        """The same sheet, opened at another page."""
        return replace(self, state=replace(self.state, page=page.code))

    def with_page(self, answers: Answers, typed: Sequence[Mapping[str, Json]]) -> "Sheet":
        """The sheet with other answers, and `typed` on its page where there is no answer.

        `typed` has one mapping for each member of a repeated page, one for any other page.
        """
        kept = {**self.state.typed, self.page.code: list(typed)}
        if not any(typed):
            del kept[self.page.code]
        state = replace(self.state, answers=answers, typed=kept, page=self.page.code)
        return replace(self, state=state)

    # --- Pages ------------------------------------------------------------------------------

    @cached_property
    def pages(self) -> list[Page]:
        """The pages this person is asked, as far as the answers tell."""
        return instrument.shown_pages(self.questionnaire, self.final_answers)

    @cached_property
    def page(self) -> Page:
        """The page to show: the first where the state names none that is asked.

        Raises LookupError where nothing at all is asked.
        """
        named = [page for page in self.pages if page.code == self.state.page]
        return (named or self.pages)[0]

    @property
    def number(self) -> int:
        """The place of the page among those asked, from 1."""
        return self.pages.index(self.page) + 1

    @property
    def is_first(self) -> bool:
        return self.number == 1

    @property
    def is_last(self) -> bool:
        return self.number == len(self.pages)

    @property
    def before(self) -> Page | None:
        return None if self.is_first else self.pages[self.number - 2]

    @property
    def after(self) -> Page | None:
        return None if self.is_last else self.pages[self.number]

    @property
    def first_number(self) -> int:
        """The number the first question of the page bears, counted over the pages before it."""
        earlier = self.pages[: self.number - 1]
        return 1 + sum(self._count(page) for page in earlier)

    def minutes_left(self, minutes: int) -> int:
        """How long the rest takes, of `minutes` for the whole; by the number of questions."""
        counts = [self._count(page) for page in self.pages]
        return max(ceil(minutes * sum(counts[self.number - 1 :]) / max(sum(counts), 1)), 1)

    def questions_of(self, page: Page, member: Answers | None = None) -> list[Question]:
        """The questions `page` shows (to one member)."""
        return instrument.shown_questions(self.questionnaire, page, self.final_answers, member)

    def _count(self, page: Page) -> int:
        return len(self._numbered(page))

    def _numbered(self, page: Page) -> list[str]:
        return [one.code for one in self.questions_of(page) if one.is_numbered]

    # --- Members of a repeated page -----------------------------------------------------------

    @cached_property
    def members(self) -> list[Answers]:
        """The members the page shows: those answered for, and as many as there must be."""
        if self.page.repeat is None:
            return []
        kept = members_in(self.state.answers, self.page)
        return kept + [{} for _ in range(self.page.repeat.minimum - len(kept))]

    @property
    def can_add(self) -> bool:
        return self.page.repeat is not None and len(self.members) < self.page.repeat.maximum

    @property
    def can_remove(self) -> bool:
        return self.page.repeat is not None and len(self.members) > self.page.repeat.minimum

    # --- Sending ------------------------------------------------------------------------------

    @cached_property
    def final_answers(self) -> Answers:
        """What is stored, and what conditions read: the answers to what is asked.

        The state remembers others, too: a question that is hidden and shown again has its answer.
        """
        return instrument.pruned(self.questionnaire, self.state.answers)

    @property
    def asked(self) -> int:
        """How many questions are asked; a repeated page counts as one."""
        return sum(1 if page.repeat else self._count(page) for page in self.pages)

    @property
    def answered(self) -> int:
        """How many of those asked have an answer."""
        codes = [
            code
            for page in self.pages
            for code in ([page.code] if page.repeat else self._numbered(page))
        ]
        return sum(code in self.final_answers for code in codes)

    def faults(self, *, may_miss: bool) -> dict[str, str]:
        """What stands against sending, by the name of the control.

        With `may_miss` only what was answered wrongly, and consent that was not given.
        """
        found = instrument.problems(self.questionnaire, self.state.answers, self.communes)
        return {
            PREFIX + key: words
            for key, words in found.items()
            if not (may_miss and self._may_miss(key))
        }

    def page_with(self, faults: Mapping[str, str]) -> Page | None:
        """The first page that holds one of `faults`."""
        keys = [name.removeprefix(PREFIX).removesuffix(OTHER_SUFFIX) for name in faults]
        return next((page for page in self.pages if any(_holds(page, key) for key in keys)), None)

    def _may_miss(self, key: str) -> bool:
        """Say whether nothing was answered to `key`, and that is no consent."""
        question = self.questionnaire.question(key)
        if question is not None:
            return key not in self.final_answers and question.kind is not QuestionKind.CONSENT
        return _lookup(self.state.answers, key) is None


def members_in(answers: Mapping[str, Json], page: Page) -> list[Answers]:
    """The members of a repeated page that are answered for."""
    kept = answers.get(page.code)
    if not isinstance(kept, Sequence) or isinstance(kept, str):
        return []
    return [dict(member) for member in kept if isinstance(member, Mapping)]


def name_of(page: Page, index: int | None, code: str) -> str:
    """The name of a question's control; `index` counts the members of a repeated page."""
    key = code if index is None else instrument.member_key(page.code, index, code)
    return PREFIX + key


def _holds(page: Page, key: str) -> bool:
    return key.partition(".")[0] == page.code or any(one.code == key for one in page.questions)


def _lookup(answers: Mapping[str, Json], key: str) -> Json:
    """What was answered under the key of a member, "page.index.code"."""
    page, _, rest = key.partition(".")
    index, _, code = rest.partition(".")
    members = answers.get(page)
    if not isinstance(members, Sequence) or not index.isdecimal() or int(index) >= len(members):
        return None
    member = members[int(index)]
    return member.get(code) if isinstance(member, Mapping) else None
