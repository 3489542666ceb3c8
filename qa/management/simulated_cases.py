"""The made-up questions of a simulation: each is one way that a question can go.

Days are working days of the calendar, 0 the first of the simulation.
"""

from datetime import datetime, time

from engagement.moderation.reasons import RejectionReason
from engagement.worktime.calendar import ONE_DAY
from qa.enums import ReturnReason
from qa.management.simulation import Simulation
from qa.services import (
    answering,
    citizens,
    feedback,
    grouping,
    moderating,
    planning,
    routing,
    splitting,
)

FRIDAY = 4


def prepare(simulation: Simulation) -> None:
    """Write down every deed of every question; nothing is done yet."""
    plain_cases(simulation)
    board_cases(simulation)
    receipts(simulation)


def plain_cases(simulation: Simulation) -> None:
    """One question and one unit after the other: in time, late, silent, returned, paused, over."""
    s, day = simulation, simulation.working_day

    s.ask("01", "trả lời đúng hạn", day(-8))
    s.to_unit("01", "a", day(-8, "14:00"), day(-7))
    s.answer("01", "a", day(-3), day(1, "15:00"))

    s.ask("02", "trả lời quá hạn", day(-12))
    s.to_unit("02", "a", day(-12, "14:00"), day(-11))
    s.answer("02", "a", day(3, "08:00"), day(3, "09:00"))

    s.ask("03", "không ai trả lời", day(-8))
    s.to_unit("03", "a", day(-8, "14:00"), day(-7))

    s.ask("04", "chuyển nhầm đơn vị", day(-9, "10:00"))
    s.to_unit("04", "a", day(-9, "14:00"), day(-8))
    send_back(s, "04", "a", day(-4))
    s.give("04", "b", day(0))

    s.ask("05", "chờ người hỏi bổ sung", day(-6))
    s.to_unit("05", "a", day(-6, "14:00"), day(-5))
    s.then("05", day(1, "10:00"), "yêu cầu bổ sung", lambda: ask_by_a(s, "05"))
    s.then(
        "05",
        day(3, "16:00"),
        "người hỏi bổ sung",
        lambda: citizens.add_information(question=s.now("05"), reply="Đã bổ sung."),
    )
    s.answer("05", "a", day(6, "14:00"), day(6, "15:00"))

    s.ask("06", "người hỏi rút", day(-8))
    s.to_unit("06", "a", day(-8, "14:00"), day(-7))
    s.then("06", day(1), "người hỏi rút", lambda: citizens.withdraw(question=s.now("06")))

    s.ask("08", "đơn vị được sáp nhập giữa chừng", day(-7))
    s.to_unit("08", "c", day(-7, "14:00"), day(-6))
    merged_on = day(1).date()
    s.then(
        "08", s.moment(merged_on, time(6)), "Sở D thay Sở C", lambda: s.merge("c", "d", merged_on)
    )

    s.ask("09", "bị từ chối", day(-9))
    s.then("09", day(-8), "từ chối", lambda: reject(s, "09"))

    s.ask("10", "chưa ai tiếp nhận", day(-9))

    s.ask("11", "hạn rơi vào cuối kỳ", day(-1))
    s.to_unit("11", "a", day(-1, "14:00"), day(0))


