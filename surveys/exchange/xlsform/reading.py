"""From a workbook to a questionnaire."""

from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import BinaryIO

from engagement.text.normalise import normalise
from surveys.exchange.imported import MOST_BYTES, Imported, ImportRefused, Located, refused
from surveys.exchange.storable import unfit
from surveys.exchange.xlsform.asking import Asking
from surveys.exchange.xlsform.columns import (
    EXTRA_FOR_PAGES,
    EXTRA_FOR_QUESTIONS,
    MEDIA,
    OTHER_WORDS,
    PURPOSE,
    SURVEY_NAMES,
    choice_column,
    settings_column,
    survey_column,
)
from surveys.exchange.xlsform.kinds import Role
from surveys.exchange.xlsform.lists import Lists, is_yes
from surveys.exchange.xlsform.naming import Naming
from surveys.exchange.xlsform.outline import Item, PagePlan, items_of, outline, pages
from surveys.exchange.xlsform.report import Report
from surveys.exchange.xlsform.tables import Languages, Table, TableRow, table
from surveys.exchange.xlsform.workbook import read_sheets
from surveys.instrument.questionnaire import Page, Questionnaire

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
MOST_SURVEY_ROWS = 3_000
_KNOWN = frozenset(
    {
        *SURVEY_NAMES,
        *MEDIA,
        *EXTRA_FOR_PAGES,
        *EXTRA_FOR_QUESTIONS,
        "type",
        "name",
        "label",
        "hint",
        "choice_filter",
        "parameters",
        "disabled",
        "default",
        "guidance_hint",
    }
)
_IDENTIFIES = (
    "“{name}” ghi thông tin có thể nhận ra người trả lời (máy, giờ giấc, nơi ở…) nên không lấy."
)


def read_xlsform(file: BinaryIO, name: str) -> Imported:
    """Read an XLSForm (.xlsx, .xlsm, .xls); `name` is the file's, for a form without a title.

    Raises ImportRefused with every problem found, each with its sheet and row.
    """
    sheets = read_sheets(file.read(MOST_BYTES + 1), {SURVEY, CHOICES, SETTINGS}, SURVEY)
    if SURVEY not in sheets:
        raise refused("Tệp không có trang tính “survey”, nơi ghi các câu hỏi.")
    survey = table(sheets[SURVEY], survey_column)
    choices = table(sheets[CHOICES], choice_column) if CHOICES in sheets else None
    settings = table(sheets[SETTINGS], settings_column) if SETTINGS in sheets else None
    for wanted in ("type", "name"):
        if not survey.has(wanted):
            words = f"Thiếu cột “{wanted}”. Dòng đầu của trang phải là tên các cột."
            raise ImportRefused([survey.at_header(wanted, words)])
    if len(survey.sheet.rows) > MOST_SURVEY_ROWS:
        words = f"Trang tính có hơn {MOST_SURVEY_ROWS} dòng; một bảng hỏi không dài như vậy."
        raise refused(
            words, sheet=survey.sheet.name, row=survey.sheet.rows[MOST_SURVEY_ROWS].number
        )
    return _Reading(survey, choices, settings, PurePath(name).stem).whole()


