"""A survey of satisfaction, and counts of it with a known number of people everywhere."""

from datetime import date
from decimal import Decimal

from surveys.enums import QuestionKind, SampleKind
from surveys.instrument.counts import Counts, GroupCounts
from surveys.instrument.questionnaire import (
    Choice,
    Limits,
    Page,
    Question,
    Questionnaire,
    Row,
    Variable,
)
from surveys.instrument.scales import DONT_KNOW, SCALES
from surveys.statistics.summary import Summary, summarise
from surveys.statistics.weighted import cell_frame

SATISFACTION = SCALES["hai-long"].choices
DAY = date(2026, 11, 23)
COMMUNES = {"vt": "Phường Vị Thanh", "lm": "Xã Long Mỹ", "xp": "Xã Xà Phiên"}
MARGINS = {"sex": {"m": 500.0, "f": 500.0}, "age": {"y": 300.0, "o": 700.0}}

QUESTIONS = (
    Question("overall", QuestionKind.LIKERT, "Hài lòng chung", choices=SATISFACTION),
    Question(
        "detail",
        QuestionKind.MATRIX,
        "Quý vị hài lòng với từng nội dung sau ở mức nào?",
        choices=SATISFACTION,
        rows=(Row("manner", "Thái độ người tiếp nhận"), Row("time", "Thời gian giải quyết")),
    ),
    Question(
        "wish",
        QuestionKind.MULTIPLE,
        "Quý vị muốn cải thiện việc gì?",
        choices=(
            Choice("time", "Rút ngắn thời gian"),
            Choice("paper", "Hướng dẫn rõ, bớt giấy tờ"),
        ),
    ),
    Question(
        "way",
        QuestionKind.SINGLE,
        "Quý vị làm thủ tục bằng cách nào?",
        choices=(Choice("desk", "Đến trực tiếp"), Choice("web", "Trên mạng"), DONT_KNOW),
    ),
    Question(
        "score",
        QuestionKind.SCALE,
        "Chấm điểm chung",
        limits=Limits(minimum=Decimal(0), maximum=Decimal(10)),
    ),
    Question(
        "order",
        QuestionKind.RANKING,
        "Việc nào cần làm trước?",
        choices=(Choice("a", "Đường"), Choice("b", "Trường"), Choice("c", "Trạm")),
    ),
    Question("agree", QuestionKind.CONSENT, "Quý vị đồng ý trả lời?"),
    Question("hours", QuestionKind.NUMBER, "Quý vị chờ mấy giờ?"),
    Question("words", QuestionKind.LONG_TEXT, "Ý kiến khác"),
    Question(
        "sex",
        QuestionKind.SINGLE,
        "Giới tính",
        choices=(Choice("m", "Nam"), Choice("f", "Nữ")),
    ),
    Question(
        "age",
        QuestionKind.SINGLE,
        "Tuổi",
        choices=(Choice("y", "18–29"), Choice("o", "30 trở lên")),
    ),
    Question("commune", QuestionKind.COMMUNE, "Xã, phường"),
)
QUESTIONNAIRE = Questionnaire("Hài lòng về dịch vụ công", (Page("p1", "", QUESTIONS),))


def variable(key: str) -> Variable:
    return next(one for one in QUESTIONNAIRE.variables() if one.key == key)


def scale(*labels: str, kind: QuestionKind = QuestionKind.LIKERT) -> Question:
    """A question whose choices have the codes c0, c1, …"""
    choices = tuple(Choice(f"c{place}", label) for place, label in enumerate(labels))
    return Question("q", kind, "Câu hỏi", choices=choices)


def block(n: int, **tables: dict[str, int]) -> GroupCounts:
    return {"n": n, "tables": tables, "asked": {"wish": n, "agree": n}}


OVERALL = {
    "rat_hai_long": 60,
    "hai_long": 90,
    "binh_thuong": 20,
    "khong_hai_long": 20,
    "rat_khong_hai_long": 10,
    "kho_tra_loi": 50,
}


def counts() -> Counts:
    """250 people: 150 of the 200 with a view are content; 100 men, 150 women; 40 young."""
    return {
        **block(
            250,
            overall=OVERALL,
            detail__manner={"rat_hai_long": 100, "hai_long": 60, "khong_hai_long": 40},
            detail__time={"hai_long": 100, "binh_thuong": 60, "khong_hai_long": 40},
            wish={"time": 200, "paper": 125},
            way={"desk": 150, "web": 75, "kho_tra_loi": 25},
            score={"2": 50, "5": 100, "8": 100},
            order={"a#1": 120, "b#1": 80, "a#2": 60, "b#2": 100, "c#2": 40},
            agree={"yes": 240},
            sex={"m": 100, "f": 150},
            age={"y": 40, "o": 210},
            commune={"vt": 150, "lm": 94, "xp": 6},
        ),
        "groups": {
            "commune": {
                "vt": block(150, overall={"hai_long": 120, "khong_hai_long": 30}),
                "lm": block(94, overall={"hai_long": 28, "khong_hai_long": 16, "kho_tra_loi": 50}),
                "xp": block(6, overall={"hai_long": 2, "khong_hai_long": 4}),
            },
            "_mode": {
                "web": block(200, overall={"hai_long": 120, "khong_hai_long": 40}),
                "paper": block(50, overall={"hai_long": 30, "khong_hai_long": 10}),
            },
            "_doubt": {
                "no": block(240, overall={**OVERALL, "rat_hai_long": 50}),
                "yes": block(10, overall={"rat_hai_long": 10}),
            },
            "_version": {"1": block(250, overall=OVERALL)},
        },
    }


def cells():
    """The same people by sex and age; every answer is spread over them alike.

    Young men lack most: 20 of 250 where 30 % are young and half are men.
    """
    people = {("m", "y"): 20, ("m", "o"): 80, ("f", "y"): 20, ("f", "o"): 130}
    whole, before = counts(), 0
    for (sex, age), n in people.items():
        start, before = before, before + n
        tables = {
            key: _spread(table, start / 250, before / 250) for key, table in whole["tables"].items()
        }
        yield (
            {"sex": sex, "age": age},
            {"n": n, "tables": tables, "asked": _spread(whole["asked"], start / 250, before / 250)},
        )


def _spread(table: dict[str, int], start: float, end: float) -> dict[str, int]:
    return {code: round(number * end) - round(number * start) for code, number in table.items()}


def summary(kind: SampleKind = SampleKind.OPEN_LINK, **changes) -> Summary:
    """What pages and reports get of `counts`."""
    given = {
        "sample_kind": kind,
        "taken_on": DAY,
        "margins": MARGINS,
        "cells": cell_frame(cells(), list(MARGINS)),
        "communes": COMMUNES,
    }
    return summarise(QUESTIONNAIRE, changes.pop("counts", counts()), **(given | changes))
