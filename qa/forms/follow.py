"""What the holder of a tracking code types."""

from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.utils.datastructures import MultiValueDict

from engagement.intake.codes import LONGEST_INPUT, parse, reference_alone
from engagement.text.forms import VietnameseCharField
from engagement.web.middleware import TRACKING_CODE_PARAMETER
from qa.enums import Answered
from qa.forms.attachments import AttachmentsField
from qa.forms.public import LineField, long_text
from qa.models import QUESTION_MAX_LENGTH, WORDS_MAX_LENGTH, Question
from qa.services.citizens import MAX_ATTACHMENTS

UNKNOWN_CODE = (
    "Không có câu hỏi nào mang mã này. Quý vị xem lại từng ký tự trên biên nhận; "
    "mã không có các chữ O, I, L, U và các số 0, 1."
)
# Says nothing of whether such a question exists.
INCOMPLETE_CODE = (
    "Mã còn thiếu nhóm cuối (5 ký tự). Quý vị nhập đủ bốn nhóm như trên biên nhận, "
    "ví dụ %(reference)s-XW3TR."
)


class LookupForm(forms.Form):
    """The tracking code, however it is typed; the field is named as the receipt's link names it."""

    ma = LineField(
        label="Mã tra cứu",
        max_length=LONGEST_INPUT,
        help_text="Mã in trên biên nhận; viết hoa, viết thường, có hay không có gạch đều được.",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={
            "required": "Quý vị nhập mã tra cứu rồi bấm Xem.",
            "max_length": UNKNOWN_CODE,
        },
    )

    def clean_ma(self) -> str:
        """A reference without its secret half is asked to be completed; it is no guess."""
        typed = str(self.cleaned_data["ma"])
        reference = "" if parse(typed) else reference_alone(typed)
        if reference:
            raise ValidationError(INCOMPLETE_CODE, params={"reference": reference})
        return typed

    @property
    def code(self) -> str:
        """The code as it was typed; the form must be valid."""
        return str(self.cleaned_data[TRACKING_CODE_PARAMETER])


class AddInformationForm(forms.Form):
    """The reply to a unit's request, with the files there is still room for."""

    reply = long_text(
        "Phần Quý vị bổ sung", longest=QUESTION_MAX_LENGTH, hint="Tối đa 5.000 ký tự.", rows=6
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        question: Question,
    ) -> None:
        super().__init__(data, files)
        room = MAX_ATTACHMENTS - len(question.attachments.all())
        if room > 0:
            self.fields["attachments"] = AttachmentsField(room=room)

    @property
    def attachments_field(self) -> BoundField | None:
        """The file field, unless the question holds all the files it may."""
        return self["attachments"] if "attachments" in self.fields else None

    @property
    def has_lost_files(self) -> bool:
        """Whether files were chosen that the browser does not give back with the page."""
        return bool(self.is_bound and self.errors and self.files)


class ObjectionForm(forms.Form):
    words: VietnameseCharField = long_text(
        "Vì sao Quý vị đề nghị xem lại",
        longest=WORDS_MAX_LENGTH,
        hint="Tối đa 2.000 ký tự. Một người kiểm duyệt khác sẽ đọc.",
        rows=6,
    )


class RatingForm(forms.Form):
    """The two questions; nothing is chosen beforehand."""

    was_answered = forms.TypedChoiceField(
        label="Câu trả lời có trả lời đúng điều Quý vị hỏi không?",
        choices=Answered.choices,
        coerce=Answered,
        widget=forms.RadioSelect,
        error_messages={"required": "Quý vị chọn một trong ba ý."},
    )
    satisfaction = forms.TypedChoiceField(
        label="Quý vị hài lòng đến mức nào?",
        choices=[
            (1, "1. Rất không hài lòng"),
            (2, "2. Không hài lòng"),
            (3, "3. Bình thường"),
            (4, "4. Hài lòng"),
            (5, "5. Rất hài lòng"),
        ],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Quý vị chọn một mức từ 1 đến 5."},
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        question: Question,
    ) -> None:
        given = getattr(question, "rating", None)
        said = (
            {"was_answered": given.was_answered, "satisfaction": given.satisfaction}
            if given
            else None
        )
        super().__init__(data, files, initial=said, label_suffix="")


class ReopenForm(forms.Form):
    words: VietnameseCharField = long_text(
        "Điều gì chưa được trả lời",
        longest=WORDS_MAX_LENGTH,
        hint="Tối đa 2.000 ký tự. Đơn vị trả lời và Ban Biên tập đọc; không công bố.",
        rows=6,
    )
