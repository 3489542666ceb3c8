"""What stands before the last step of an open survey: proof of work, limits, and marks of doubt."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict

from engagement.intake import limits
from engagement.intake.addresses import address_bucket, client_address
from engagement.intake.exceptions import Refused
from engagement.intake.fields import ProofField
from engagement.intake.proof import Answer
from engagement.intake.wayout import way_out
from engagement.web.responses import waiting_words
from surveys.enums import Doubt, QuestionKind
from surveys.forms.sheet import Sheet
from surveys.instrument.questionnaire import Answers, Json, Question, Questionnaire

PURPOSE = "surveys.answer"
PROOF = ProofField(purpose=PURPOSE)
# Well under the limit that refuses: above it an answer is marked, and results are shown without.
BURST = "surveys.burst"
# Who needs less than this share of the estimated time has hardly read the questions.
FASTEST_SHARE = 1 / 3
# Fewer lines alike are nothing unusual.
LEAST_STRAIGHT_LINES = 6


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a sheet that may be stored has proved, and what speaks against it."""

    proof: Answer | None
    doubts: list[str]


def judge(request: HttpRequest, sheet: Sheet, *, survey: str, minutes: int) -> Verdict:
    """Count this try and say what it has proved.

    Raises Refused: 429 over the limit, which is stricter without proof; 422 for a wrong proof.
    """
    proof, wrong = _proof_in(request.POST)
    is_proven = proof is not None
    visitor = address_bucket(client_address(request))
    acts = [(PURPOSE, visitor)]
    if not wrong:
        acts.append((BURST, f"{survey} {visitor}"))
    decision = limits.hit_in_turn(acts, proven=is_proven)
    if decision.full == PURPOSE:
        raise _over_limit(decision.retry_after)
    if wrong:
        raise Refused(wrong, 422)
    doubts = [] if is_proven else [Doubt.UNPROVEN]
    if decision.full == BURST:
        doubts.append(Doubt.BURST)
    if is_fast(sheet.state.seconds, minutes):
        doubts.append(Doubt.FAST)
    if is_straight(sheet.questionnaire, sheet.final_answers):
        doubts.append(Doubt.STRAIGHT)
    return Verdict(proof, [doubt.value for doubt in doubts])


def _proof_in(sent: QueryDict) -> tuple[Answer | None, str]:
    """The checked answer to the challenge, or what is wrong with it.

    None from who has no JavaScript, and from who fills the field people do not see.
    """
    try:
        answer = PROOF.clean(sent.get("altcha"))
    except ValidationError as error:
        return None, error.messages[0]
    return (None if sent.get("website", "").strip() else answer), ""


def is_fast(seconds: int, minutes: int) -> bool:
    """Whether the sheet took less than a third of the time it should."""
    return seconds < timedelta(minutes=minutes).total_seconds() * FASTEST_SHARE


def is_straight(questionnaire: Questionnaire, answers: Answers) -> bool:
    """Whether every line of all scales has the answer of the same column."""
    columns = [
        column
        for question in questionnaire.questions
        for column in _columns(question, answers.get(question.code))
    ]
    return len(columns) >= LEAST_STRAIGHT_LINES and len(set(columns)) == 1


def _columns(question: Question, answer: Json) -> list[int]:
    places = {code: place for place, code in enumerate(question.choice_codes)}
    if question.kind is QuestionKind.MATRIX and isinstance(answer, Mapping):
        return [places[str(code)] for code in answer.values() if code in places]
    if question.kind is QuestionKind.LIKERT and answer in places:
        return [places[str(answer)]]
    return []


def _over_limit(retry_after: int) -> Refused:
    wait = waiting_words(retry_after)
    return Refused(
        "Nơi Quý vị truy cập đã gửi nhiều phiếu liên tiếp nên trang tạm dừng nhận thêm. "
        f"Quý vị gửi lại sau {wait}; những gì đã trả lời vẫn còn. {way_out()}",
        429,
        retry_after=retry_after,
    )
