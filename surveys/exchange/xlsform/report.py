"""What is found while a workbook is read, gathered so that all of it is told at once."""

from dataclasses import dataclass, field

from surveys.exchange.imported import Located


@dataclass
class Report:
    """Problems forbid the import; notes go with it."""

    problems: list[Located] = field(default_factory=list)
    notes: list[Located] = field(default_factory=list)

    def refuse(self, problem: Located) -> None:
        if problem not in self.problems:
            self.problems.append(problem)

    def note(self, note: Located) -> None:
        if note not in self.notes:
            self.notes.append(note)
