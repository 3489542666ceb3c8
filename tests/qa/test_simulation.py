"""Tết 2026 and a swapped Saturday, with a moved clock: who was reminded when, which verdicts stand.

The calendar: Friday 13/02 is off and made up for on Saturday 28/02; 16/02 to 20/02 is Tết. Working
days of the three weeks are 9, 10, 11, 12, 23, 24, 25, 26, 27 and 28 February.
"""

import json
import re
from collections.abc import Sequence
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from engagement.accounts.models import User
from engagement.jobs.models import OutboxMessage
from engagement.worktime.models import CalendarDay
from engagement.worktime.services import seed_years
from qa.models import Question, Reminder
from tests.factories import make_cast, make_question

pytestmark = pytest.mark.django_db
NOTICE = """ngày,loại,văn bản,ghi chú
13/02/2026,nghỉ,Thông báo 1/TB,hoán đổi với 28/02
16/02/2026,nghỉ,Thông báo 1/TB,Tết
17/02/2026,nghỉ,Thông báo 1/TB,Tết
18/02/2026,nghỉ,Thông báo 1/TB,Tết
19/02/2026,nghỉ,Thông báo 1/TB,Tết
20/02/2026,nghỉ,Thông báo 1/TB,Tết
28/02/2026,làm bù,Thông báo 1/TB,cho 13/02
"""
# Day, kind of clock, place in the chain, who; all at 07:00, when offices open.
EXPECTED = {
    # Due 11/02; at the board since 04/02, so the board's head hears it; answered 10/02.
    "01": ["10 answer 3 truongban"],
    # Due 05/02. Third day after: 6, 9, 10. Fifth: 12/02, two hours before the answer. Note: 5 + 7.
    "02": [
        "10 answer 6 bientap truongban",
        "12 answer 7 chidao",
        "12 status_note 1 nguoi-hoi",
    ],
    # Due 11/02. Third day after: 12, 23, 24. Fifth: 26/02. Note: 18/02 is Tết, so 23/02.
    "03": [
        "10 answer 3 a-lanhdao",
        "11 answer 4 a-canbo",
        "12 answer 5 a-lanhdao",
        "23 status_note 1 nguoi-hoi",
        "24 answer 6 bientap truongban",
        "26 answer 7 chidao",
    ],
    # Due 10/02: the wrong hop moved nothing. Returned until 09/02 09:00, then with B, whose head
    # has no address. B's own five days: 10, 11, 12, 23, 24. Note: 17/02 is Tết, so 23/02.
    "04": [
        "09 answer 3 truongban",
        "10 answer 4 b-canbo",
        "11 answer 5 b-lanhdao bientap truongban",
        "23 answer 6 bientap truongban",
        "23 status_note 1 nguoi-hoi",
        "24 stage 1 b-canbo",
        "25 answer 7 chidao",
        "25 stage 2 b-lanhdao bientap truongban",
    ],
    # Due 23/02, three days away on 10/02; two days of waiting make it 25/02.
    "05": [
        "09 stage 1 a-canbo",
        "10 answer 1 a-canbo",
        "10 stage 2 a-lanhdao",
        "24 answer 3 a-lanhdao",
        "25 answer 4 a-canbo",
    ],
    # Due 11/02; withdrawn on 10/02 at 09:00, and silent from then on.
    "06": ["10 answer 3 a-lanhdao"],
    # Received on 17/02 at night, due 05/03: nothing yet.
    "07": [],
    # Due 12/02; C hears until 09/02, its successor D from 10/02. Note: 19/02 is Tết, so 23/02.
    "08": [
        "09 answer 1 c-canbo",
        "09 stage 2 c-lanhdao",
        "11 answer 3 d-lanhdao",
        "12 answer 4 d-canbo",
        "23 answer 5 d-lanhdao",
        "23 status_note 1 nguoi-hoi",
        "25 answer 6 bientap truongban",
        "27 answer 7 chidao",
    ],
    # Rejected on 28/01.
    "09": [],
    # Nobody took it in: notice and answer were both due on 10/02.
    "10": [
        "09 answer 3 truongban",
        "10 answer 4 bientap truongban",
        "11 answer 5 truongban",
        "11 notice 2 truongban",
        "23 answer 6 bientap truongban",
        "23 status_note 1 nguoi-hoi",
        "25 answer 7 chidao",
    ],
    # Received 06/02: 9, 10, 11, 12, 23, 24, 25, 26, 27 and the made-up Saturday 28/02.
    "11": [
        "24 stage 1 a-canbo",
        "25 answer 1 a-canbo",
        "25 stage 2 a-lanhdao",
        "27 answer 3 a-lanhdao",
        "28 answer 4 a-canbo",
    ],
    # Answered on 03/02, asked again on 10/02: ten new days to 03/03, A's five to 25/02.
    "12": [
        "25 stage 1 a-canbo",
        "26 stage 2 a-lanhdao",
        "27 answer 1 a-canbo",
    ],
    # Due 10/02, approved, so the board's turn; published as planned on 11/02 at 08:00.
    "13": [
        "09 answer 3 truongban",
        "10 answer 4 bientap truongban",
        "11 answer 5 truongban",
    ],
    # Due 06/02, merged into 13 on 04/02: nobody is reminded of it.
    "14": [],
    # Split on 29/01: the whole is silent, its parts have its deadline 11/02.
    "15": [],
    "15a": [],
    "15b": [
        "10 answer 3 b-lanhdao bientap truongban",
        "11 answer 4 b-canbo",
        "12 answer 5 b-lanhdao bientap truongban",
        "23 status_note 1 nguoi-hoi",
        "24 answer 6 bientap truongban",
        "26 answer 7 chidao",
    ],
    # Due 10/02 through both returns; given to A by the arbiter on 09/02, whose five days end 24/02.
    "16": [
        "09 answer 3 truongban",
        "10 answer 4 a-canbo",
        "11 answer 5 a-lanhdao",
        "23 answer 6 bientap truongban",
        "23 status_note 1 nguoi-hoi",
        "24 stage 1 a-canbo",
        "25 answer 7 chidao",
        "25 stage 2 a-lanhdao",
    ],
    # Received on the evening of Friday 13/02 and on the made-up Saturday 28/02 itself.
    "17": [],
    "18": [],
}
STANDS = {
    "01": ("in_time", "2026-02-11T17:00+07:00"),
    "02": ("late", "2026-02-05T17:00+07:00"),
    "03": ("running", "2026-02-11T17:00+07:00"),
    "04": ("running", "2026-02-10T17:00+07:00"),
    "05": ("in_time", "2026-02-25T17:00+07:00"),
    "06": ("none", "2026-02-11T17:00+07:00"),
    "07": ("running", "2026-03-05T17:00+07:00"),
    "08": ("running", "2026-02-12T17:00+07:00"),
    "09": ("paused", "2026-02-10T17:00+07:00"),
    "10": ("running", "2026-02-10T17:00+07:00"),
    "11": ("running", "2026-02-28T17:00+07:00"),
    "12": ("running", "2026-03-03T17:00+07:00"),
    "13": ("late", "2026-02-10T17:00+07:00"),
    "14": ("late", "2026-02-06T17:00+07:00"),
    "15": ("none", "2026-02-11T17:00+07:00"),
    "15a": ("in_time", "2026-02-11T17:00+07:00"),
    "15b": ("running", "2026-02-11T17:00+07:00"),
    "16": ("running", "2026-02-10T17:00+07:00"),
    "17": ("running", "2026-03-05T17:00+07:00"),
    "18": ("running", "2026-03-13T17:00+07:00"),
}


