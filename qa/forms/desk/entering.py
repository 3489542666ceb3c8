"""What staff type in for a citizen: the fields of the public form, the way it came, and the day."""

import uuid
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from engagement.intake.consents import ConsentPurpose
from engagement.intake.forms import content_hash_of
from engagement.text.forms import VietnameseCharField
from engagement.web.dates import short_when
from engagement.worktime.calendar import working_days_between
from engagement.worktime.queries import current_calendar
from qa.enums import BY_CLERK, Channel
from qa.forms.desk.fields import YEARS_OF_USE, day_field
from qa.forms.public import CONTACT, PROCESSING, PUBLIC_NAME, AskedFields
from qa.models import MailDraft
from qa.queries.entered import came_in_before

# A letter may have lain in the post room; what is older is no matter of a clerk's.
MOST_DAYS_BACK = 10
CONSENTS = (PROCESSING, CONTACT, PUBLIC_NAME)


class SameWords(forms.Form):
    """A form whose words may have come in before: said once, taken all the same when meant."""

    is_another = forms.BooleanField(label="Đã xem, đây là việc khác, vẫn nhập", required=False)
    seen_before: tuple[str, ...] = ()

    @property
    def content_hash(self) -> str:
        """The fingerprint of the words, as the public form makes it."""
        return content_hash_of([str(self.cleaned_data.get("text", ""))])

    def warn_of_same_words(self) -> None:
        """Add an error where the same words came in lately and nobody has said that they may."""
        key = self.cleaned_data.get("submission_key")
        same = came_in_before(self.content_hash, besides=key)
        self.seen_before = tuple(short_when(one.received_at) for one in same)
        if same and not self.cleaned_data.get("is_another"):
            times = ", ".join(self.seen_before)
            self.add_error(
                "is_another",
                f"Nội dung này đã có người gửi (nhận {times}). Xin hỏi lại người gửi; nếu là việc "
                "khác thì đánh dấu ô này rồi lưu.",
            )

    @property
    def asks_if_another(self) -> bool:
        """Whether the tick is shown."""
        return bool(self.seen_before)


class EnterForm(SameWords, AskedFields):
    """What came by telephone, by letter or in person. No test for machines: staff are signed in."""

    submission_key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={
            "required": "Trang thiếu mã phiếu; xin mở lại trang.",
            "invalid": "Mã phiếu của trang không đúng; xin mở lại trang.",
        },
    )
    channel = forms.TypedChoiceField(
        label="Nhận qua",
        choices=[(channel.value, channel.label) for channel in BY_CLERK],
        coerce=Channel,
        widget=forms.RadioSelect,
        error_messages={"required": "Xin chọn kênh nhận."},
    )
    received_on = day_field("Ngày nhận")

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
    ) -> None:
        initial = {
            "submission_key": uuid.uuid4(),
            "channel": Channel.PHONE,
            "received_on": timezone.localdate(),
        }
        super().__init__(data, files, initial=initial, label_suffix="")
        self.fields["text"].label = "Nội dung người gửi nêu"
        for name in ("asker_name", "contact_phone", "contact_email"):
            self.fields[name].help_text = ""
        self.fields["attachments"].label = "Bản chụp thư, giấy tờ"
        self.fields[
            "received_on"
        ].help_text = (
            f"Ngày/tháng/năm. Chỉ thư mới ghi ngày trước, tối đa {MOST_DAYS_BACK} ngày làm việc."
        )
        for purpose, words in (
            (PROCESSING, "Người gửi đồng ý để cơ quan xử lý thông tin, chỉ nhằm trả lời"),
            (CONTACT, "Người gửi đồng ý nhận tin qua thư điện tử, điện thoại đã ghi"),
            (PUBLIC_NAME, "Người gửi đồng ý hiện tên khi công bố"),
        ):
            self.fields[purpose.field_name] = forms.BooleanField(
                label=words,
                required=purpose.is_required,
                error_messages={"required": "Xin hỏi người gửi rồi đánh dấu mục này."},
            )

    def clean_received_on(self) -> date:
        """A day that was, and not long ago."""
        day: date = self.cleaned_data["received_on"]
        today = timezone.localdate()
        if day > today:
            raise ValidationError("Ngày nhận không được sau hôm nay.")
        if day.year not in YEARS_OF_USE or (
            working_days_between(current_calendar(), day, today) > MOST_DAYS_BACK
        ):
            raise ValidationError(
                f"Ngày nhận lùi quá {MOST_DAYS_BACK} ngày làm việc; xin báo Ban Biên tập."
            )
        return day

    def clean(self) -> dict[str, object]:
        """Only a letter lies about; who calls or comes is written down the same day."""
        cleaned = super().clean()
        day, channel = cleaned.get("received_on"), cleaned.get("channel")
        if day and channel and channel != Channel.LETTER and day != timezone.localdate():
            self.add_error("received_on", "Chỉ thư mới ghi ngày nhận trước hôm nay.")
        self.warn_of_same_words()
        return cleaned

    @property
    def given_consents(self) -> list[ConsentPurpose]:
        """The consents the sender gave by word of mouth or in the letter."""
        return [given for given in CONSENTS if self.cleaned_data.get(given.field_name)]

    @property
    def has_lost_files(self) -> bool:
        """Whether files were chosen that the browser does not give back with the page."""
        return bool(self.is_bound and self.errors and self.files)

    def arguments(self) -> dict[str, object]:
        """What the service is called with; call after is_valid()."""
        return {
            **self.asked(),
            "key": self.cleaned_data["submission_key"],
            "channel": self.cleaned_data["channel"],
            "received_on": self.cleaned_data["received_on"],
            "content_hash": self.content_hash,
            "consents": self.given_consents,
        }


class TakeMailForm(SameWords):
    """The letter as a question: whoever reads it may shorten the words, not the sender."""

    text = AskedFields.base_fields["text"]
    asker_name = AskedFields.base_fields["asker_name"]
    commune = AskedFields.base_fields["commune"]

    def __init__(self, data: QueryDict | None = None, *, draft: MailDraft) -> None:
        words = "\n\n".join(part for part in (draft.subject, draft.text) if part)
        initial = {"text": words, "asker_name": draft.sender_name}
        super().__init__(data, initial=initial, label_suffix="")
        self.draft = draft
        shown = AskedFields()
        self.fields["commune"] = shown.fields["commune"]
        self.fields["text"].label = "Câu hỏi"
        self.fields[
            "text"
        ].help_text = "Bỏ phần chào hỏi, chữ ký, thư trích lại. Tối đa 5.000 ký tự."
        self.fields["asker_name"].help_text = "Không hiện khi công bố."

    def clean(self) -> dict[str, object]:
        """Say where the same words came in before."""
        cleaned = super().clean() or {}
        self.warn_of_same_words()
        return cleaned

    def arguments(self) -> dict[str, object]:
        """What the service is called with; call after is_valid()."""
        return {
            "text": self.cleaned_data["text"],
            "asker_name": " ".join(str(self.cleaned_data["asker_name"]).split()),
            "commune": self.cleaned_data["commune"],
            "contact_email": self.draft.sender,
            "content_hash": self.content_hash,
        }


class DiscardMailForm(forms.Form):
    reason = VietnameseCharField(
        label="Lý do bỏ thư",
        max_length=200,
        error_messages={"required": "Xin ghi lý do, ví dụ: quảng cáo, gửi nhầm."},
    )
