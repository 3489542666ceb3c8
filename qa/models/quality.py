"""What the asker says of the answer; nobody else can."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from qa.enums import Answered
from qa.models.question import Question
from qa.models.shared import choices_hold


class Rating(models.Model):
    """Two questions to the asker: was it answered, and how satisfied (1 to 5)."""

    question = models.OneToOneField(
        Question, models.CASCADE, related_name="rating", verbose_name="câu hỏi"
    )
    was_answered = models.CharField("đã trả lời đúng điều hỏi", max_length=10, choices=Answered)
    satisfaction = models.PositiveSmallIntegerField("mức hài lòng (1–5)")
    rated_at = models.DateTimeField("đánh giá lúc", default=timezone.now)

    class Meta:
        verbose_name = "đánh giá của người hỏi"
        verbose_name_plural = "đánh giá của người hỏi"
        constraints = [
            models.CheckConstraint(
                condition=Q(satisfaction__gte=1, satisfaction__lte=5), name="rating_from_1_to_5"
            ),
            choices_hold("was_answered", Answered, "rating_was_answered_known"),
        ]