def simulate(*options: str, warned: Sequence[int] = (2026,)) -> list[dict]:
    """The lines; `warned` are the years that are told to have too few days off."""
    out, err = StringIO(), StringIO()
    call_command("simulate_clocks", *options, stdout=out, stderr=err)
    for clock_kind in ("answer", "stage", "status_note"):
        assert clock_kind not in err.getvalue()  # the table speaks to people
    told = [line for line in err.getvalue().splitlines() if "seed_calendar" in line]
    assert [re.findall(r"Lịch năm (\d{4}) mới có", line) for line in told] == [
        [str(year)] for year in warned
    ]
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.fixture
def notice(tmp_path):
    file = tmp_path / "tet.csv"
    file.write_text(NOTICE, encoding="utf-8")
    return str(file)


def test_tet_and_a_swapped_saturday(notice):
    cast = make_cast()
    own = make_question(cast, "assigned")
    days, users = CalendarDay.objects.count(), User.objects.count()
    lines = simulate("--from", "2026-02-09", "--days", "21", "--calendar", notice)
    reminders = [line for line in lines if line["event"] == "reminder"]
    assert {line["at"][11:] for line in reminders} == {"07:00+07:00"}
    told = {case: [] for case in EXPECTED}
    for line in reminders:
        to = " ".join(line["to"])
        told[line["case"]].append(f"{line['at'][8:10]} {line['kind']} {line['step']} {to}")
    assert told == EXPECTED
    verdicts = [line for line in lines if line["event"] == "verdict"]
    answers = [x for x in verdicts if x["kind"] == "answer" and "round" not in x]
    first = next(x for x in verdicts if x["kind"] == "answer" and "round" in x)
    assert (first["case"], first["verdict"]) == ("12", "in_time")  # it outlives the new round
    rules = {x["rule"] for x in answers}
    assert rules == {"10 ngày làm việc (Quy định 11-QĐi/TW ngày 18/02/2019), từ 18/02/2019"}
    assert {x["case"]: (x["verdict"], x["due_at"]) for x in answers} == STANDS
    late = next(x for x in answers if x["case"] == "02")
    assert late["words"].endswith("trả lời lúc 09:00, thứ Năm 12/02/2026: quá hạn 5 ngày làm việc.")
    waited = next(x for x in answers if x["case"] == "05")
    assert ", trừ 2 ngày làm việc tạm dừng chờ người hỏi;" in waited["words"]
    # One letter a person and day, whatever it gathers.
    letters = [(line["at"], *line["to"]) for line in lines if line["event"] == "letter"]
    assert len(letters) == len(set(letters))
    gathered = {(x["at"][8:10], x["to"][0]): x["cases"] for x in lines if x["event"] == "letter"}
    assert gathered["10", "a-lanhdao"] == ["03", "05", "06"]
    # Nothing is kept, nothing is sent, real questions are left alone.
    assert Question.objects.get() == own
    assert (CalendarDay.objects.count(), User.objects.count()) == (days, users)
    assert not Reminder.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_the_same_days_give_the_same_lines(notice):
    options = ("--from", "2026-02-09", "--days", "3", "--every", "240", "--calendar", notice)
    seed_years(years=[2026])  # a whole year is warned of by nothing
    assert simulate(*options, warned=()) == simulate(*options, warned=())


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--from", "09/02/2026"], "2026-02-09"),
        (["--from", "1900-02-09"], "2000 đến 2100"),
        (["--from", "2026-02-09", "--days", "0"], "Số ngày"),
        (["--from", "2026-02-09", "--calendar", "/khong/co.csv"], "Không đọc được"),
    ],
)
def test_what_cannot_be_simulated_is_said(options, told):
    with pytest.raises(CommandError, match=told):
        simulate(*options)
