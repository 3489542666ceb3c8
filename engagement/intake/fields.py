from django import forms
from django.core.exceptions import ValidationError

from engagement.intake.proof import Answer, ExpiredAnswer, WrongAnswer, check_answer


class ProofField(forms.Field):
    """The answer to a proof-of-work challenge. Empty is allowed: the sender has no JavaScript."""

    widget = forms.HiddenInput
    default_error_messages = {
        "wrong": "Bước kiểm tra tự động cho kết quả không đúng. Nội dung Quý vị nhập vẫn còn; "
        "Quý vị chờ trang kiểm tra lại rồi gửi lần nữa.",
        "expired": "Bước kiểm tra tự động đã quá 20 phút nên hết hiệu lực. Nội dung Quý vị nhập "
        "vẫn còn; Quý vị chờ trang kiểm tra lại rồi gửi lần nữa.",
        "used": "Kết quả kiểm tra tự động này đã được dùng cho một phiếu khác. Nội dung Quý vị "
        "nhập vẫn còn; Quý vị chờ trang kiểm tra lại rồi gửi lần nữa.",
    }

    def __init__(self, *, purpose: str) -> None:
        super().__init__(required=False, label="Kiểm tra tự động")
        self.purpose = purpose

    def clean(self, value: object) -> Answer | None:
        """Return the checked answer, None when there is none; codes "wrong" and "expired"."""
        if not value:
            return None
        try:
            return check_answer(str(value), self.purpose)
        except ExpiredAnswer as error:
            raise ValidationError(self.error_messages["expired"], code="expired") from error
        except WrongAnswer as error:
            raise ValidationError(self.error_messages["wrong"], code="wrong") from error
