"""The facts of a survey: made once, and set again until it is opened."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO

from django import forms
from django.core import validators
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from engagement.accounts.models import Unit
from engagement.text.fold import fold
from engagement.text.forms import VietnameseCharField
from surveys.enums import Access, SampleKind, Visibility
from surveys.exchange.imported import MOST_BYTES, Imported, ImportRefused, refused
from surveys.instrument.questionnaire import Questionnaire
from surveys.instrument.samples import LONGEST_SUBJECT, SAMPLES
from surveys.models import LEAST_PUBLIC_GROUP, LEAST_STAFF_GROUP, Survey
from surveys.models.shared import CODE_MAX_LENGTH, WORDS_MAX_LENGTH
from surveys.queries.staff import copyable, draft_at, handing_units
from surveys.services.building import Facts

YEARS_OF_USE = range(2000, 2100)
MOST_OF_A_GROUP = 1_000
MOST_CODES_AT_ONCE = 300
MOST_PROBLEMS_SHOWN = 30
LONGEST_ADDRESS = 50  # leaves room for a number behind it

SAMPLE_WORDS: Mapping[SampleKind, str] = {
    SampleKind.RANDOM: "Người trả lời được bốc thăm từ một danh sách đầy đủ. Kết quả nói được cho "
    "cả địa phương, kèm sai số.",
    SampleKind.QUOTA: "Tìm cho đủ số người của từng nhóm tuổi, giới, nghề. Kết quả không kèm sai số.",
    SampleKind.OPEN_LINK: "Ai thấy liên kết thì trả lời. Kết quả chỉ nói về những người đã trả lời, "
    "không suy ra cho cả địa phương.",
}
ACCESS_WORDS: Mapping[Access, str] = {
    Access.LINK: "Tiện nhất. Một người có thể trả lời từ nhiều máy; phiếu đáng ngờ được tính riêng.",
    Access.CODE: "In mã dùng một lần để phát theo đơn vị. Mỗi mã trả lời một lần, không ai biết mã "
    "nào trả lời gì.",
    Access.ACCOUNT: "Dành cho cán bộ có tài khoản. Mỗi tài khoản trả lời một lần, câu trả lời không "
    "gắn với tài khoản.",
}
VISIBILITY_WORDS: Mapping[Visibility, str] = {
    Visibility.LIVE: "Mọi người xem được kết quả từng đợt trong lúc khảo sát đang mở.",
    Visibility.ANSWERED: "Tránh để người chưa trả lời nghe theo số đông.",
    Visibility.CLOSED: "Hợp với chuyện nhạy cảm: chỉ công bố số liệu cuối cùng.",
    Visibility.STAFF: "Chỉ Ban Tuyên giáo và lãnh đạo xem.",
}


class _OnceChosen:
    """A field that is needed under a choice of the form, which says itself when it is missing."""

    def validate(self, value: object) -> None:
        """Let nothing pass."""
        if value not in validators.EMPTY_VALUES:
            super().validate(value)  # type: ignore[misc]


class _ChoiceOnceChosen(_OnceChosen, forms.ChoiceField):
    pass


class _RowOnceChosen(_OnceChosen, forms.ModelChoiceField):
    pass


class _FileOnceChosen(_OnceChosen, forms.FileField):
    pass


def explained(
    words: Mapping[SampleKind, str] | Mapping[Access, str] | Mapping[Visibility, str],
) -> list[tuple[str, SafeString]]:
    """Choices for radios: the name of each, and beneath it what it means."""
    return [
        (value.value, format_html("<span><strong>{}</strong><br>{}</span>", value.label, meaning))
        for value, meaning in words.items()
    ]


def moment_field(label: str, hint: str) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        required=False,
        help_text=hint,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": "Xin ghi ngày và giờ, ví dụ 08:00, 01/03/2026."},
    )


class FactsForm(forms.Form):
    """What every survey needs to say about itself."""

    title = VietnameseCharField(
        label="Tên khảo sát",
        max_length=200,
        help_text="Người dân đọc tên này đầu tiên.",
        error_messages={"required": "Xin đặt tên khảo sát."},
    )
    code = forms.CharField(
        label="Địa chỉ",
        required=False,
        max_length=CODE_MAX_LENGTH,
        help_text="Phần cuối của liên kết, chữ thường không dấu. Để trống thì lấy từ tên.",
    )
    sample_kind = forms.ChoiceField(
        label="Cách chọn người trả lời",
        choices=explained(SAMPLE_WORDS),
        widget=forms.RadioSelect,
        help_text="Quyết định kết quả được phép nói gì.",
        error_messages={"required": "Xin chọn cách chọn người trả lời."},
    )
    access = forms.ChoiceField(
        label="Ai trả lời được",
        choices=explained(ACCESS_WORDS),
        widget=forms.RadioSelect,
        initial=Access.LINK,
    )
    visibility = forms.ChoiceField(
        label="Khi nào công bố kết quả",
        choices=explained(VISIBILITY_WORDS),
        widget=forms.RadioSelect,
        initial=Visibility.CLOSED,
    )
    opens_at = moment_field("Mở lúc", "Để trống thì nhận phiếu ngay khi bấm mở.")
    closes_at = moment_field("Đóng lúc", "Đến giờ này khảo sát tự đóng.")

    survey: Survey | None = None

    def clean_code(self) -> str:
        """Refuse what is no address and one that is taken; propose one where none was typed."""
        typed: str = self.cleaned_data["code"]
        if not typed:
            return free_address(self.cleaned_data.get("title", ""))
        if slug_of(typed) != typed:
            raise forms.ValidationError(
                "Địa chỉ chỉ gồm chữ thường không dấu, chữ số, dấu gạch ngang."
            )
        is_own = self.survey is not None and self.survey.code == typed
        if not is_own and Survey.objects.filter(code=typed).exists():
            raise forms.ValidationError("Địa chỉ này đã dùng cho khảo sát khác.")
        return typed

    def clean_opens_at(self) -> datetime | None:
        """Refuse a year nobody works in."""
        return _usable(self.cleaned_data["opens_at"])

    def clean_closes_at(self) -> datetime | None:
        """Refuse an end that is past, or before the beginning."""
        closes_at = _usable(self.cleaned_data["closes_at"])
        opens_at = self.cleaned_data.get("opens_at", self.survey and self.survey.opens_at)
        is_changed = self.survey is None or closes_at != self.survey.closes_at
        if closes_at and is_changed and closes_at <= timezone.now():
            raise forms.ValidationError("Giờ đóng phải ở sau lúc này.")
        if closes_at and opens_at and closes_at <= opens_at:
            raise forms.ValidationError("Giờ đóng phải ở sau giờ mở.")
        return closes_at


class CreateForm(FactsForm):
    """A new survey, and what its questions begin with."""

    EMPTY, SAMPLE, COPY, FILE = "trong", "mau", "chep", "tep"
    begin = forms.ChoiceField(
        label="Bắt đầu từ",
        choices=[
            (EMPTY, "Bảng hỏi trống"),
            (SAMPLE, "Một mẫu có sẵn"),
            (COPY, "Bảng hỏi của một khảo sát cũ"),
            (FILE, "Một tệp XLSForm hoặc LimeSurvey (.lss)"),
        ],
        widget=forms.RadioSelect,
        initial=EMPTY,
    )
    sample = _ChoiceOnceChosen(
        label="Mẫu có sẵn",
        choices=[("", "Chọn mẫu")]
        + [(one.code, f"{one.name} – {one.about}") for one in SAMPLES.values()],
    )
    subject = VietnameseCharField(
        label="Chủ đề",
        required=False,
        max_length=LONGEST_SUBJECT,
        help_text="Chỉ mẫu “Ý kiến về một chủ đề” cần. Ví dụ: việc sắp xếp các xã.",
    )
    copied = _RowOnceChosen(
        Survey.objects.none(),
        label="Khảo sát cũ",
        to_field_name="code",
        empty_label="Chọn khảo sát",
    )
    file = _FileOnceChosen(
        label="Tệp bảng hỏi",
        help_text="XLSForm (.xlsx, .xls) hoặc LimeSurvey (.lss), tối đa 10 MB.",
        error_messages={"empty": "Tệp này không có nội dung."},
    )
    field_order = ["title", "begin", "sample", "subject", "copied", "file", "code"]

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
    ) -> None:
        super().__init__(data, files, label_suffix="")
        rows_field(self, "copied").queryset = copyable()
        self.imported: Imported | None = None
        self.questionnaire: Questionnaire | None = None

    def clean(self) -> dict[str, object]:
        """Find the questions to begin with; a file is read here, and refused with its places."""
        cleaned = super().clean() or {}
        match cleaned.get("begin"):
            case self.SAMPLE:
                self._take_sample()
            case self.COPY:
                self._take_copy()
            case self.FILE:
                self._take_file()
            case _:
                self.questionnaire = Questionnaire(title="", pages=())
        return cleaned

    def facts(self) -> Facts:
        """Call after is_valid()."""
        typed = self.cleaned_data
        return Facts(
            title=typed["title"],
            code=typed["code"],
            sample_kind=SampleKind(typed["sample_kind"]),
            access=Access(typed["access"]),
            visibility=Visibility(typed["visibility"]),
            opens_at=typed["opens_at"],
            closes_at=typed["closes_at"],
        )

    def _take_sample(self) -> None:
        sample = SAMPLES.get(self.cleaned_data.get("sample", ""))
        subject = self.cleaned_data.get("subject", "")
        if sample is None:
            self.add_error("sample", "Xin chọn một mẫu.")
        elif sample.asks_subject and not subject:
            self.add_error("subject", "Mẫu này cần chủ đề, ví dụ: việc sắp xếp các xã.")
        else:
            self.questionnaire = sample.make(subject)

    def _take_copy(self) -> None:
        copied = self.cleaned_data.get("copied")
        draft = draft_at(copied.code) if copied else None
        if draft is None:
            self.add_error("copied", "Xin chọn khảo sát muốn chép.")
        else:
            self.questionnaire = draft.questionnaire

    def _take_file(self) -> None:
        file = self.cleaned_data.get("file")
        if file is None:
            if not self.has_error("file"):
                self.add_error("file", "Xin chọn tệp.")
        elif file.size > MOST_BYTES:
            self.add_error("file", "Tệp lớn quá 10 MB.")
        else:
            self._read(file)

    def _read(self, file: UploadedFile) -> None:
        try:
            self.imported = read_file(file)
        except ImportRefused as refused:
            for problem in refused.problems[:MOST_PROBLEMS_SHOWN]:
                self.add_error("file", str(problem))
            rest = len(refused.problems) - MOST_PROBLEMS_SHOWN
            if rest > 0:
                self.add_error("file", f"Còn {rest} chỗ nữa trong tệp.")
            return
        self.questionnaire = self.imported.questionnaire


class SettingsForm(FactsForm):
    """The facts of a survey that is there; once it runs, only what may still move."""

    staff_group = forms.IntegerField(
        label="Nhóm nhỏ nhất cho Ban Tuyên giáo",
        min_value=LEAST_STAFF_GROUP,
        max_value=MOST_OF_A_GROUP,
        help_text="Số liệu của một nhóm chỉ hiện khi có thêm ít nhất ngần này phiếu.",
    )
    public_group = forms.IntegerField(
        label="Nhóm nhỏ nhất cho lãnh đạo và người đọc",
        min_value=LEAST_PUBLIC_GROUP,
        max_value=MOST_OF_A_GROUP,
        help_text="Khi khảo sát đã mở, hai số này chỉ tăng được, không giảm được.",
    )

    def __init__(
        self, data: QueryDict | None = None, *, survey: Survey, may_change: frozenset[str] | None
    ) -> None:
        names = list(self.base_fields)
        initial = {name: getattr(survey, name) for name in names}
        super().__init__(data, initial=initial, label_suffix="")
        self.survey = survey
        for name in names:
            if may_change is not None and name not in may_change:
                del self.fields[name]


class IntroductionForm(forms.Form):
    purpose = VietnameseCharField(
        label="Lời giới thiệu",
        required=False,
        max_length=WORDS_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Hỏi để làm gì, ai dùng kết quả. Đứng ở trang đầu, trước câu hỏi.",
    )


class CodesForm(forms.Form):
    """How many codes for whom."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label="Đơn vị phát mã",
        to_field_name="code",
        empty_label="Chọn đơn vị",
        error_messages={"required": "Xin chọn đơn vị."},
    )
    count = forms.IntegerField(
        label="Số mã",
        min_value=1,
        max_value=MOST_CODES_AT_ONCE,
        help_text=f"Mỗi lần tối đa {MOST_CODES_AT_ONCE} mã; cần thêm thì làm nhiều lần.",
        error_messages={"required": "Xin ghi số mã."},
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, label_suffix="")
        rows_field(self, "unit").queryset = handing_units()


