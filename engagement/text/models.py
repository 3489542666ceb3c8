"""Words that stand for one another: an abbreviation or a popular name, and what it means."""

from django.db import models

from engagement.text.fields import NormalisedCharField


class Synonym(models.Model):
    """One short form and one meaning; each finds the other. Search and the router read the rows.

    A short form may have several meanings, each a row of its own.
    """

    short_form = NormalisedCharField(
        "dạng ngắn", max_length=60, help_text="Chữ viết tắt hoặc tên quen gọi, ví dụ BHXH, sổ đỏ."
    )
    meaning = NormalisedCharField(
        "nghĩa đầy đủ", max_length=200, help_text="Ví dụ bảo hiểm xã hội."
    )
    is_unconfirmed = models.BooleanField(
        "cần xác nhận",
        default=False,
        help_text="Đánh dấu khi chưa chắc địa phương dùng từ này theo nghĩa ấy. Dòng vẫn được dùng.",
    )
    is_active = models.BooleanField("đang dùng", default=True)

    class Meta:
        verbose_name = "từ đồng nghĩa"
        verbose_name_plural = "từ đồng nghĩa"
        ordering = ["short_form", "meaning"]
        constraints = [
            models.UniqueConstraint(
                fields=["short_form", "meaning"],
                name="one_synonym_row_a_meaning",
                violation_error_message="Dạng ngắn này đã có nghĩa ấy.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.short_form} = {self.meaning}"
