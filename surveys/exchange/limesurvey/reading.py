"""From a LimeSurvey structure to a questionnaire."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath
from typing import BinaryIO

from surveys.enums import QuestionKind
from surveys.exchange.conditions import ConditionError, both
from surveys.exchange.imported import MOST_BYTES, Imported, ImportRefused, Located
from surveys.exchange.limesurvey.kinds import COMMENT_SUFFIX, UnaskableError, questions_of
from surveys.exchange.limesurvey.relevance import Names, Target, from_conditions, translated
from surveys.exchange.limesurvey.structure import (
    LimeGroup,
    LimeQuestion,
    LimeSurvey,
    survey_of,
)
from surveys.exchange.limesurvey.tables import Tables, read_tables
from surveys.exchange.names import RESERVED, is_usable
from surveys.exchange.storable import unfit
from surveys.instrument.codes import code_from
from surveys.instrument.questionnaire import (
    CHOICE_PATTERN,
    OTHER_SUFFIX,
    ROW_PATTERN,
    Choice,
    Page,
    Question,
    Questionnaire,
    Row,
)
from surveys.instrument.typed import choice_from

_PAGE = "trang"
_SILENT_TYPES = {
    "I": "Câu đổi ngôn ngữ không cần ở đây nên không lấy.",
    "*": "Câu tự tính không lấy: không ai trả lời nó.",
}
_HIDDEN = "Câu ẩn không lấy: không ai trả lời nó."
_PIPED = re.compile(r"\{[^\s{}][^{}]*\}")
_PIPED_WORDS = (
    "Lời này chép câu trả lời hoặc thông tin khác vào ({name}); ở đây chưa làm được. "
    "Xin viết lời không cần nó."
)


def read_lss(file: BinaryIO, name: str) -> Imported:
    """Read a LimeSurvey structure (.lss), with `*_l10ns` tables or older; `name` is the file's.

    Raises ImportRefused with every problem found, each with the code of its question.
    """
    tables = read_tables(file.read(MOST_BYTES + 1))
    return _Reading(tables, PurePath(name).stem).whole()


class _Reading:
    def __init__(self, tables: Tables, name: str) -> None:
        self.tables = tables
        self.survey: LimeSurvey = survey_of(tables)
        self.title = self.survey.title or name
        self.names = Names()
        self.problems: list[Located] = []
        self.notes: list[Located] = []
        self.taken: set[str] = set()
        self.made: dict[str, list[Question]] = {}  # by qid
        self.codes: dict[str, str] = {}  # LimeSurvey's code by ours, to tell where a problem is

    def whole(self) -> Imported:
        self._note_what_is_left()
        for group in self.survey.groups:
            for lime in group.questions:
                self._make(group, lime)
        pages = tuple(
            self._page(number, group)
            for number, group in enumerate(self.survey.groups, 1)
            if any(self.made.get(lime.qid) for lime in group.questions) or group.intro
        )
        purpose = _PIPED.sub("…", self.survey.purpose)
        if purpose != self.survey.purpose:
            self._note("", "Chỗ chép thông tin vào lời giới thiệu được thay bằng “…”.")
        questionnaire = Questionnaire(self.title, pages, purpose=purpose)
        # What was refused may be all that is asked.
        if not self.problems and not any(one.is_asked for one in questionnaire.questions):
            self._refuse("", "Bảng hỏi không có câu hỏi nào.")
        for found in unfit(questionnaire):
            self._refuse(self.codes.get(found.code, found.code), found.words)
        if self.problems:
            raise ImportRefused(self.problems)
        return Imported(questionnaire, tuple(self.notes))

    def _refuse(self, code: str, words: str) -> None:
        self.problems.append(Located("", 0, code, words))

    def _note(self, code: str, words: str) -> None:
        self.notes.append(Located("", 0, code, words))

    def _note_what_is_left(self) -> None:
        others = [one for one in self.tables.languages if one != self.tables.language]
        if others:
            self._note("", f"Lấy lời tiếng “{self.tables.language}”; bỏ: {', '.join(others)}.")
        if self.tables["quota"]:
            self._note("", "Chỉ tiêu (quota) của LimeSurvey không lấy.")

    # --- Questions ---------------------------------------------------------------------------
    def _make(self, group: LimeGroup, lime: LimeQuestion) -> None:
        words = _HIDDEN if lime.is_set("hidden") else _SILENT_TYPES.get(lime.type, "")
        if words:
            self._note(lime.code, words)
            self._forget(group, lime, f"“{lime.code}”: {words}")
            return
        try:
            made = questions_of(lime)
        except UnaskableError as error:
            self._refuse(lime.code, str(error))
            # Conditions may name it: that it is refused has been said.
            self._learn(group, lime, lime.code, Target(lime.code))
            return
        self._check(lime, made)
        named = [self._named(lime, question) for question in made]
        self.made[lime.qid] = named
        for before, question in zip(made, named, strict=True):
            self._learn_question(group, lime, before, question)

    def _check(self, lime: LimeQuestion, made: list[Question]) -> None:
        for question in made:
            labels = [choice.label for choice in question.choices]
            labels += [row.label for row in question.rows]
            for text in (question.label, question.hint, *labels):
                if found := _PIPED.search(text):
                    self._refuse(lime.code, _PIPED_WORDS.format(name=found[0]))
            if not question.label or question.label.startswith(" – "):
                self._refuse(lime.code, "Câu này chưa có lời.")
            if question.label.endswith(" – "):
                self._refuse(lime.code, "Có dòng của câu này chưa có lời.")
            if not all(labels):
                self._refuse(lime.code, "Có lựa chọn hoặc dòng chưa có lời.")
            self._check_lists(lime, question)
        if lime.is_softly_mandatory:
            self._note(lime.code, "Câu bắt buộc mềm thành không bắt buộc.")
        if lime.has_pictures:
            self._note(lime.code, "Hình, tiếng kèm theo câu được bỏ.")
        if lime.type in ("O", "P"):
            self._note(lime.code, f"Phần ghi thêm thành câu riêng “{lime.code}{COMMENT_SUFFIX}”.")

    def _check_lists(self, lime: LimeQuestion, question: Question) -> None:
        for codes in (question.choice_codes, [row.code for row in question.rows]):
            if len(set(codes)) < len(codes):
                self._refuse(lime.code, "Có hai lựa chọn hoặc hai dòng cùng mã.")
        takes_choices = question.kind in (
            QuestionKind.SINGLE,
            QuestionKind.MULTIPLE,
            QuestionKind.RANKING,
            QuestionKind.MATRIX,
        )
        if takes_choices and not question.choices:
            self._refuse(lime.code, "Câu này chưa có lựa chọn nào.")
        if question.kind is QuestionKind.MATRIX and not question.rows:
            self._refuse(lime.code, "Bảng này chưa có dòng nào.")

    # --- Codes -------------------------------------------------------------------------------
    def _named(self, lime: LimeQuestion, question: Question) -> Question:
        code = question.code
        if not is_usable(code) or code.lower() in self.taken:
            code = code_from(code, self.taken | RESERVED)
            self._note(lime.code, f"Mã “{question.code}” đổi thành “{code}”.")
        self.taken.add(code.lower())
        self.codes[code] = lime.code
        if question.other is not None:
            self.taken.add(f"{code}{OTHER_SUFFIX}".lower())
        choices = tuple(self._choice(lime, choice) for choice in question.choices)
        rows = tuple(self._row(row) for row in question.rows)
        return replace(question, code=code, choices=choices, rows=rows)

    def _choice(self, lime: LimeQuestion, choice: Choice) -> Choice:
        if not re.fullmatch(CHOICE_PATTERN, choice.code):
            code = code_from(choice.code, ())
            self._note(lime.code, f"Mã lựa chọn “{choice.code}” đổi thành “{code}”.")
            choice = replace(choice, code=code)
        if not choice.is_other and choice_from(choice.label).is_dont_know:
            self._note(lime.code, f"“{choice.label}” được tính riêng, ngoài thang trả lời.")
            return replace(choice, is_dont_know=True)
        return choice

    def _row(self, row: Row) -> Row:
        if re.fullmatch(ROW_PATTERN, row.code):
            return row
        return replace(row, code=code_from(row.code, ()))

    def _learn_question(
        self, group: LimeGroup, lime: LimeQuestion, before: Question, question: Question
    ) -> None:
        """Tell the names by which conditions may ask for `question`, once called `before.code`."""
        code = question.code
        changed = {
            old.code: new.code
            for old, new in zip(before.choices, question.choices, strict=True)
            if old.code != new.code
        }
        self.names.codes[code] = changed
        self._learn(group, lime, before.code, Target(code))
        if question.other is not None:
            words = f"{before.code}{OTHER_SUFFIX}"
            self._learn(group, lime, words, Target(f"{code}{OTHER_SUFFIX}"))
        if question.kind is QuestionKind.MULTIPLE:
            for choice in before.choices:
                name = f"{before.code}_{choice.code}"
                if not choice.is_other:
                    self._learn(group, lime, name, Target(code, choice.code))
        for old, new in zip(before.rows, question.rows, strict=True):
            name = f"{lime.code}_{old.code}"
            if before.code != lime.code:  # a row of one of two scales
                name = f"{name}{before.code.removeprefix(lime.code)}"
            self.names.codes[f"{code}__{new.code}"] = changed
            self._learn(group, lime, name, Target(f"{code}__{new.code}"))

    def _learn(self, group: LimeGroup, lime: LimeQuestion, name: str, target: Target) -> None:
        part = name.removeprefix(lime.code).removeprefix("_")
        for spelt in (name, f"{self.survey.sid}X{group.gid}X{lime.qid}{part}"):
            if spelt in self.names.targets and self.names.targets[spelt] != target:
                self.names.gone[spelt] = (
                    f"Có nhiều câu mã “{name}”, không rõ điều kiện hỏi câu nào."
                )
            self.names.targets[spelt] = target

    def _forget(self, group: LimeGroup, lime: LimeQuestion, words: str) -> None:
        self.names.gone[lime.code] = words
        self.names.gone[f"{self.survey.sid}X{group.gid}X{lime.qid}"] = words

    # --- Pages -------------------------------------------------------------------------------
    def _page(self, number: int, group: LimeGroup) -> Page:
        relevance = self._translated(group.title, group.relevance)
        if _PIPED.search(group.title) or _PIPED.search(group.intro):
            self._refuse(group.title, "Lời của nhóm câu chép thông tin khác vào; xin viết lại.")
        return Page(
            code=code_from(f"{_PAGE}_{number}", self.taken),
            title=group.title,
            intro=group.intro,
            relevance=relevance,
            questions=tuple(
                question for lime in group.questions for question in self._conditioned(lime)
            ),
        )

    def _conditioned(self, lime: LimeQuestion) -> Iterator[Question]:
        made = self.made.get(lime.qid, [])
        if not made:
            return
        relevance = self._translated(lime.code, lime.relevance)
        if lime.conditions and lime.relevance.strip() in ("", "1"):
            relevance = self._from_table(lime)
        validation = lime.attributes.get("em_validation_q", "")
        constraint = self._translated(lime.code, validation)
        if constraint and len(made) > 1:
            self._refuse(lime.code, "Điều kiện kiểm tra chung cho nhiều ô chưa dùng được.")
        for question in made:
            yield replace(
                question,
                relevance=both(question.relevance, relevance),
                constraint=constraint,
                constraint_message=lime.words("em_validation_q_tip") if constraint else "",
            )

    def _translated(self, code: str, text: str) -> str:
        try:
            return translated(text, self.names)
        except ConditionError as error:
            self._refuse(code, f"Điều kiện “{text}”: {error}")
            return ""

    def _from_table(self, lime: LimeQuestion) -> str:
        try:
            return from_conditions(lime.conditions, self.names)
        except ConditionError as error:
            self._refuse(lime.code, f"Bảng điều kiện: {error}")
            return ""
