from collections.abc import Iterable, Mapping

from django import forms

from engagement.audit.kinds import kind_label


class AuditFilter(forms.Form):
    """Narrows the audit log, from the address of the page; `kinds` are those that occur in it."""

    loai = forms.ChoiceField(label="Loại sự kiện", required=False)
    doi_tuong = forms.RegexField(
        r"^[a-z_]+\.[a-z_]+(:[\w-]+)?$",
        label="Đối tượng",
        required=False,
        max_length=200,
        help_text="Loại, hoặc loại và mã; thí dụ accounts.user hay accounts.user:12.",
        error_messages={"invalid": "Xin ghi như accounts.user hoặc accounts.user:12."},
    )

    def __init__(self, data: Mapping[str, str], *, kinds: Iterable[str]) -> None:
        super().__init__(data)
        labels = sorted((kind_label(kind), kind) for kind in kinds)
        self.fields["loai"] = forms.ChoiceField(
            label="Loại sự kiện",
            required=False,
            choices=[("", "Mọi loại"), *((kind, label) for label, kind in labels)],
        )
