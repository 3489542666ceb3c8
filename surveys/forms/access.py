"""The one-time code of a survey, as it is typed or scanned."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from engagement.intake import limits
from engagement.intake.addresses import address_bucket, client_address
from engagement.intake.wayout import way_out
from engagement.text.forms import VietnameseCharField
from engagement.web.middleware import TRACKING_CODE_PARAMETER
from engagement.web.responses import waiting_words
from surveys.models import Survey
from surveys.queries.public import has_taken_part
from surveys.services.codes import digest_of, is_code_of
from surveys.services.keys import tag_of

WRONG_CODE = "surveys.wrong_code"
LONGEST_TYPED = 60


class CodeForm(forms.Form):
    """A code that was handed out and has not answered yet.

    Wrong codes are counted by address; right ones open from there whatever a neighbour typed.
    """

    ma = VietnameseCharField(
        label="Mã trên giấy mời",
        help_text="Mã gồm 12 chữ và số; không phân biệt chữ hoa, chữ thường và dấu cách.",
        max_length=LONGEST_TYPED,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={
            "required": "Quý vị nhập mã trên giấy mời để bắt đầu.",
            "max_length": "Mã chỉ gồm 12 chữ và số.",
        },
    )

    def __init__(self, request: HttpRequest, survey: Survey, *, raw: str | None = None) -> None:
        super().__init__(None if raw is None else {TRACKING_CODE_PARAMETER: raw})
        self.request = request
        self.survey = survey
        self.retry_after = 0

    @property
    def digest(self) -> bytes:
        """The hash by which the code is known."""
        return digest_of(self.cleaned_data["ma"])

    @property
    def status_code(self) -> int:
        if self.retry_after:
            return 429
        return 422 if self.errors else 200

    def clean_ma(self) -> str:
        typed = str(self.cleaned_data["ma"])
        digest = digest_of(typed)
        if not is_code_of(self.survey, digest):
            self._count_wrong_code()
            raise ValidationError("Không có mã này. Quý vị so lại với giấy mời.")
        if has_answered(self.survey, ("code", digest)):
            raise ValidationError("Mã này đã được dùng để trả lời. Mỗi mã trả lời được một lần.")
        return typed

    def _count_wrong_code(self) -> None:
        place = address_bucket(client_address(self.request))
        decision = limits.hit(WRONG_CODE, place, proven=False)
        if decision.allowed:
            return
        self.retry_after = decision.retry_after
        wait = waiting_words(decision.retry_after)
        raise ValidationError(
            f"Đã có nhiều lần nhập mã chưa đúng. Quý vị thử lại sau {wait}. {way_out()}"
        )


def has_answered(survey: Survey, credential: tuple[str, bytes]) -> bool:
    """Whether a code or account has answered `survey`; unknown, so false, once it is closed."""
    if survey.sealed_key is None:
        return False
    return has_taken_part(survey, tag_of(bytes(survey.sealed_key), *credential))
