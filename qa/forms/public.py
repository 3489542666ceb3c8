"""What a reader types: a new question, and what to look for in the archive."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar, TypedDict, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MinLengthValidator
from django.forms.boundfield import BoundField
from django.forms.models import ModelChoiceIterator
from django.utils import timezone

from engagement.accounts.models import Unit
from engagement.accounts.units import in_reading_order
from engagement.intake.consents import ConsentPurpose
from engagement.intake.forms import IntakeForm
from engagement.text.forms import VietnameseCharField
from engagement.text.normalise import normalise
from engagement.web.files import CheckedFile
from engagement.web.pagination import Ranked
from engagement.web.templatetags.house import vi_number
from qa.enums import FOR_OTHERS
from qa.forms.attachments import AttachmentsField
from qa.models import QUESTION_MAX_LENGTH, Field, Publication, Receiver
from qa.queries import archive, asker, choices
from qa.queries.figures.periods import Period, period_of
from qa.queries.receivers import receivers_of
from qa.services.files import held, hold
from qa.triage.detector import Finding, detect

QUESTION_MIN_LENGTH = 10
TOO_SHORT = (
    "Phần này mới có %(show_value)s ký tự. Quý vị viết rõ hơn, ít nhất %(limit_value)s ký tự."
)
TOO_LONG = (
    "Phần này dài %(length)s ký tự, quá %(limit)s ký tự trang nhận được. "
    "Quý vị rút gọn, hoặc gửi phần còn lại bằng tệp đính kèm."
)
# Mobile numbers have ten digits, fixed lines eleven (02x and the number).
PHONE = re.compile(r"0(?:[35789]\d{8}|2\d{9})")
PHONE_MAX_LENGTH = 40
EMAIL_MAX_LENGTH = 254  # of an address that can be delivered to (RFC 5321), and of the column
LONGEST_SPELLING = 8  # a letter and its marks apart, with invisible characters between them
PHONE_SEPARATORS = re.compile(r"[\s.()-]+")

UNTOLD = "Quý vị đọc phần hướng dẫn ở đầu trang, rồi bấm “Vẫn gửi” nếu vẫn muốn gửi."

PROCESSING = ConsentPurpose(
    code="processing",
    version="2026-11",
    text="Tôi đồng ý để cơ quan quản lý trang này và đơn vị trả lời xử lý những gì tôi gửi, "
    "chỉ nhằm trả lời câu hỏi",
    is_required=True,
)
CONTACT = ConsentPurpose(
    code="contact",
    version="2026-11",
    text="Tôi đồng ý nhận tin về câu hỏi này qua thư điện tử, điện thoại đã ghi ở trên",
)
PUBLIC_NAME = ConsentPurpose(
    code="public_name",
    version="2026-11",
    text="Tôi đồng ý hiện tên của tôi khi công bố (không đánh dấu thì tên không hiện)",
)


class AskedQuestion(TypedDict):
    """What `qa.services.citizens.ask` takes besides the submission."""

    text: str
    asker_name: str
    is_name_withheld: bool
    contact_email: str
    contact_phone: str
    commune: Unit | None
    files: list[CheckedFile]


class LongestValidator(MaxLengthValidator):
    """Refuses a longer text, with both numbers as people here write them."""

    def __call__(self, value: str) -> None:
        if len(value) > self.limit_value:
            numbers = {"length": vi_number(len(value)), "limit": vi_number(self.limit_value)}
            raise ValidationError(TOO_LONG, code=self.code, params=numbers)


def long_text(label: str, *, longest: int, hint: str, rows: int) -> VietnameseCharField:
    """A box for words. The length is judged here and not by the browser, which cuts silently."""
    return VietnameseCharField(
        label=label,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows, "data-longest": longest}),
        validators=[
            MinLengthValidator(QUESTION_MIN_LENGTH, TOO_SHORT),
            LongestValidator(longest),
        ],
        error_messages={"required": "Phần này còn trống. Quý vị viết nội dung rồi gửi."},
    )


class LineField(forms.CharField):
    """One short line; what cannot be seen (NUL and its kin) is dropped, not refused.

    A line far over `max_length` is refused as it is: composing megabytes would only cost time.
    """

    def to_python(self, value: object) -> str:
        line = super().to_python(value) or ""
        if self.max_length is not None and len(line) > self.max_length * LONGEST_SPELLING:
            return line.replace("\x00", "")
        return normalise(line)


class EmailField(LineField, forms.EmailField):
    """An e-mail address, cleaned like every line."""


class UnitsInOrder(ModelChoiceIterator):
    """Units as the alphabet has them."""

    def __iter__(self) -> Iterator[tuple[object, object]]:  # type: ignore[override]
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        yield from map(self.choice, in_reading_order(self.queryset))


def phone_digits(typed: str) -> str:
    """The digits of a Vietnamese number, +84 written as 0; raises ValidationError for another."""
    digits = PHONE_SEPARATORS.sub("", typed)
    if not digits:
        return ""
    if digits.startswith("+84"):
        digits = "0" + digits.removeprefix("+84")
    if not PHONE.fullmatch(digits):
        raise ValidationError("Số điện thoại chưa đúng, cần 10 hoặc 11 chữ số, ví dụ 0912 345 678.")
    return digits


class CommuneField(forms.ModelChoiceField):
    """A place: communes and wards under the names people call them by."""

    iterator = UnitsInOrder

    def label_from_instance(self, obj: Unit) -> str:
        return obj.place_name


class AskedFields(forms.Form):
    """What is asked, where and by whom: the same for who asks here and for who types it in."""

    text = long_text(
        "Câu hỏi của Quý vị",
        longest=QUESTION_MAX_LENGTH,
        hint="Việc gì, ở đâu, từ khi nào. Tối đa 5.000 ký tự. Xin đừng ghi số căn cước, "
        "số tài khoản.",
        rows=8,
    )
    commune = CommuneField(
        label="Việc xảy ra ở xã, phường",
        required=False,
        queryset=Unit.objects.none(),
        to_field_name="code",
        empty_label="Chưa chọn",
        error_messages={"invalid_choice": "Xã, phường này không có trong danh sách."},
    )
    attachments = AttachmentsField()
    asker_name = VietnameseCharField(
        label="Họ và tên",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text="Tên không hiện khi công bố, trừ khi Quý vị đồng ý ở cuối trang.",
        error_messages={"max_length": "Họ và tên dài quá 120 ký tự."},
    )
    contact_email = EmailField(
        label="Thư điện tử",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="Để nhận mã tra cứu, và tin khi câu hỏi được tiếp nhận hay bị từ chối, được chuyển "
        "đến đơn vị, cần bổ sung, có câu trả lời.",
        max_length=EMAIL_MAX_LENGTH,
        error_messages={
            "invalid": "Địa chỉ thư điện tử chưa đúng, cần có dạng ten@nhacungcap.vn.",
            "max_length": f"Địa chỉ thư điện tử dài quá {EMAIL_MAX_LENGTH} ký tự.",
        },
    )
    contact_phone = LineField(
        label="Điện thoại",
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        help_text="Để Ban Biên tập gọi lại khi cần; đơn vị trả lời không thấy số này.",
        max_length=PHONE_MAX_LENGTH,
        error_messages={"max_length": f"Số điện thoại dài quá {PHONE_MAX_LENGTH} ký tự."},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        commune = cast("CommuneField", self.fields["commune"])
        commune.queryset = choices.communes(timezone.localdate())

    def clean_asker_name(self) -> str:
        """A name is one line."""
        return " ".join(str(self.cleaned_data["asker_name"]).split())

    def clean_contact_phone(self) -> str:
        """Return the digits of a Vietnamese number, +84 written as 0."""
        return phone_digits(str(self.cleaned_data["contact_phone"]))

    def clean(self) -> dict[str, object]:
        """Keep the consent to be contacted in step with the contact: neither stands alone."""
        cleaned = self.cleaned_data
        has_contact = bool(cleaned.get("contact_email") or cleaned.get("contact_phone"))
        if has_contact and not cleaned.get(CONTACT.field_name):
            self.add_error(
                CONTACT.field_name,
                "Quý vị có để lại cách liên hệ: xin đánh dấu đồng ý, hoặc xóa phần liên hệ ở trên.",
            )
        cleaned[CONTACT.field_name] = has_contact
        cleaned[PUBLIC_NAME.field_name] = bool(
            cleaned.get("asker_name") and cleaned.get(PUBLIC_NAME.field_name)
        )
        return cleaned

    def asked(self) -> AskedQuestion:
        """What was asked, for the service."""
        cleaned = self.cleaned_data
        return AskedQuestion(
            text=cleaned["text"],
            asker_name=cleaned["asker_name"],
            is_name_withheld=not cleaned[PUBLIC_NAME.field_name],
            contact_email=cleaned["contact_email"],
            contact_phone=cleaned["contact_phone"],
            commune=cleaned["commune"],
            files=cleaned["attachments"],
        )


class AskForm(AskedFields, IntakeForm):
    """A new question. Only the question and the consent to process it are required."""

    purpose: ClassVar[str] = asker.PURPOSE
    noun: ClassVar[str] = "câu hỏi"
    consents: ClassVar[tuple[ConsentPurpose, ...]] = (PROCESSING, CONTACT, PUBLIC_NAME)
    content_fields: ClassVar[tuple[str, ...]] = ("text",)

    # The kind the sender was told of before sending all the same.
    told = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    # A note of the files that came with the first page: a browser does not give them back.
    held = forms.CharField(required=False, max_length=4_000, widget=forms.HiddenInput)
    advice: Finding | None = None
    held_note = ""
    held_files: tuple[CheckedFile, ...] = ()

    def clean(self) -> dict[str, object]:
        """Tell, once for each kind, where such a thing is settled; who goes on goes on."""
        cleaned = super().clean()
        finding = detect(str(cleaned.get("text", "")))
        if finding.is_sure and finding.kind in FOR_OTHERS and self._sent("told") != finding.kind:
            self.advice = finding
            self.add_error("told", UNTOLD)
        return cleaned

    def _post_clean(self) -> None:
        """Besides the files of this page, keep those of the page before; chosen anew, they count."""
        super()._post_clean()
        if self.is_only_told:
            self._clean_field("attachments", self.fields["attachments"])
        if self.has_error("attachments") or set(self.errors) - {"told"}:
            return
        chosen = self.cleaned_data.get("attachments", [])
        kept = chosen or held(self._sent("held"), key=self._sent("submission_key"))
        self.cleaned_data["attachments"] = kept
        if self.is_only_told:
            self.held_files = tuple(kept)
            self.held_note = hold(kept, key=self.page_key)

    @property
    def is_only_told(self) -> bool:
        """Whether nothing is wrong and the sender is only to read the advice first."""
        return self.advice is not None and set(self.errors) == {"told"}

    @property
    def page_held(self) -> str:
        """The note of the files kept, for the next page."""
        return self.held_note or (self._sent("held") if self.is_bound else "")

    @property
    def page_told(self) -> str:
        """The kind the sender has been told of when this page is sent again."""
        return (
            self.advice.kind.value if self.advice else self._sent("told") if self.is_bound else ""
        )

    @property
    def receivers(self) -> list[Receiver]:
        """Who settles what the words tell of."""
        return receivers_of(self.advice.kind) if self.advice else []

    @property
    def has_lost_files(self) -> bool:
        """Whether files were chosen that the browser does not give back with the page."""
        return bool(self.is_bound and self.errors and self.files and not self.held_files)


class ArchiveFilter(forms.Form):
    """The filters of the archive; they live in the address, so a list can be sent to others."""

    q = LineField(
        label="Từ khóa",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
        error_messages={"max_length": "Từ khóa dài quá 200 ký tự."},
    )
    don_vi = forms.ChoiceField(label="Đơn vị trả lời", required=False)
    linh_vuc = forms.ChoiceField(label="Lĩnh vực", required=False)
    xa = forms.ChoiceField(label="Xã, phường", required=False)
    nam = forms.ChoiceField(label="Năm", required=False)
    # The list behind a public figure: what was published in one period.
    ky = LineField(required=False, max_length=30, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, object] | None = None) -> None:
        super().__init__(data)
        self._offer("don_vi", "Mọi đơn vị", coded(archive.publication_units()))
        self._offer("linh_vuc", "Mọi lĩnh vực", coded(choices.active_fields()))
        places = [(unit.code, unit.place_name) for unit in archive.publication_communes()]
        self._offer("xa", "Mọi xã, phường", places)
        years = [(str(year), str(year)) for year in archive.published_years()]
        self._offer("nam", "Mọi năm", years)

    def answers(self) -> Ranked[Publication]:
        """The answers that fit the filters; one that is not understood says so and counts as none."""
        self.full_clean()
        chosen = {name: str(value) for name, value in self.cleaned_data.items()}
        year = chosen.get("nam")
        words = chosen.get("q", "")
        is_narrowed = any(chosen.get(bound.name) for bound in self.narrowing_fields)
        if words and not is_narrowed and self.period is None:
            return archive.found_answers(words)
        answers = archive.published_answers(
            unit=chosen.get("don_vi", ""),
            field=chosen.get("linh_vuc", ""),
            commune=chosen.get("xa", ""),
            year=int(year) if year else None,
            period=self.period,
        )
        if words:
            return archive.found_answers(words, answers)
        return Ranked(answers, answers.values_list("pk", flat=True))

    @property
    def period(self) -> Period | None:
        """The period that a link from the public figures asks for."""
        return period_of(str(self["ky"].value() or ""))

    @property
    def narrowing_fields(self) -> list[BoundField]:
        """The filters besides the words."""
        return [bound for bound in self.visible_fields() if bound.name != "q"]

    @property
    def is_asking(self) -> bool:
        """Whether words or a filter are set, so that the list is a part of all."""
        return self.period is not None or any(bound.value() for bound in self.visible_fields())

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter is set, so that the page shows them."""
        return any(bound.value() for bound in self.narrowing_fields)

    def _offer(self, name: str, everything: str, choices: Iterable[tuple[str, str]]) -> None:
        field = cast("forms.ChoiceField", self.fields[name])
        field.choices = [("", everything), *choices]
        field.error_messages["invalid_choice"] = "Giá trị lọc này không có trong danh sách."


def coded(rows: Iterable[Unit] | Iterable[Field]) -> list[tuple[str, str]]:
    """Code and name of each row, as a list to choose from."""
    return [(row.code, row.name) for row in rows]
