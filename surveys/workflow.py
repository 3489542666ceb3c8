"""The life of a survey, as a table."""

from engagement.workflow.machine import Workflow
from surveys.enums import SurveyStatus as S
from surveys.enums import Verb as V

# Closed is for good: the key of the participation tags is destroyed then.
SURVEY = Workflow(
    name="surveys.survey",
    initial=S.DRAFT,
    transitions={
        S.DRAFT: {V.OPEN: S.OPEN, V.DISCARD: S.DISCARDED},
        S.OPEN: {V.PAUSE: S.PAUSED, V.CLOSE: S.CLOSED},
        S.PAUSED: {V.RESUME: S.OPEN, V.CLOSE: S.CLOSED},
        S.CLOSED: {},
        S.DISCARDED: {},
    },
    labels=dict(S.choices),
)
