"""What a simulation came to, read from the rows it left: plain dictionaries in a fixed order."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from qa.enums import ANSWERED, WAITING, Audience, ClockKind
from qa.management.simulation import Simulation
from qa.models import Clock, ClockRule, Question, Reminder, ReminderLetter
from qa.services.clock import explanation

Finding = dict[str, object]
EVENTS = ("deed", "reminder", "letter")
ASKER = "nguoi-hoi"


def findings(simulation: Simulation) -> list[Finding]:
    """Deeds, reminders and letters within the days of the simulation, then what stands at the end."""
    happened = [*deeds(simulation), *reminders(simulation), *letters(simulation)]
    happened.sort(key=place)
    return happened + list(verdicts(simulation))


def place(line: Finding) -> tuple[str, ...]:
    """By moment; a deed stands before what it causes, a reminder before the letter that gathers it."""
    event = str(EVENTS.index(str(line["event"])))
    keys = ("case", "kind", "step", "to")
    return (str(line["at"]), event, *(str(line.get(key, "")) for key in keys))


def said(moment: datetime | None) -> str | None:
    """A moment in local time, to the minute."""
    return timezone.localtime(moment).isoformat(timespec="minutes") if moment else None


def deeds(simulation: Simulation) -> Iterator[Finding]:
    for deed in simulation.deeds:
        if simulation.begins <= deed.at < simulation.ends:
            yield {"event": "deed", "at": said(deed.at), "case": deed.case, "words": deed.words}


def reminders(simulation: Simulation) -> Iterator[Finding]:
    """Every step that was taken, with whom it is for; the asker's is a letter of its own."""
    names = {user.pk: name for name, user in simulation.people.users.items()}
    cases = {question.pk: case for case, question in simulation.questions.items()}
    taken = Reminder.objects.filter(
        question__in=cases, reminded_at__gte=simulation.begins, reminded_at__lt=simulation.ends
    )
    for reminder in taken.select_related("rule").prefetch_related("notices").order_by("pk"):
        rule = reminder.rule
        to = sorted(names[each.user_id] for each in reminder.notices.all() if each.user_id in names)
        yield {
            "event": "reminder",
            "at": said(reminder.reminded_at),
            "case": cases[reminder.question_id],
            "kind": rule.kind,
            "step": rule.step,
            "audience": rule.audience,
            "to": [ASKER] if rule.audience == Audience.ASKER else to,
            "fallback": reminder.is_fallback,
            "due_at": said(reminder.due_at),
            "why": rule.when,
            "words": rule.words,
        }


def letters(simulation: Simulation) -> Iterator[Finding]:
    """The one letter of a day, with the cases it names."""
    names = {user.pk: name for name, user in simulation.people.users.items()}
    cases = {question.pk: case for case, question in simulation.questions.items()}
    written = ReminderLetter.objects.filter(
        user__in=names, written_at__gte=simulation.begins, written_at__lt=simulation.ends
    )
    for letter in written.prefetch_related("notices__reminder").order_by("pk"):
        named = {cases[notice.reminder.question_id] for notice in letter.notices.all()}
        yield {
            "event": "letter",
            "at": said(letter.written_at),
            "to": [names[letter.user_id]],
            "cases": sorted(named),
        }


def verdicts(simulation: Simulation) -> Iterator[Finding]:
    """What stands of every case at the end, the other clocks' verdicts below the answer's."""
    for case, held in sorted(simulation.questions.items()):
        question = Question.objects.select_related("clock_rule").get(pk=held.pk)
        yield {
            "event": "verdict",
            "case": case,
            "title": simulation.titles[case],
            "kind": ClockKind.ANSWER,
            "status": question.status,
            "due_at": said(question.due_at),
            "paused_days": question.paused_days,
            "finished_at": said(question.finished_at),
            "verdict": verdict_of(question),
            "rule": rule_of(question.clock_rule),
            "calendar_version": question.calendar_version,
            "words": explanation(question) if question.status in WAITING else question.verdict,
        }
        for clock in (
            Clock.objects.filter(question=question).select_related("rule").order_by("kind", "round")
        ):
            yield {
                "event": "verdict",
                "case": case,
                "title": simulation.titles[case],
                "kind": clock.kind,
                "round": clock.round,
                "due_at": said(clock.due_at),
                "finished_at": said(clock.finished_at),
                "verdict": verdict_of(clock),
                "rule": rule_of(clock.rule),
                "calendar_version": clock.calendar_version,
                "words": clock.verdict,
            }


def verdict_of(counted: Question | Clock) -> str:
    """In time, late, still running, paused, or ended with nothing to judge."""
    if counted.paused_at is not None:
        return "paused"
    if isinstance(counted, Question) and counted.status not in (*WAITING, *ANSWERED):
        return "none"
    if counted.finished_at is None:
        return "running"
    if counted.was_in_time is None:
        return "none"
    return "in_time" if counted.was_in_time else "late"


def rule_of(rule: ClockRule | None) -> str:
    """The rule a verdict rests on, with the day from which that version of it holds."""
    return f"{rule}, từ {rule.valid_from:%d/%m/%Y}" if rule else ""
