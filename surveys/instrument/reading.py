"""The lines of a pasted form, gathered into blocks: what a sign means is told by what stands around.

A block is a question with its choices, rows and room for an answer, or a paragraph. `_RULES` tells
for each sign of notation.py what is done with it. Lines that may be meant otherwise are doubts.
"""

import re
from collections.abc import Callable, Sequence
from itertools import zip_longest

from engagement.text.fold import fold
from surveys.instrument.blocks import LONGEST_CHOICE, MARK, NUMBERING, Block, Doubt, Item, Scale
from surveys.instrument.notation import (
    FEWEST_POINTS,
    Part,
    Sign,
    asks_other,
    begun,
    parts_of,
    point_values,
)
from surveys.instrument.typed import LONGEST_LABEL, LineProblem

LONGEST_HEADING = 120
_TABLE_HEAD = re.compile(
    r"(?:stt|tt|so tt|noi dung|tieu chi|cau hoi|hang muc|cac (?:mat|noi dung))\b"
)
# Words of whoever hands the form out, not of a question.
_LEADS = re.compile(
    r"^(?:xin (?:tran trong |chan thanh )?cam on|tran trong cam on|kinh (?:gui|thua|chao)|huong dan|"
    r"ghi chu|luu y|chu thich|nham (?:muc|nang|tim|danh)|de (?:nang cao|phuc vu|danh gia|co co so)|"
    r"phieu |mau so|cong hoa xa hoi|"
    r"(?:xin|de nghi|kinh mong|mong|rat mong)? ?(?:ong/ba|anh/chi|quy vi|ong \(ba\)|dong chi)?,? ?"
    r"(?:vui long |hay |xin |lam on )?(?:danh dau|khoanh tron|tich vao|dien vao|tra loi cac cau))|"
    r"\b(?:giu bi mat|bao mat|xin tran trong cam on|xin chan thanh cam on|y kien quy bau)\b"
)
_SECTIONS = re.compile(r"(?:phan|thong tin|danh gia|noi dung|y kien|nhan xet|cau hoi|muc do|cac) ")
_SKIPS = re.compile(r"\b(?:chuyen|bo qua|sang|toi|den|tra loi tiep|dung|ket thuc)\b.{0,20}\bcau\b")
_SAYS_HOW = re.compile(r"\b(?:khoanh tron|danh dau|quy uoc|thang diem|trong do)\b")
_SCALE_TALK = re.compile(r"\btu \d den \d+\b|\bthang diem\b|\bmuc do\b|\bcac muc\b|\btuong ung\b")
# "Rất kém = 1", and "1 = Rất kém", "1 là: Rất kém", "1: Rất kém", "1 - Rất kém".
_WORDS_THEN_POINT = re.compile(r"(?P<words>[^\W\d_][^;,=\d.…()]{1,60}?)\s*=\s*(?P<point>\d)\b")
_POINT_THEN_WORDS = re.compile(
    r"(?<![\w.])\(?(?P<point>\d)\)?\s*(?:là\s*:?|=|:|–|-|tương ứng(?: với)?:?)\s*"
    r"(?P<words>[^\W\d_][^;=.…()\d]{1,60})"
)


