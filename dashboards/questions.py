"""Frames, figures and sentences of the question dashboard.

All of them come from one frame, so the chart, its sentence and its table cannot disagree.
"""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date, timedelta

import pandas as pd
from django.utils import timezone

from dashboards.charts import across, upright
from engagement.jobs.queue import JSON
from qa.queries.figures.standing import Standing, Tally, stamp, standings, tallies

COUNTS = [field.name for field in fields(Tally) if field.type is int]
NOT_YET = "Chưa phân"
COUNT_COLUMNS = {
    "received": "Nhận",
    "waiting": "Chờ",
    "overdue": "Quá hạn",
    "rate_text": "Đúng hạn",
}
# The staff's list that holds the questions a column counts, and the filter that picks a row's.
BOXES = {
    "received": "tat-ca",
    "questions": "tat-ca",
    "waiting": "dang-cho",
    "overdue": "qua-han",
}
FILTERS = {"unit": "don_vi", "field": "linh_vuc"}
OTHERS = {"unit": "đơn vị khác", "field": "lĩnh vực khác"}
COMMUNES = "xã, phường"
STEP_COLUMNS = {"questions": "Số câu", "overdue": "Quá hạn"}
WEEKS_SHOWN = 12
BARS_SHOWN = 16
# Colour-blind safe, no red against green (look.md): done, late, waiting, overdue, received.
COLOURS = {
    "received": "#7fa6cf",
    "in_time": "#1f4f82",
    "late": "#6b1d57",
    "on_track": "#d8d2ca",
    "overdue": "#c9962b",
}
NAMES = {
    "received": "Nhận",
    "in_time": "Trả lời đúng hạn",
    "late": "Trả lời muộn",
    "on_track": "Đang chờ, còn hạn",
    "overdue": "Đang chờ, quá hạn",
}


def frame(rows: list[Tally]) -> pd.DataFrame:
    """One row a week × unit × field.

    Columns: week (datetime64), unit, field (str, NOT_YET when empty), unit_code, field_code (str),
    is_commune (bool), the counts of Tally (int64) and on_track (int64): waiting and not overdue.
    """
    columns = ["week", "unit", "field", "unit_code", "field_code", "is_commune", *COUNTS]
    data = pd.DataFrame([asdict(row) for row in rows], columns=columns)
    data["week"] = pd.to_datetime(data["week"])
    data[["unit", "field"]] = data[["unit", "field"]].replace("", NOT_YET).astype(str)
    data["is_commune"] = data["is_commune"].astype(bool)
    data[COUNTS] = data[COUNTS].astype("int64")
    data["on_track"] = data["waiting"] - data["overdue"]
    return data


def by(data: pd.DataFrame, column: str) -> pd.DataFrame:
    """Sum the counts over `column` ("unit" or "field"): most received first, NOT_YET last.

    Of units, communes stand after the departments. Columns: label (str), the counts of `frame`
    (int64), others (str): what rows of its kind are called together, rate_text (str), query (str):
    the filter that picks the row's questions in a list of the staff, empty where there is none.
    """
    groups = data.groupby([column, f"{column}_code"])
    sums = groups[[*COUNTS, "on_track"]].sum()
    is_commune = groups["is_commune"].all() & (column == "unit")
    sums["others"] = is_commune.map({True: COMMUNES, False: OTHERS[column]})
    sums = sums.reset_index(names=["label", "code"])
    code = sums.pop("code").astype(str)
    sums["query"] = (f"{FILTERS[column]}=" + code).where(code != "", "")
    sums["is_last"] = sums["label"] == NOT_YET
    sums["is_after"] = sums["others"] == COMMUNES
    order = ["is_last", "is_after", "received", "label"]
    sums = sums.sort_values(order, ascending=[True, True, False, True], ignore_index=True)
    return with_rate(sums.drop(columns=["is_last", "is_after"]))


def by_week(data: pd.DataFrame, today: date) -> pd.DataFrame:
    """The last WEEKS_SHOWN weeks up to this one, weeks without questions included as zeros.

    Columns as `by`; label is the Monday as dd/mm/yyyy.
    """
    if data.empty:
        return by(data, "unit")
    last = pd.Timestamp(today - timedelta(days=today.weekday()))
    weeks = pd.date_range(end=last, periods=WEEKS_SHOWN, freq="7D", name="week")
    sums = data.groupby("week")[[*COUNTS, "on_track"]].sum().reindex(weeks, fill_value=0)
    sums = sums.reset_index()
    sums["label"] = sums.pop("week").dt.strftime("%d/%m/%Y")
    sums["query"] = "tuan=" + sums["label"]
    return with_rate(sums)