class _Reading:
    """One reading; problems are gathered, so that the maker sees all of them."""

    def __init__(
        self, survey: Table, choices: Table | None, settings: Table | None, name: str
    ) -> None:
        self.report = Report()
        self.survey = survey
        self.setting = next(settings.rows(), None) if settings is not None else None
        self.title = self._setting("title") or name
        found = survey.languages() + (choices.languages() if choices is not None else [])
        self.languages = Languages(found, self._setting("default_language"))
        self.lists = Lists(
            choices,
            self.languages.chosen,
            self.report,
            allows_twins=is_yes(self._setting("allow_choice_duplicates")),
        )
        self.naming = Naming(self.lists, self.report)
        self.asking = Asking(self.naming, self.report)

    def whole(self) -> Imported:
        self._note_what_is_left()
        plans = pages(outline(self._items(), self.report), self.report)
        self.naming.name_everything(plans)
        made = tuple(self._page(plan) for plan in plans)
        self.naming.note_unused()
        questionnaire = Questionnaire(
            normalise(self.title), made, purpose=normalise(self._setting(PURPOSE))
        )
        self.report.problems += list(self._unfit(questionnaire))
        if self.report.problems:
            raise ImportRefused(sorted(self.report.problems, key=self._place))
        return Imported(questionnaire, tuple(sorted(self.report.notes, key=self._place)))

    def _place(self, located: Located) -> tuple[bool, int]:
        return located.sheet != self.survey.sheet.name, located.row

    def _setting(self, name: str) -> str:
        return self.setting.text(name) if self.setting is not None else ""

    def _note_what_is_left(self) -> None:
        left = self.languages.left
        if left:
            words = f"Lấy lời tiếng {self.languages.chosen or 'mặc định'}; bỏ: {', '.join(left)}."
            self.report.note(self.survey.at_header("label", words))
        for header in self._unknown_headers():
            self.report.note(self.survey.at_header(header, "Cột này không dùng ở đây."))

    def _unknown_headers(self) -> Iterator[str]:
        filled = {header for row in self.survey.sheet.rows for header in row.cells}
        for column, header in self.survey.headers.items():
            if column.name not in _KNOWN and header in filled:
                yield header

    # --- Rows --------------------------------------------------------------------------------
    def _items(self) -> list[Item]:
        rows = [row for row in self.survey.rows(self.languages.chosen) if self._counts(row)]
        return [item for item in items_of(rows) if self._is_kept(item)]

    def _counts(self, row: TableRow) -> bool:
        """Rows without a type are comments, unless they name or ask something."""
        if row.text("type"):
            return not is_yes(row.text("disabled"))
        if row.text("name") or row.words("label").text:
            self.report.refuse(row.at("type", "Dòng này chưa có kiểu câu hỏi."))
        return False

    def _is_kept(self, item: Item) -> bool:
        """Whether a row asks, tells or nests; what is only for machines is noted and left out."""
        row, name = item.row, item.row.text("name")
        vocabulary = self.naming.vocabulary
        match item.type.role:
            case Role.REFUSED:
                self.report.refuse(row.at("type", item.type.words))
                # Conditions may name it: that it is refused has been said.
                vocabulary.names.setdefault(name, name)
            case Role.TITLE:
                self.title = name
            case Role.CALCULATE if row.text("calculation"):
                self.naming.calculated[name] = row
                vocabulary.calculations[name] = row.text("calculation")
            case Role.CALCULATE:
                self.report.refuse(row.at("calculation", "Dòng này chưa có phép tính."))
            case Role.TODAY:
                vocabulary.calculations[name] = "today()"
            case Role.IDENTIFY:
                words = _IDENTIFIES.format(name=row.text("type"))
                self.report.note(row.at("type", words))
                vocabulary.gone[name] = words
            case Role.HIDDEN:
                words = f"Ô ẩn “{name}” không lấy: không ai trả lời nó."
                self.report.note(row.at("type", words))
                vocabulary.gone[name] = words
            case Role.SETTING:
                pass
            case _ if row.text("kind") == OTHER_WORDS:
                vocabulary.names[name] = name
            case _:
                return True
        return False

    # --- Pages -------------------------------------------------------------------------------
    def _page(self, plan: PagePlan) -> Page:
        head = plan.trail[-1] if plan.trail else None
        intros = (row.words("hint").text or normalise(row.text("page_intro")) for row in plan.heads)
        return Page(
            code=self.naming.code_of_page(plan),
            title=plan.title,
            questions=tuple(self.asking.question(entry) for entry in plan.entries),
            intro="\n".join(intro for intro in intros if intro),
            relevance=self.naming.relevance(plan.trail),
            is_random_order=head is not None and is_yes(head.text("random_order")),
            repeat=self.asking.repeat(head) if plan.is_repeat and head is not None else None,
        )

    def _unfit(self, questionnaire: Questionnaire) -> Iterable[Located]:
        # What was refused may be all that is asked.
        if not self.report.problems and not any(one.is_asked for one in questionnaire.questions):
            yield self.survey.at_header("", "Bảng hỏi không có câu hỏi nào.")
        for found in unfit(questionnaire):
            row = self.naming.places.get(found.code)
            located = self.survey.at_header("", found.words)
            yield row.at("name", found.words) if row is not None else located
