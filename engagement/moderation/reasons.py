"""Reason codes for refusing what a citizen sent (R-5.1).

The list is closed: nothing but conduct that Article 5 prohibits is a reason. Criticism of an
office, a complaint about a decision or an unwelcome question is none.
"""

from django.db import models


class RejectionReason(models.TextChoices):
    """Article 5, point by point; the label is shown to the sender beside the code."""

    HOSTILE = "5.1a", "Điều 5.1a: chống phá, kích động bạo lực, gây hận thù, đồi trụy, mê tín"
    SECRET_OR_SLANDER = "5.1b", "Điều 5.1b: lộ bí mật nhà nước; bịa đặt, bôi nhọ tổ chức, cá nhân"
    ADVERTISING = "5.1c", "Điều 5.1c: quảng cáo trái quy định của pháp luật"
    OTHER_VIOLATION = "5.2", "Điều 5.2: hành vi khác mà pháp luật nghiêm cấm"


REMINDER = "Phê bình một cơ quan, không đồng ý với một chủ trương hay câu hỏi khó không phải là lý do từ chối."
