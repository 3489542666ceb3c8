"""The whole life of a question as a table (R-3.3c, R-13.1); drawn in docs/workflows/."""

from engagement.workflow.machine import Workflow
from qa.enums import QuestionStatus as S
from qa.enums import Verb as V

QUESTION = Workflow(
    name="qa.question",
    initial=S.RECEIVED,
    transitions={
        S.RECEIVED: {
            V.ACCEPT: S.ACCEPTED,
            V.REJECT: S.REJECTED,
            V.REDIRECT: S.REDIRECTED,
            V.FORWARD: S.REDIRECTED,
            V.MERGE: S.MERGED,
            V.WITHDRAW: S.WITHDRAWN,
        },
        S.REJECTED: {V.OBJECT: S.OBJECTED, V.WITHDRAW: S.WITHDRAWN},
        S.OBJECTED: {
            V.UPHOLD: S.REFUSED,
            V.OVERTURN: S.ACCEPTED,
            V.FORWARD: S.REDIRECTED,
            V.WITHDRAW: S.WITHDRAWN,
        },
        S.ACCEPTED: {
            V.REPORT: S.REPORTED,
            V.ASSIGN_BY_DELEGATION: S.ASSIGNED,
            V.REDIRECT: S.REDIRECTED,
            V.FORWARD: S.REDIRECTED,
            V.MERGE: S.MERGED,
            V.SPLIT: S.SPLIT,
            V.WITHDRAW: S.WITHDRAWN,
        },
        S.REPORTED: {
            V.ASSIGN: S.ASSIGNED,
            V.MERGE: S.MERGED,
            V.SPLIT: S.SPLIT,
            V.WITHDRAW: S.WITHDRAWN,
        },
        S.ASSIGNED: {
            V.SUBMIT_ANSWER: S.ANSWERED,
            V.ASK_INFORMATION: S.AWAITING_INFORMATION,
            V.RETURN: S.RETURNED,
            V.REASSIGN: S.ASSIGNED,
            V.FORWARD: S.REDIRECTED,
            V.WITHDRAW: S.WITHDRAWN,
        },
        S.AWAITING_INFORMATION: {
            V.ADD_INFORMATION: S.ASSIGNED,
            V.RESUME: S.ASSIGNED,
            V.FORWARD: S.REDIRECTED,
            V.WITHDRAW: S.WITHDRAWN,
        },
        S.RETURNED: {
            V.ASSIGN: S.ASSIGNED,
            V.ARBITRATE: S.ASSIGNED,
            V.MERGE: S.MERGED,
            V.SPLIT: S.SPLIT,
            V.FORWARD: S.REDIRECTED,
            V.WITHDRAW: S.WITHDRAWN,
        },
        S.ANSWERED: {
            V.APPROVE: S.APPROVED,
            V.SEND_BACK: S.ASSIGNED,
            V.FORWARD: S.REDIRECTED,
            V.WITHDRAW: S.WITHDRAWN,
        },
        S.APPROVED: {
            V.PUBLISH: S.PUBLISHED,
            V.CLOSE_PRIVATELY: S.CLOSED,
            V.REQUEST_CHANGES: S.ASSIGNED,
            V.FORWARD: S.REDIRECTED,
            V.WITHDRAW: S.WITHDRAWN,
        },
        S.MERGED: {
            V.UNMERGE: S.ACCEPTED,
            V.ANSWER_TOGETHER: S.ANSWERED_TOGETHER,
            V.WITHDRAW: S.WITHDRAWN,
        },
        S.ANSWERED_TOGETHER: {
            V.RETRACT_TOGETHER: S.RETRACTED,
            V.REOPEN: S.ASSIGNED,
            V.REOPEN_TO_BOARD: S.RETURNED,
        },
        S.SPLIT: {V.WITHDRAW: S.WITHDRAWN},
        S.PUBLISHED: {
            V.RETRACT: S.RETRACTED,
            V.REOPEN: S.ASSIGNED,
            V.REOPEN_TO_BOARD: S.RETURNED,
        },
        S.REFUSED: {},
        S.CLOSED: {V.REOPEN: S.ASSIGNED, V.REOPEN_TO_BOARD: S.RETURNED},
        S.WITHDRAWN: {},
        S.RETRACTED: {},
        S.REDIRECTED: {},
    },
    labels=dict(S.choices),
)
