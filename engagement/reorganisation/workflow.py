"""The life of a reorganisation: written down, planned for its day, carried out or dropped."""

from engagement.reorganisation.enums import ReorganisationStatus as S
from engagement.workflow.machine import Workflow

REORGANISATION = Workflow(
    name="reorganisation",
    initial=S.DRAFT,
    transitions={
        S.DRAFT: {"plan": S.PLANNED, "apply": S.APPLIED, "cancel": S.CANCELLED},
        S.PLANNED: {"apply": S.APPLIED, "revise": S.DRAFT, "cancel": S.CANCELLED},
        S.APPLIED: {},
        S.CANCELLED: {},
    },
    labels=dict(S.choices),
)