def with_rate(sums: pd.DataFrame) -> pd.DataFrame:
    """Add rate_text: in time of those answered, as "11/16", or a dash where nothing was."""
    judged = sums["in_time"] + sums["late"]
    share = sums["in_time"].astype(str) + "/" + judged.astype(str)
    sums["rate_text"] = share.where(judged > 0, "–")
    return sums


def by_step(rows: list[Standing]) -> pd.DataFrame:
    """Where the questions stand now.

    Columns: label (str), questions, overdue (int64), is_waiting (bool), query (str, as in `by`).
    """
    table = pd.DataFrame([asdict(row) for row in rows])
    table["query"] = "buoc=" + table.pop("code")
    return table.rename(columns={"step": "label"})


def longest(table: pd.DataFrame) -> pd.DataFrame:
    """The first BARS_SHOWN rows and the rest of each kind as one, so that a chart fits a screen.

    What is not given yet is no place: it keeps a bar of its own, the last.
    """
    is_given = table["label"] != NOT_YET
    given, not_yet = table[is_given], table[~is_given]
    if len(given) <= BARS_SHOWN + 1:
        return table
    head, rest = given.iloc[:BARS_SHOWN], given.iloc[BARS_SHOWN:]
    kinds = rest.groupby("others", sort=False)
    summed = kinds[[*COUNTS, "on_track"]].sum().reset_index(names="label")
    summed["label"] = kinds.size().astype(str).to_numpy() + " " + summed["label"]
    return pd.concat([head, summed, not_yet], ignore_index=True)


def stacked(table: pd.DataFrame) -> dict[str, JSON]:
    """Horizontal bars: how the questions of each row stand."""
    shown = longest(table).iloc[::-1]
    labels = shown["label"].tolist()
    return across(
        labels,
        [
            (NAMES[part], COLOURS[part], shown[part].astype(int).tolist())
            for part in ("in_time", "late", "on_track", "overdue")
        ],
    )


def weekly(table: pd.DataFrame) -> dict[str, JSON]:
    """Columns by week: what came in beside what of it was answered."""
    labels = [label[:5] for label in table["label"]]
    return upright(
        labels,
        [
            (NAMES[part], COLOURS[part], table[part].astype(int).tolist())
            for part in ("received", "in_time", "late")
        ],
        hover="Tuần từ %{x}",
    )


def number(value: float) -> str:
    """Vietnamese thousands: 12.480."""
    return f"{int(value):,}".replace(",", ".")


def rate_text(in_time: int, late: int) -> str:
    """The share answered in time with its n, or the honest absence of one."""
    judged = in_time + late
    if not judged:
        return "chưa có câu nào trả lời xong"
    return f"{100 * in_time / judged:.0f} % trong {number(judged)} câu đã trả lời"


def reopened_text(reopened: int) -> str:
    """By which answer the share counts, and how many of these questions are open again."""
    words = "Theo lần trả lời đầu tiên, như ở “Số liệu theo kỳ”"
    return f"{words}; {number(reopened)} câu trong đó đã mở lại." if reopened else f"{words}."


def unit_sentence(units: pd.DataFrame) -> str:
    """What the chart by unit says, in one sentence."""
    given = units[units["label"] != NOT_YET]
    if given.empty:
        return "Chưa có câu hỏi nào được phân cho đơn vị."
    late = given[given["overdue"] > 0].sort_values("overdue", ascending=False, kind="stable")
    busiest = given.sort_values("received", ascending=False, kind="stable").iloc[0]
    start = f"{busiest['label']} nhận nhiều nhất: {number(busiest['received'])} câu."
    if late.empty:
        return f"{start} Không đơn vị nào đang quá hạn."
    worst = late.iloc[0]
    return f"{start} {worst['label']} đang quá hạn nhiều nhất: {number(worst['overdue'])} câu."


