"""Wrong tracking codes are counted, for each address and for each reference; right ones are not."""

from django.http import HttpRequest

from engagement.intake import codes, limits, queries
from engagement.intake.addresses import address_bucket, client_address
from engagement.intake.exceptions import Refused
from engagement.intake.models import Submission
from engagement.intake.wayout import way_out
from engagement.web.responses import waiting_words

PER_ADDRESS = "intake.wrong_code_address"
PER_REFERENCE = "intake.wrong_code_reference"


def look_up(request: HttpRequest, raw: str, *, form: str) -> Submission | None:
    """Return the submission of `form` with this full code, or None after counting a wrong try.

    Raises Refused (429) when this address, or anybody for this reference, tried too often.
    """
    subjects = [(PER_ADDRESS, address_bucket(client_address(request)))]
    code = codes.parse(raw)
    if code is not None:
        subjects.append((PER_REFERENCE, code.reference))
    for purpose, subject in subjects:
        _refuse_unless(limits.peek(purpose, subject, proven=False))
    submission = queries.find_by_code(raw, form=form)
    if submission is None:
        for purpose, subject in subjects:
            _refuse_unless(limits.hit(purpose, subject, proven=False))
    return submission


def _refuse_unless(decision: limits.Decision) -> None:
    if not decision.allowed:
        wait = waiting_words(decision.retry_after)
        raise Refused(
            f"Đã có nhiều lần nhập mã chưa đúng. Quý vị thử lại sau {wait}. {way_out()}",
            429,
            retry_after=decision.retry_after,
        )