class Reader:
    """Reads line after line into blocks; the first page is the one the list goes on with."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.pages: list[tuple[str | None, list[Block]]] = [(None, [])]
        self.problems: list[LineProblem] = []
        self.doubts: list[Doubt] = []
        self.scales = [Scale()]
        self.asked = 0  # the number of the last question that was only numbered
        self.columns: list[str] = []  # of the last table, which may go on after a heading
        self.line, self.text = 0, ""
        self.is_after_blank = True
        self.lines = [" ".join(line.split()) for line in lines]
        self.signs = [begun(line) if len(line) <= LONGEST_LABEL else None for line in self.lines]
        named = [
            (place, one.number)
            for place, one in enumerate(self.signs)
            if one and one.sign is Sign.QUESTION
        ]
        self.names_questions = bool(named)
        self.letters = [(place, number[0]) for place, number in named if number[:1].isalpha()]
        self.is_numbered = self.names_questions or any(
            one and one.sign is Sign.NUMBERED for one in self.signs
        )
        for place, raw in enumerate(lines):
            self.line, self.text = place + 1, self.lines[place]
            if self.text:
                self._take(raw)
            self.is_after_blank = not self.text

    # --- What stands around ----------------------------------------------------------------------

    @property
    def block(self) -> Block | None:
        return self.pages[-1][1][-1] if self.pages[-1][1] else None

    @property
    def open(self) -> Block | None:
        """The question that choices would belong to: not a paragraph that asks nothing."""
        block = self.block
        if block is None or (block.asks_nothing and self.is_lead(block)):
            return None
        return block

    def is_lead(self, block: Block) -> bool:
        """Whether it is a paragraph for whoever fills the form in, and no question."""
        if block.heads_parts:
            return True
        if not block.asks_nothing or block.label.endswith("?"):
            return False
        return self.is_numbered or _LEADS.search(fold(block.label[:LONGEST_LABEL])) is not None

    def doubt(self, words: str, line: int = 0) -> None:
        """Tell what was made of the line, which may be meant otherwise."""
        line = line or self.line
        self.doubts.append(Doubt(line, self.lines[line - 1], words))

    def _numbers_ahead(self) -> list[int]:
        """The numbers that begin the lines below, up to the first 1."""
        numbers = [
            int(one.number) for one in self.signs[self.line :] if one and one.sign is Sign.NUMBERED
        ]
        return numbers[: numbers.index(1) + 1] if 1 in numbers else numbers

    # --- Lines -----------------------------------------------------------------------------------

    def _take(self, raw: str) -> None:
        if len(self.text) > LONGEST_LABEL:
            self.problems.append(LineProblem(self.line, f"dài quá {LONGEST_LABEL} ký tự."))
            return
        if "\t" in raw.rstrip(" ") and self._takes_cells(raw):
            return
        if self._takes_scale() or self._takes_heading():
            return
        parts = parts_of(self.text)
        if (
            len(parts) == 2
            and parts[1].sign is Sign.POINTS
            and self._takes_item(parts[0], parts[1])
        ):
            return
        for part, after in zip_longest(parts, parts[1:]):
            _RULES[part.sign](self, part, after.sign if after else None)

    # --- Pages -----------------------------------------------------------------------------------

    def _turn(self, title: str) -> None:
        """Begin a page; two headings that follow each other are one."""
        before, blocks = self.pages[-1]
        if before and not blocks:
            self.pages[-1] = (f"{before} – {title}", blocks)
        else:
            self.pages.append((title, []))
        self.asked = 0

    def take_page(self, part: Part, _: Sign | None) -> None:
        self._turn(part.words)

    def take_numeral(self, part: Part, follower: Sign | None) -> None:
        """Take "V. …": a heading, or a choice after U. A numeral of two letters always heads."""
        block = self.block
        if self.is_after_blank or len(part.number) > 1 or not (block and block.choices):
            self._turn(part.words)
        else:
            self.take_choice(part, follower)

    def _takes_heading(self) -> bool:
        """Take "A. Khả năng tiếp cận" over A1, A2 …, and headings in capitals."""
        sign = self.signs[self.line - 1]
        if sign and sign.sign is Sign.LETTERED and self._heads_table(sign):
            self._turn(sign.words)
            return True
        if not sign or sign.sign is not Sign.WORDS or not self._is_heading(sign.words):
            return False
        self._turn(sign.words)
        return True

    def _heads_table(self, sign: Part) -> bool:
        """Whether "B. …" stands over B1, B2 …, over numbers or rated rows, and is no choice."""
        if not sign.number.isupper() or self._heads_letters(sign.number):
            return sign.number.isupper()
        if sign.words.isupper() and " " in sign.words:
            return True
        if self.block is not None and not (self.block.is_item or self.is_lead(self.block)):
            return False
        below = next(filter(None, self.lines[self.line :]), "")
        parts = parts_of(below) if 0 < len(below) <= LONGEST_LABEL else []
        opens = {Sign.QUESTION, Sign.NUMBERED}
        return bool(parts) and (parts[0].sign in opens or parts[-1].sign is Sign.POINTS)

    def _heads_letters(self, letter: str) -> bool:
        following = next((own for place, own in self.letters if place >= self.line), "")
        return letter.isupper() and following == letter

    def _is_heading(self, words: str) -> bool:
        if not words.isupper() or len(words.split()) < 2 or len(words) > LONGEST_HEADING:
            return False
        folded = fold(words)
        if _LEADS.search(folded) or words.endswith(("?", ":", "!")) or not self.is_numbered:
            return False
        if _SECTIONS.match(folded):
            return True
        is_begun = any(not one.asks_nothing for _, blocks in self.pages for one in blocks)
        if is_begun:
            self.doubt("dòng viết hoa, đang hiểu là tên trang mới")
        return is_begun

    # --- Questions -------------------------------------------------------------------------------

    def _begin(self, number: str, words: str) -> Block:
        block = Block(self.line, number, [words], self.scales[-1])
        self.pages[-1][1].append(block)
        return block

    def take_question(self, part: Part, _: Sign | None) -> None:
        block = self.block
        if block is not None and block.number and part.number.startswith(f"{block.number}."):
            block.heads_parts = self._waits_for_choices(block)
        self._begin(part.number, part.words)

    def take_numbered(self, part: Part, follower: Sign | None) -> None:
        if self._is_question(part, follower):
            self.asked = int(part.number)
            self._begin(part.number, part.words)
        else:
            self.take_choice(part, follower)

    def take_lettered(self, part: Part, follower: Sign | None) -> None:
        if self._is_lettered_question(part):
            self._begin(part.number, part.words)
        else:
            self.take_choice(part, follower)

    def _is_question(self, part: Part, follower: Sign | None) -> bool:
        """Whether "3. …" is the next question, and not the next choice of the one before."""
        number, block = int(part.number), self.open
        if block is None:
            return True
        if number == 1:
            is_first = not self._waits_for_choices(block)
            if is_first and self.names_questions:
                self.doubt("đang hiểu là câu hỏi mới, dù các câu khác không đánh số như vậy")
            return is_first
        goes_on = number == self._last_choice(block) + 1
        is_next = number == self.asked + 1
        if goes_on != is_next or (self.names_questions and not self.asked):
            return is_next and not goes_on
        if not goes_on:
            if not self.names_questions:
                self.doubt("số không nối tiếp số trước, đang hiểu là câu hỏi mới")
            return not self.names_questions
        return self._looks_asked(part, follower, number)

    def _waits_for_choices(self, block: Block) -> bool:
        has_answers = block.choices or block.rows or block.has_table or block.points or block.spaces
        if has_answers:
            return False
        return bool(block.number) or block.label.endswith("?")

    def _last_choice(self, block: Block) -> int:
        if block.counted or self.asked or not self.names_questions:
            return block.counted
        return len(block.choices)

    def _looks_asked(self, part: Part, follower: Sign | None, number: int) -> bool:
        """Decide where a number counts on from both: by its own words, then by what follows."""
        ahead = self._numbers_ahead()
        own_words = (
            "?" in part.words or part.words.endswith(":") or MARK.search(part.words) is not None
        )
        if own_words or follower is Sign.SPACE or ahead[:1] == [1]:
            return True
        if number in ahead:
            return False
        is_asked = self.is_after_blank
        seen = "câu hỏi" if is_asked else f"lựa chọn của câu {self.asked}"
        self.doubt(f"số này nối cả câu hỏi lẫn lựa chọn, đang hiểu là {seen}")
        return is_asked

    def _is_lettered_question(self, part: Part) -> bool:
        """Whether "H. Ý kiến khác?" goes on with A1 … G2 and is no choice."""
        if not self.letters or not part.number.isupper() or part.number == "A":
            return False
        before = [own for place, own in self.letters if place < self.line]
        goes_on = self.block is not None and self.block.letter
        return bool(before) and part.number > before[-1] and not goes_on

    # --- Scales and rated rows -------------------------------------------------------------------

    def _takes_scale(self) -> bool:
        """Take the words of a scale: "1 = Rất kém; 5 = Rất tốt", or a point a line."""
        block = self.block
        if block is not None and not self.is_lead(block):
            found, _ = _scale_points(self.text)
            if len(found) > 1:
                block.scale = self._keep_scale(found)
            return False
        if self._takes_scale_of_lead():
            return True
        is_whole = True
        numbered = parts_of(self.text)
        if all(part.sign is Sign.CIRCLED for part in numbered) or (
            block is not None
            and _SCALE_TALK.search(fold(block.label[:LONGEST_LABEL]))
            and self._counts_scale(numbered)
        ):
            found = {int(part.number): part.words for part in numbered}
        else:
            found, is_whole = _scale_points(self.text)
        if not found or (len(found) == 1 and not (is_whole and self._expects_point(*found))):
            return False
        scale = self._keep_scale(found)
        if is_whole:
            scale.lines.append(self.line)
        return is_whole

    def _takes_scale_of_lead(self) -> bool:
        """Take "Khoanh tròn một số: 1. Rất kém 2. Kém 3. …": words for whoever fills it in."""
        head, *rest = parts_of(self.text)
        told = {int(part.number): part.words for part in rest if part.number.isdigit()}
        says_how = _LEADS.search(fold(head.words)) or _SAYS_HOW.search(fold(head.words))
        if head.sign is not Sign.WORDS or not says_how or len(told) < max(len(rest), FEWEST_POINTS):
            return False
        self.take_words(head, None)
        self._keep_scale(told).lines.append(self.line)
        return True

    def _expects_point(self, point: int) -> bool:
        """Whether a line of one point may be of a scale: an end, or next to the last."""
        before = self.scales[-1].words
        return point in {1, 5} or point - 1 in before or point + 1 in before

    def _counts_scale(self, parts: Sequence[Part]) -> bool:
        numbers = [int(part.number) for part in parts if part.sign is Sign.NUMBERED]
        first = 1 if numbers[:1] == [1] else len(self.scales[-1].words) + 1
        is_short = all(
            len(part.words) < LONGEST_CHOICE and not part.words.endswith("?") for part in parts
        )
        return (
            len(numbers) == len(parts)
            and is_short
            and numbers == [*range(first, first + len(numbers))]
        )

    def _keep_scale(self, found: dict[int, str]) -> Scale:
        """Add points to the scale before where they stand next to its own; else begin another."""
        before = self.scales[-1].words
        goes_on = before and (min(found) == max(before) + 1 or max(found) == min(before) - 1)
        if not goes_on:
            self.scales.append(Scale())
        self.scales[-1].words |= {point: _scale_words(words) for point, words in found.items()}
        return self.scales[-1]

    def _takes_item(self, head: Part, rating: Part, columns: Sequence[str] = ()) -> bool:
        """Take a line that is rated: a row of the question that is open, or of a table of its own."""
        block = self.open
        if head.sign in {Sign.CHOICE, Sign.CIRCLED, Sign.PAGE, Sign.HINT}:
            return False
        if block is not None and head.sign is Sign.WORDS and not head.words[:1].isupper():
            self._go_on(block, head.words)
            self.take_points(rating, None)
            return True
        is_table = block is not None and (block.rows or block.points or not block.choices)
        if head.sign is Sign.QUESTION or block is None or block.is_item or not is_table:
            item = self._begin(head.number, head.words)
            self.asked = int(head.number) if head.sign is Sign.NUMBERED else self.asked
            item.is_item, item.points, item.choices = True, rating.points, list(columns)
            return True
        block.add_row(Item(head.number, head.words))
        block.points = max(rating.points, block.points)
        return True

    def take_points(self, part: Part, _: Sign | None) -> None:
        """Take a scale that stands after a line of its own, or point by point."""
        block = self.block
        is_page_number = self.text.isdecimal() and not self._counts_cells(part, block)
        if block is None or is_page_number or not part.points:
            self.doubt("con số hoặc ô đứng riêng, đang bỏ qua")
            return
        if block.choices and not block.has_table and not block.is_item:
            block.add_row(Item(str(block.counted or ""), block.choices.pop()))
        elif not block.rows and not block.has_table:
            block.is_item = True
        block.points = max(part.points, block.points)

    def _counts_cells(self, part: Part, block: Block | None) -> bool:
        """Whether a digit on a line of its own is the cell of a rated row."""
        after = self.lines[self.line] if self.line < len(self.lines) else ""
        is_first = part.points == 1 and after == "2"
        return is_first or (block is not None and 0 < part.points <= block.points + 1)

    # --- Answers ---------------------------------------------------------------------------------

    def take_choice(self, part: Part, _: Sign | None) -> None:
        block = self._block_for("lựa chọn")
        if block is None:
            return
        if part.number.isdigit():
            block.counted = int(part.number)
        else:
            block.letter = part.number or block.letter
        if block.spaces or (self.is_lead(block) and not block.choices):
            self.doubt(f"đang hiểu là lựa chọn của “{short(block.label)}”")
        block.choices.append(part.words)
        block.is_row_last = False
        self._note_skip(part.words)

    def take_row(self, part: Part, _: Sign | None) -> None:
        if block := self._block_for("dòng của bảng"):
            block.add_row(Item("", part.words))

    def _block_for(self, what: str) -> Block | None:
        if self.block is None:
            self.problems.append(LineProblem(self.line, f"{what} đứng trước câu hỏi."))
        elif self.block.is_item:
            words = f"{what} đứng sau một dòng có ô điểm, không rõ thuộc câu nào."
            self.problems.append(LineProblem(self.line, words))
            return None
        return self.block

    def take_hint(self, part: Part, follower: Sign | None) -> None:
        block = self.block
        if block is None or not block.takes_hint:
            self.take_words(part._replace(words=f"({part.words})"), follower)
            return
        block.hints.append(part.words)
        self._note_skip(part.words)

    def take_space(self, part: Part, _: Sign | None) -> None:
        """Take dots to write on; a line of them below "Khác" belongs to that choice."""
        block = self.block
        is_alone = not any(char.isalnum() for char in self.text)
        if is_alone and not set(self.text) & set(".…_"):
            self.doubt("dòng không có chữ, đang bỏ qua")
        elif block is None or (is_alone and self._is_title(block)):
            self.doubt("dòng kẻ không có câu hỏi, đang bỏ qua")
        elif block.choices and not is_alone:
            block.choices[-1] += f" …… {part.words}".rstrip()
        elif block.choices and "khac" in fold(block.choices[-1]):
            block.choices[-1] += " ……"
        elif block.choices or block.rows:
            self.doubt("dòng kẻ sau các lựa chọn, đang bỏ qua")
        else:
            block.spaces.append(part.words)
            block.has_lines |= is_alone

    def _is_title(self, block: Block) -> bool:
        return self.is_lead(block) and (
            block.label.isupper() or _LEADS.search(fold(block.label[:LONGEST_LABEL])) is not None
        )

    def take_words(self, part: Part, follower: Sign | None) -> None:
        """Take what begins with no sign: something new, a row, or the rest of what was begun."""
        block, words = self.block, part.words
        if (
            block is not None
            and block.choices
            and asks_other(words)
            and not (block.has_table or block.is_item)
        ):
            block.choices.append(words)
        elif block is None or self.is_after_blank or self._begins_anew(block, words, follower):
            self._begin("", words)
        elif block.has_table:
            block.take_cells([words])  # its empty cells were cut off with the end of the text
        else:
            self._go_on(block, words)

    def _begins_anew(self, block: Block, words: str, follower: Sign | None) -> bool:
        """Whether words without a sign begin something, although no empty line stands before."""
        if not words[:1].isupper():
            return False
        if block.label.isupper() and self.is_lead(block):
            return not words.isupper()  # below the title of the form
        if _LEADS.search(fold(words)) and not words.endswith("?"):
            return not (self.is_lead(block) and block.label.endswith(","))
        asks_here = follower in {Sign.CHOICE, Sign.SPACE, Sign.CIRCLED}
        is_done = block.choices or block.rows or block.spaces or self.is_lead(block)
        return asks_here and bool(is_done)

    def _go_on(self, block: Block, words: str) -> None:
        """Take a line that begins nothing as the rest of what was begun before."""
        if self._may_be_choice(block, words):
            block.loose.append((self.line, words))
            return
        if block.loose:
            line, begun_words = block.loose[-1]
            block.loose[-1] = (line, f"{begun_words} {words}")
        elif block.rows and (block.is_row_last or not block.choices):
            number, label = block.rows[-1]
            block.rows[-1] = Item(number, f"{label} {words}")
        elif block.choices and not block.is_item:
            if words[:1].isupper():
                self.doubt(f"đang nối vào lựa chọn “{short(block.choices[-1])}”")
            block.choices[-1] += f" {words}"
        elif block.spaces:
            block.hints.append(words)
        else:
            block.words[-1] = f"{block.words[-1]} {words}".strip()
        self._note_skip(words)

    def _may_be_choice(self, block: Block, words: str) -> bool:
        """Whether a line may be a choice that nothing marks, below a question that has ended."""
        is_short = len(words) <= LONGEST_CHOICE and not words.endswith(("?", ".", ":"))
        is_below = block.is_finished and not (block.choices or block.rows or self.is_lead(block))
        return words[:1].isupper() and is_short and is_below

    def _note_skip(self, words: str) -> None:
        if _SKIPS.search(fold(words)):
            self.doubt(
                "lời chỉ đường sang câu khác không tự chạy; xin đặt điều kiện hiện sau khi thêm"
            )

    # --- Tables ----------------------------------------------------------------------------------

    def _takes_cells(self, raw: str) -> bool:
        """Take a line of a table; False where its tabs only part what any line may hold."""
        cells = [" ".join(cell.split()) for cell in raw.split("\t")]
        filled = [cell for cell in cells if cell]
        if len(filled) == 2 and self._takes_subheading(*filled):
            return True
        ticks = _ticks(cells, may_be_empty=bool(self.columns))
        is_head = _TABLE_HEAD.match(fold(filled[0])) is not None and len(filled) > 2
        if ticks and not is_head:
            return self._takes_ticks(cells[: -len(ticks)], ticks)
        parts = parts_of(" ".join(filled))
        if len(parts) > 1 and parts[-1].sign is not Sign.POINTS:
            return False
        block = self.block
        if len(filled) < 3 and (block is None or not block.has_table):
            return False
        has_other = block is not None and not block.has_table and (block.choices or block.points)
        if block is None or has_other or (is_head and block.rows):
            block = self._begin("", "")
        self._note_cells(block, cells)
        block.take_cells(cells)
        self.columns = block.choices
        return True

    def _note_cells(self, block: Block, cells: Sequence[str]) -> None:
        """Tell which words of a table's line are taken for nothing."""
        if not block.has_table:
            self._note_corner(block, cells)
        elif block.is_second_head(cells):
            self.doubt(f"đang lấy dòng này làm đầu bảng, thay cho “{' | '.join(block.choices)}”")
        elif sum(map(bool, cells[block.is_numbered + 1 :])) or (
            not block.is_numbered and cells[0] == ""
        ):
            self.doubt("chỉ lấy ô đầu làm lời của dòng trong bảng")

    def _note_corner(self, block: Block, cells: Sequence[str]) -> None:
        """Take what stands over the rows for the question, where there is none and it says more."""
        corner = cells[1] if fold(cells[0]) in NUMBERING else cells[0]
        if _TABLE_HEAD.match(fold(corner)):
            return
        if block.label:
            self.doubt(f"“{short(corner)}” ở góc bảng không đưa vào bảng hỏi")
        else:
            block.words = [corner]

    def _takes_subheading(self, number: str, words: str) -> bool:
        """Take "A⇥Khả năng tiếp cận": a page over A1, A2 …, or a table of its own under its name."""
        letter, block = number.rstrip(".) "), self.block
        if self._heads_letters(letter):
            self._turn(words)
            return True
        if block is None or not block.has_table or not re.fullmatch(r"[A-Z]|[IVX]+", letter):
            return False
        whole = block.part_of or block.label
        if block.rows or block.part_of:
            columns, number = block.choices, block.number
            block = self._begin(_next_part(number), "")
            block.has_table, block.is_numbered, block.choices = True, True, list(columns)
        block.part_of, block.words = whole, [f"{whole} – {words}" if whole else words]
        return True

    def _takes_ticks(self, cells: Sequence[str], ticks: Sequence[str]) -> bool:
        """Take a row whose cells are boxes, points or nothing."""
        *first, label = [cell for cell in cells if cell] or [""]
        number = first[0].rstrip(".) ") if first else ""
        block = self.block
        if not label:
            return False
        if block is not None and block.has_table:
            block.add_row(Item(number, label))
            if len(ticks) != len(block.choices):
                self.doubt(f"dòng có {len(ticks)} ô, đầu bảng có {len(block.choices)} cột")
            return True
        head = begun(" ".join([f"{number}.", *first[1:], label]) if number else label)
        columns = self.columns if len(self.columns) == len(ticks) else ()
        return self._takes_item(head, Part(Sign.POINTS, "", "", len(ticks)), columns)


