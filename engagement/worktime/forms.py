from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from engagement.worktime.notice import MAX_BYTES, BadNotice, NoticeRow, read_notice


class NoticeForm(forms.Form):
    """The upload of an official notice; `rows` are its days once the form is valid."""

    file = forms.FileField(
        label="Tệp lịch nghỉ (CSV)",
        help_text="Bốn cột: ngày, loại (nghỉ hoặc làm bù), văn bản (số và ngày), ghi chú.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )
    confirms_year = forms.IntegerField(
        label="Đây là toàn bộ lịch nghỉ chính thức của năm",
        help_text="Bỏ trống nếu tệp chỉ bổ sung hoặc sửa một vài ngày.",
        required=False,
        min_value=2024,
        max_value=2100,
    )

    rows: list[NoticeRow]

    def clean_file(self) -> UploadedFile:
        """Read the file; every wrong row becomes one sentence at the field."""
        upload: UploadedFile = self.cleaned_data["file"]
        try:
            self.rows = read_notice(upload.read(MAX_BYTES + 1))
        except BadNotice as bad:
            raise ValidationError(bad.problems, code="bad_notice") from bad
        return upload

    def clean(self) -> dict[str, object]:
        """Refuse to confirm a year of which the file names no day."""
        cleaned = super().clean() or self.cleaned_data
        year = cleaned.get("confirms_year")
        if year and "file" in cleaned and all(row.date.year != year for row in self.rows):
            self.add_error("confirms_year", f"Tệp không có ngày nào của năm {year}.")
        return cleaned
