from django import forms

from engagement.text.forms import VietnameseCharField
from surveys.instrument.questionnaire import Question
from surveys.models.shared import WORDS_MAX_LENGTH


class CrossForm(forms.Form):
    """Two questions to be held against each other; the choice stands in the address."""

    hang = forms.ChoiceField(label="Hàng")
    cot = forms.ChoiceField(label="Cột")

    def __init__(self, questions: list[Question], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
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
