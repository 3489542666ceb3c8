"""What the board records of a document."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from engagement.text.forms import VietnameseCharField
from qa.citations import LONGEST_NUMBER, citations, key_of
from qa.forms.desk.fields import day_field
from qa.models import LegalDocument

NO_NUMBER = "Xin ghi số, ký hiệu như trên văn bản, ví dụ 61/2018/NĐ-CP."


def number_field(label: str, *, required: bool = True, hint: str = "") -> VietnameseCharField:
    return VietnameseCharField(
        label=label,
        required=required,
        max_length=LONGEST_NUMBER,
        help_text=hint,
        error_messages={"required": NO_NUMBER},
    )


def optional_day(label: str) -> forms.DateField:
    field = day_field(label)
    field.required = False
    return field


class DocumentForm(forms.Form):
    """A document, when it holds, and what took its place."""

    number = number_field("Số, ký hiệu", hint="Ví dụ 61/2018/NĐ-CP.")
    title = VietnameseCharField(label="Tên văn bản", max_length=300, required=False)
    issued_on = optional_day("Ngày ban hành")
    effective_on = optional_day("Có hiệu lực từ ngày")
    expired_on = optional_day("Hết hiệu lực từ ngày")
    replaced_by = number_field("Được thay thế bởi", required=False, hint="Số, ký hiệu văn bản mới.")

    def __init__(
        self, data: QueryDict | None = None, *, document: LegalDocument | None = None
    ) -> None:
        self.document = document
        super().__init__(data, initial=self._known(), label_suffix="")
        if document is not None:
            del self.fields["number"]

    def _known(self) -> dict[str, object]:
        document = self.document
        if document is None:
            return {}
        return {
            "title": document.title,
            "issued_on": document.issued_on,
            "effective_on": document.effective_on,
            "expired_on": document.expired_on,
            "replaced_by": document.replaced_by.number if document.replaced_by else "",
        }

    def clean_number(self) -> str:
        """A number that a text would be recognised by, of a document that has no row yet."""
        number = numbered(str(self.cleaned_data["number"]))
        if LegalDocument.objects.filter(key=key_of(number)).exists():
            raise ValidationError("Văn bản này đã có trong danh sách; xin mở nó ra để ghi thêm.")
        return number

    def clean_replaced_by(self) -> str:
        typed = str(self.cleaned_data["replaced_by"])
        return numbered(typed) if typed else ""

    def clean(self) -> dict[str, object]:
        """A replaced document has a last day, and the days stand in their order."""
        cleaned = super().clean() or {}
        if cleaned.get("replaced_by") and not cleaned.get("expired_on"):
            self.add_error("expired_on", "Xin ghi ngày hết hiệu lực của văn bản bị thay thế.")
        effective, expired = cleaned.get("effective_on"), cleaned.get("expired_on")
        if effective and expired and expired < effective:
            self.add_error("expired_on", "Ngày hết hiệu lực không được trước ngày có hiệu lực.")
        return cleaned


def numbered(typed: str) -> str:
    """The number in what was typed; raises ValidationError where there is none."""
    found = citations(typed.strip())
    if len(found) != 1:
        raise ValidationError(NO_NUMBER)
    return found[0].number