def board_cases(simulation: Simulation) -> None:
    """What the board does with questions: a group, parts, an arbitration, a second answer."""
    s, day = simulation, simulation.working_day

    s.ask("12", "người hỏi đề nghị trả lời lại", day(-12))
    s.to_unit("12", "a", day(-12, "14:00"), day(-11))
    s.answer("12", "a", day(-5), day(-4))
    s.then(
        "12",
        day(1, "10:00"),
        "người hỏi đề nghị trả lời lại",
        lambda: feedback.reopen(question=s.now("12"), words="Chưa rõ."),
    )

    s.ask("13", "hẹn giờ công bố", day(-9))
    s.to_unit("13", "a", day(-9, "14:00"), day(-8))
    s.submit("13", "a", day(-2))
    s.then("13", day(0, "10:00"), "hẹn công bố", lambda: plan(s, "13", day(2, "08:00")))

    s.ask("14", "gộp vào câu 13", day(-11))
    s.then("14", day(-11, "14:00"), "tiếp nhận, báo cáo", lambda: s.report("14"))
    s.then(
        "14",
        day(-3),
        "gộp vào câu 13",
        lambda: grouping.merge(question=s.now("14"), by=s.by("bientap"), lead=s.now("13")),
    )

    s.ask("15", "hỏi hai việc, được tách", day(-8))
    s.then("15", day(-8, "14:00"), "tiếp nhận, báo cáo", lambda: s.report("15"))
    s.then("15", day(-7), "tách thành 15a, 15b", lambda: split(s, "15"))
    s.give("15a", "a", day(-7, "10:00"))
    s.give("15b", "b", day(-7, "10:00"))
    s.answer("15a", "a", day(0), day(0, "15:00"))

    s.ask("16", "bị chuyển trả hai lần, Ban Chỉ đạo phân xử", day(-9))
    s.to_unit("16", "a", day(-9, "14:00"), day(-8))
    send_back(s, "16", "a", day(-6))
    s.give("16", "b", day(-5))
    send_back(s, "16", "b", day(-3))
    s.then("16", day(0), "Ban Chỉ đạo giao Sở A", lambda: arbitrate(s, "16"))


def receipts(simulation: Simulation) -> None:
    """Questions that come when offices are closed, or open on a Saturday; nobody takes them up."""
    s = simulation
    s.ask("07", "gửi ban đêm trong kỳ nghỉ", s.moment(s.start + 8 * ONE_DAY, time(22)))
    friday = s.start + ONE_DAY * ((FRIDAY - s.start.weekday()) % 7)
    s.ask("17", "gửi tối thứ Sáu", s.moment(friday, time(20)))
    made_up = [day for day in sorted(s.calendar.extra_days) if day >= s.start]
    if made_up and s.moment(made_up[0], time(10)) < s.ends:
        s.ask("18", "gửi ngày làm bù", s.moment(made_up[0], time(10)))


def send_back(simulation: Simulation, case: str, code: str, at: datetime) -> None:
    """Let the unit return the question to the board and propose another one."""
    s, other = simulation, "b" if code == "a" else "a"
    s.then(
        case,
        at,
        f"Sở {code.upper()} chuyển trả",
        lambda: routing.return_to_board(
            question=s.now(case),
            by=s.by(f"{code}-canbo"),
            reason=ReturnReason.NOT_OUR_FIELD,
            words="Không thuộc lĩnh vực.",
            proposed_unit=s.people.units[other],
        ),
    )


def arbitrate(simulation: Simulation, case: str) -> None:
    routing.arbitrate(
        question=simulation.now(case),
        by=simulation.by("chidao"),
        lead=simulation.people.units["a"],
        words="Thuộc lĩnh vực của Sở A.",
    )


def plan(simulation: Simulation, case: str, publish_at: datetime) -> None:
    planning.plan(
        question=simulation.now(case),
        by=simulation.by("bientap"),
        publish_at=publish_at,
        title="Câu hỏi mô phỏng",
        question_text="Câu hỏi mô phỏng.",
        answer_text="Trả lời mô phỏng.",
    )


def split(simulation: Simulation, case: str) -> None:
    """Split the question in two; the parts are cases of their own from here on."""
    s = simulation
    parts = [splitting.Part("Việc thứ nhất."), splitting.Part("Việc thứ hai.")]
    whole = splitting.split(question=s.now(case), by=s.by("bientap"), parts=parts)
    for letter, part in zip("ab", whole.parts.order_by("part_number"), strict=True):
        s.questions[f"{case}{letter}"] = part
        s.titles[f"{case}{letter}"] = f"phần {part.part_number} của câu {case}"


def ask_by_a(simulation: Simulation, case: str) -> None:
    answering.ask_information(
        question=simulation.now(case), by=simulation.by("a-canbo"), words="Xin cho biết địa điểm."
    )


def reject(simulation: Simulation, case: str) -> None:
    moderating.reject(
        question=simulation.now(case),
        by=simulation.by("bientap"),
        reason=RejectionReason.ADVERTISING,
        words="Nội dung quảng cáo.",
    )