def read_file(file: UploadedFile) -> Imported:
    """Read an uploaded questionnaire by the kind its name tells. Raises ImportRefused."""
    from surveys.exchange.limesurvey import read_lss
    from surveys.exchange.xlsform import read_xlsform

    name = file.name or ""
    if name.lower().endswith((".tsv", ".txt", ".lsa", ".lsq", ".lsg")):
        raise refused(
            "Tệp này không phải XLSForm (.xlsx, .xls) hay cấu trúc LimeSurvey (.lss). Nếu tệp từ "
            "LimeSurvey, xin xuất lại cả khảo sát theo dạng .lss rồi chọn tệp ấy."
        )
    read = read_lss if name.lower().endswith(".lss") else read_xlsform
    return read(BytesIO(file.read()), name)


def slug_of(words: str) -> str:
    """Words as an address: "Ý kiến về nước sạch" gives "y-kien-ve-nuoc-sach"."""
    letters = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in fold(words))
    return "-".join(letters.split())


def free_address(title: str) -> str:
    """Propose an address nobody has."""
    whole = slug_of(title)
    if len(whole) > LONGEST_ADDRESS:
        whole = whole[: LONGEST_ADDRESS + 1].rpartition("-")[0] or whole[:LONGEST_ADDRESS]
    stem = whole or "khao-sat"
    taken = set(Survey.objects.filter(code__startswith=stem).values_list("code", flat=True))
    number, proposed = 1, stem
    while proposed in taken:
        number += 1
        proposed = f"{stem}-{number}"
    return proposed


def rows_field(form: forms.Form, name: str) -> forms.ModelChoiceField:
    """The field `name`, known to choose among rows."""
    field = form.fields[name]
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError(f"{name} does not choose among rows")
    return field


def _usable(moment: datetime | None) -> datetime | None:
    if moment and moment.year not in YEARS_OF_USE:
        raise forms.ValidationError("Xin xem lại năm.")
    return moment
