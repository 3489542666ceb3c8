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

    Raises Refused (429) for a wrong code when this address made too many, and for any code of a
    reference that was guessed at too often. A village shares one address, so a right code opens
    from there whatever its neighbours typed. A reference under attack is shut to everybody until
    the window is over, its sender too: what could still be opened could still be guessed.
    """
    code = codes.parse(raw)
    if code is not None:
        _refuse_unless(limits.peek(PER_REFERENCE, code.reference, proven=False))
    submission = queries.find_by_code(raw, form=form)
    if submission is not None:
        return submission
    # Both are counted before either refuses: an address over its limit still guesses.
    decisions = [limits.hit(PER_ADDRESS, address_bucket(client_address(request)), proven=False)]
    if code is not None:
        decisions.append(limits.hit(PER_REFERENCE, code.reference, proven=False))
    for decision in decisions:
        _refuse_unless(decision)
    return None


def _refuse_unless(decision: limits.Decision) -> None:
    if not decision.allowed:
        wait = waiting_words(decision.retry_after)
        raise Refused(
            f"Đã có nhiều lần nhập mã chưa đúng. Quý vị thử lại sau {wait}. {way_out()}",
            429,
            retry_after=decision.retry_after,
        )
