from collections.abc import Iterable, Mapping
from typing import cast

from django import forms

from engagement.audit.kinds import kind_label, target_label


class AuditFilter(forms.Form):
    """Narrows the audit log, from the address of the page; `kinds` and `targets` occur in it."""

    loai = forms.ChoiceField(label="Loại sự kiện", required=False)
    doi_tuong = forms.RegexField(
        r"^[a-z_]+\.[a-z_]+(:[\w-]+)?$",
        label="Đối tượng",
        required=False,
        max_length=200,
        widget=forms.Select,
        help_text="Một đối tượng cụ thể: bấm vào tên của nó ở cột Đối tượng.",
        error_messages={"invalid": "Xin chọn một đối tượng trong danh sách."},
    )

    def __init__(
        self, data: Mapping[str, str], *, kinds: Iterable[str], targets: Iterable[str]
    ) -> None:
        super().__init__(data)
        labels = sorted((kind_label(kind), kind) for kind in kinds)
        self.fields["loai"] = forms.ChoiceField(
            label="Loại sự kiện",
            required=False,
            choices=[("", "Mọi loại"), *((kind, label) for label, kind in labels)],
        )
        chosen = data.get("doi_tuong", "")
        labels = sorted((target_label(target), target) for target in targets if target)
        found = [("", "Mọi đối tượng"), *((target, label) for label, target in labels)]
        if chosen and chosen not in dict(found):
            kind, _, number = chosen.partition(":")
            found.append((chosen, f"{target_label(kind)} {number}".strip()))
        cast("forms.Select", self.fields["doi_tuong"].widget).choices = found