_RULES: dict[Sign, Callable[[Reader, Part, Sign | None], None]] = {
    Sign.PAGE: Reader.take_page,
    Sign.NUMERAL: Reader.take_numeral,
    Sign.QUESTION: Reader.take_question,
    Sign.FIELD: Reader.take_question,
    Sign.NUMBERED: Reader.take_numbered,
    Sign.LETTERED: Reader.take_lettered,
    Sign.CIRCLED: Reader.take_choice,
    Sign.CHOICE: Reader.take_choice,
    Sign.ROW: Reader.take_row,
    Sign.POINTS: Reader.take_points,
    Sign.SPACE: Reader.take_space,
    Sign.HINT: Reader.take_hint,
    Sign.WORDS: Reader.take_words,
}


def _next_part(number: str) -> str:
    """Number the second table of a question: "6" gives "6.2", "6.2" gives "6.3"."""
    whole, _, part = number.partition(".")
    return f"{whole}.{int(part or 1) + 1}" if whole.isdigit() else ""


def _scale_points(line: str) -> tuple[dict[int, str], bool]:
    """Return the points a line words, and whether it holds nothing else."""
    if not any(char.isdecimal() for char in line):
        return {}, False
    for pattern in (_WORDS_THEN_POINT, _POINT_THEN_WORDS):
        found = {int(one["point"]): one["words"] for one in pattern.finditer(line)}
        if found:
            rest = pattern.sub("", line)
            return found, not any(char.isalpha() for char in rest)
    return {}, False


def _scale_words(words: str) -> str:
    """Leave out what joins a point to its words: "là: Rất kém hoặc: Kém"."""
    words = re.sub(r"^(?:là|tương ứng(?: với)?)\b\s*:?\s*", "", words.strip(" ,;:.–-"))
    return re.sub(r"\bhoặc:\s*", "hoặc ", words)


def _ticks(cells: Sequence[str], *, may_be_empty: bool) -> list[str]:
    """Return the cells at the end of a row that are boxes, points or empty; [] where it has none."""
    place = len(cells)
    while place > 1 and (not cells[place - 1] or point_values(cells[place - 1].split())):
        place -= 1
    ticks = list(cells[place:])
    has_any = may_be_empty or sum(map(bool, ticks)) > 1
    return ticks if len(ticks) > 1 and has_any else []


def short(words: str) -> str:
    """Quote the beginning of long words."""
    return words if len(words) <= LONGEST_CHOICE else f"{words[:LONGEST_CHOICE].rstrip()}…"
