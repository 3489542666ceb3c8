"""What the receipt page must know of each public form; the functions register at start-up."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from engagement.intake.models import Submission
from engagement.web.middleware import TRACKING_CODE_PARAMETER


@dataclass(frozen=True, slots=True)
class NextStep:
    """What comes next, in a sentence, and by when if there is a deadline."""

    words: str
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PublicForm:
    """A form as the receipt speaks of it."""

    purpose: str
    follow_url_name: str
    title: str
    next_step: Callable[[Submission], NextStep] | None

    @property
    def lookup_path(self) -> str:
        """The path where a code is typed."""
        return reverse(self.follow_url_name)

    def follow_path(self, submission: Submission) -> str:
        """The path where the sender follows the submission; it holds the code, never log it."""
        query = urlencode({TRACKING_CODE_PARAMETER: submission.tracking_code})
        return f"{self.lookup_path}?{query}"


_forms: dict[str, PublicForm] = {}


def register_form(
    purpose: str,
    *,
    follow_url_name: str,
    title_vi: str,
    next_step: Callable[[Submission], NextStep] | None = None,
) -> None:
    """Name a public form; called from a function's `AppConfig.ready`.

    `follow_url_name` takes no arguments and reads the code from `?ma=`; `title_vi` names what is
    sent ("Câu hỏi gửi đến trang"); `next_step` tells the receipt what comes next and by when.
    """
    _forms[purpose] = PublicForm(purpose, follow_url_name, title_vi, next_step)


def get_form(purpose: str) -> PublicForm:
    """Return the form of `purpose`; raises KeyError when no function registered it."""
    return _forms[purpose]


def is_registered(purpose: str) -> bool:
    return purpose in _forms