def field_sentence(subjects: pd.DataFrame) -> str:
    """What the chart by field says, in one sentence."""
    given = subjects[subjects["label"] != NOT_YET]
    if given.empty:
        return "Chưa có câu hỏi nào được xếp lĩnh vực."
    top = given.iloc[0]
    share = 100 * top["received"] / given["received"].sum()
    total = number(given["received"].sum())
    return f"Được hỏi nhiều nhất: {top['label']}, {share:.0f} % trong {total} câu đã xếp lĩnh vực."


def week_sentence(weeks: pd.DataFrame) -> str:
    """What the chart by week says, in one sentence."""
    if weeks.empty:
        return "Chưa có câu hỏi nào."
    last = weeks.iloc[-1]
    before = weeks.iloc[:-1]["received"].mean()
    mean = f"{before:.1f}".replace(".", ",")
    return (
        f"Tuần này (từ {last['label']}), tính đến hôm nay, nhận {number(last['received'])} câu; "
        f"{len(weeks) - 1} tuần trọn trước đó trung bình mỗi tuần {mean} câu."
    )


def step_bars(table: pd.DataFrame) -> dict[str, JSON]:
    """Horizontal bars: one a step that waits, the late ones apart."""
    shown = table[table["is_waiting"]].iloc[::-1]
    on_track = shown["questions"] - shown["overdue"]
    return across(
        shown["label"].tolist(),
        [
            ("Còn hạn", COLOURS["received"], on_track.tolist()),
            ("Quá hạn", COLOURS["overdue"], shown["overdue"].tolist()),
        ],
    )


def step_sentence(table: pd.DataFrame) -> str:
    """What the chart by step says, in one sentence."""
    late = table[table["overdue"] > 0].sort_values("overdue", ascending=False, kind="stable")
    if late.empty:
        return "Không bước nào có câu hỏi quá hạn."
    worst = late.iloc[0]
    return f"Quá hạn nhiều nhất ở bước “{worst['label']}”: {number(worst['overdue'])} câu."


def payload() -> dict[str, JSON]:
    """Everything the page shows: totals, and four charts with their sentences and tables."""
    data = frame(tallies())
    steps = by_step(standings())
    units, subjects = by(data, "unit"), by(data, "field")
    weeks = by_week(data, timezone.localdate())
    stood = stamp()
    sums = {name: int(data[name].sum()) for name in (*COUNTS, "on_track")}
    return {
        # What the page of figures counts besides: a frame comes when any of it changes.
        "pulse": [stood.step, stood.rating],
        "totals": {
            **sums,
            "rate_text": rate_text(sums["in_time"], sums["late"]),
            "reopened_text": reopened_text(sums["reopened"]),
            "standing_text": f"Danh sách {number(sums['answered'] - sums['reopened'])} câu đang có câu trả lời",
        },
        "parts": {
            "step": part(steps, STEP_COLUMNS, step_bars(steps), step_sentence(steps)),
            "unit": part(units, COUNT_COLUMNS, stacked(units), unit_sentence(units)),
            "field": part(subjects, COUNT_COLUMNS, stacked(subjects), field_sentence(subjects)),
            "week": part(weeks, COUNT_COLUMNS, weekly(weeks), week_sentence(weeks)),
        },
    }


def part(
    table: pd.DataFrame, columns: Mapping[str, str], figure: dict[str, JSON], sentence: str
) -> dict[str, JSON]:
    """One chart with its sentence and its table: `columns` of the frame under their heads.

    Each row has beside its cells as many `links`: which list, narrowed how, holds what the cell
    counts; "" where none does.
    """
    rows: list[JSON] = [
        {
            "label": str(row["label"]),
            "cells": [cell(row[column]) for column in columns],
            "links": [link(row, column) for column in columns],
        }
        for _, row in table.iterrows()
    ]
    heads: list[JSON] = list(columns.values())
    return {"heads": heads, "rows": rows, "figure": figure, "sentence": sentence}


def link(row: "pd.Series[str]", column: str) -> str:
    """The end of the address of the staff's list with the questions that `column` counts."""
    if column not in BOXES or not row["query"] or not row[column]:
        return ""
    return f"{BOXES[column]}/?{row['query']}"


def cell(value: object) -> str:
    """A count with its thousands set apart; words as they are."""
    return value if isinstance(value, str) else number(float(str(value)))
