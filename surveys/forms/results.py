import re

from django import forms
from django.core.exceptions import ValidationError

from engagement.text.forms import VietnameseCharField
from surveys.disclosure.receipts import RECEIPT_LENGTH, mark_of, read_receipt
from surveys.instrument.questionnaire import Question
from surveys.models.shared import WORDS_MAX_LENGTH

_MARK = re.compile("[0-9a-f]{64}")


class ReceiptForm(forms.Form):
    """A receipt to be looked up in the published list; the mark itself may be typed, too."""

    bien_nhan = VietnameseCharField(
        label="Số biên nhận",
        help_text=(
            f"{RECEIPT_LENGTH} chữ và số trên biên nhận; không phân biệt chữ hoa, chữ thường và "
            "dấu cách. Quét mã QR trên biên nhận cũng ra số này."
        ),
        max_length=200,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": "Quý vị gõ số trên biên nhận."},
    )

    def __init__(self, survey: str, data: object = None) -> None:
        """`survey` is the code of the survey the receipt was given for."""
        super().__init__(data, label_suffix="")  # type: ignore[arg-type]
        self.survey = survey

    def clean_bien_nhan(self) -> bytes:
        """Return the mark that stands for the receipt in the list."""
        typed = str(self.cleaned_data["bien_nhan"])
        mark = re.sub(r"\s", "", typed).lower()
        if _MARK.fullmatch(mark):
            return bytes.fromhex(mark)
        receipt = read_receipt(typed)
        if len(receipt) != RECEIPT_LENGTH:
            raise ValidationError(
                f"Biên nhận có {RECEIPT_LENGTH} chữ và số, Quý vị đã gõ {len(receipt)}."
            )
        return mark_of(self.survey, receipt)


class CrossForm(forms.Form):
    """Two questions to be held against each other; the choice stands in the address."""

    hang = forms.ChoiceField(label="Hàng", widget=forms.Select(attrs={"data-unlike": "cot"}))
    cot = forms.ChoiceField(label="Cột", widget=forms.Select(attrs={"data-unlike": "hang"}))

    def __init__(self, questions: list[Question], data: object = None) -> None:
        first = dict(zip(("hang", "cot"), (question.code for question in questions), strict=False))
        super().__init__(data, initial=first, label_suffix="")  # type: ignore[arg-type]
        self.is_possible = len(questions) > 1
        choices = [(question.code, question.label) for question in questions]
        for name in ("hang", "cot"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
            field.error_messages["invalid_choice"] = "Câu này không lập bảng chéo được."

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("hang") and cleaned.get("hang") == cleaned.get("cot"):
            self.add_error("cot", "Quý vị chọn hai câu khác nhau.")
        return cleaned


class ReviewForm(forms.Form):
    """What of a free text may be read by everybody."""

    masked = VietnameseCharField(
        label="Bản công bố",
        help_text="Xóa tên người, số điện thoại, địa chỉ nhà, biển số.",
        max_length=WORDS_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if "cong_bo" in self.data and not cleaned.get("masked"):
            self.add_error("masked", "Bản công bố đang trống. Quý vị bấm “Không công bố” nếu muốn.")
        return cleaned
