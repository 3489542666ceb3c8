"""The answer: the unit's draft, what others gave to it, and what the public reads."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from engagement.accounts.models import Unit
from engagement.text.fields import NormalisedCharField, NormalisedTextField
from engagement.text.fold import fold
from engagement.text.words import searchable
from qa.models.question import Question
from qa.models.routing import Field
from qa.models.shared import ANSWER_MAX_LENGTH, QUESTION_MAX_LENGTH, WORDS_MAX_LENGTH


class Answer(models.Model):
    """The unit's answer: a draft first, then what was submitted and approved."""

    question = models.OneToOneField(
        Question, models.CASCADE, related_name="answer", verbose_name="câu hỏi"
    )
    text = NormalisedTextField("nội dung trả lời", blank=True, max_length=ANSWER_MAX_LENGTH)
    version = models.PositiveIntegerField("lần lưu", default=1)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người sửa"
    )
    edited_at = models.DateTimeField("sửa lúc", default=timezone.now)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người duyệt",
    )
    approved_at = models.DateTimeField("duyệt lúc", null=True, blank=True)
    approved_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="duyệt thay",
    )

    class Meta:
        verbose_name = "câu trả lời"
        verbose_name_plural = "câu trả lời"
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="answer_approved_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(approved_for__isnull=True) | Q(approved_by__isnull=False),
                name="answer_approved_for_with_by",
            ),
        ]


class DraftVersion(models.Model):
    """What the draft was, so that nobody's words are lost; goes with the answer it was to be."""

    answer = models.ForeignKey(
        Answer, models.CASCADE, related_name="versions", verbose_name="câu trả lời"
    )
    number = models.PositiveIntegerField("lần lưu")
    text = NormalisedTextField("nội dung", blank=True, max_length=ANSWER_MAX_LENGTH)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người lưu"
    )
    begun_at = models.DateTimeField("từ lúc", default=timezone.now)
    saved_at = models.DateTimeField("đến lúc", default=timezone.now)

    class Meta:
        verbose_name = "bản nháp trước"
        verbose_name_plural = "bản nháp trước"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "number"], name="one_draft_a_number")
        ]


class DraftPresence(models.Model):
    """Who is writing on the draft now; told to the others, and meaningless after a while."""

    question = models.ForeignKey(
        Question, models.CASCADE, related_name="presences", verbose_name="câu hỏi"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="người soạn"
    )
    began_at = models.DateTimeField("sửa từ lúc", default=timezone.now)
    seen_at = models.DateTimeField("thấy lúc", default=timezone.now)

    class Meta:
        verbose_name = "người đang soạn"
        verbose_name_plural = "người đang soạn"
        constraints = [
            models.UniqueConstraint(fields=["question", "user"], name="one_presence_a_writer")
        ]


class Contribution(models.Model):
    """What a co-ordinating unit gives the lead for the answer; seen by staff only."""

    question = models.ForeignKey(
        Question, models.CASCADE, related_name="contributions", verbose_name="câu hỏi"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    text = NormalisedTextField("ý kiến phối hợp", max_length=ANSWER_MAX_LENGTH)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người gửi"
    )
    given_at = models.DateTimeField("gửi lúc", default=timezone.now)

    class Meta:
        verbose_name = "ý kiến phối hợp"
        verbose_name_plural = "ý kiến phối hợp"
        ordering = ["given_at", "pk"]


SLUG_LENGTH = 80


def slug_of(title: str) -> str:
    """The words of `title` for an address; no word is cut unless it alone is too long."""
    words = slugify(fold(title))
    if len(words) > SLUG_LENGTH:
        words = words[: SLUG_LENGTH + 1].rpartition("-")[0] or words[:SLUG_LENGTH]
    return words.strip("-") or "cau-hoi"


class Publication(models.Model):
    """What the public reads: its own copy of question and answer, free of what stays private."""

    question = models.OneToOneField(
        Question, models.PROTECT, related_name="publication", verbose_name="câu hỏi"
    )
    title = NormalisedCharField("tiêu đề", max_length=200)
    slug = models.SlugField("đường dẫn", max_length=SLUG_LENGTH)
    question_text = NormalisedTextField("câu hỏi công bố", max_length=QUESTION_MAX_LENGTH)
    answer_text = NormalisedTextField("trả lời công bố", max_length=ANSWER_MAX_LENGTH)
    asker_label = NormalisedCharField("tên hiện", max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị trả lời")
    # The name at the time of answering: a merger later must not rewrite who answered.
    unit_name = NormalisedCharField("tên đơn vị khi trả lời", max_length=200)
    field = models.ForeignKey(
        Field, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lĩnh vực"
    )
    commune = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="xã, phường"
    )
    published_at = models.DateTimeField("công bố lúc", default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người công bố"
    )
    working_days_taken = models.PositiveSmallIntegerField("số ngày làm việc", null=True, blank=True)
    corrected_at = models.DateTimeField("đính chính lúc", null=True, blank=True)
    retracted_at = models.DateTimeField("gỡ lúc", null=True, blank=True)
    retraction_note = NormalisedTextField("lý do gỡ", blank=True, max_length=WORDS_MAX_LENGTH)
    # What is searched, without marks; the index PUBLISHED beside the table reads them.
    search_title = models.TextField("tiêu đề để tìm", editable=False)
    search_question = models.TextField("câu hỏi để tìm", editable=False)
    search_answer = models.TextField("trả lời để tìm", editable=False)

    class Meta:
        verbose_name = "câu trả lời đã công bố"
        verbose_name_plural = "câu trả lời đã công bố"
        ordering = ["-published_at", "-pk"]
        indexes = [
            # Lists, filters, counts and years of what is not retracted, from the index alone.
            models.Index(
                fields=[
                    "-published_at",
                    "-id",
                    "retracted_at",
                    "question",
                    "unit",
                    "field",
                    "commune",
                ],
                condition=Q(retracted_at__isnull=True),
                name="publication_newest",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **kwargs: object) -> None:
        """Keep the slug (once) and the search columns in step with the words."""
        self.prepare()
        super().save(**kwargs)  # type: ignore[arg-type]

    def prepare(self) -> None:
        """Fill what is made of the words; for bulk_create, which does not save."""
        if not self.slug:
            self.slug = slug_of(self.title)
        self.search_title = searchable(self.title)
        self.search_question = searchable(self.question_text)
        self.search_answer = searchable(f"{self.answer_text}\n{self.unit_name}")

    def get_absolute_url(self) -> str:
        return reverse("qa:answer", args=[self.pk, self.slug])


# The note of a version that is another answer, and not a correction of the one before.
ANSWERED_AGAIN = "Trả lời lại theo đề nghị của người hỏi."


class PublicationVersion(models.Model):
    """One public state of an answer; the last one is what the publication shows.

    `note` tells the public what was changed and why. A version that told too much of a person is
    emptied for good (`removed_at`), and the page says so.
    """

    publication = models.ForeignKey(
        Publication, models.CASCADE, related_name="versions", verbose_name="câu trả lời đã công bố"
    )
    number = models.PositiveSmallIntegerField("bản số")
    title = NormalisedCharField("tiêu đề", max_length=200, blank=True)
    question_text = NormalisedTextField(
        "câu hỏi công bố", max_length=QUESTION_MAX_LENGTH, blank=True
    )
    answer_text = NormalisedTextField("trả lời công bố", max_length=ANSWER_MAX_LENGTH, blank=True)
    note = NormalisedTextField("đã sửa gì và vì sao", max_length=WORDS_MAX_LENGTH, blank=True)
    changed_at = models.DateTimeField("lúc", default=timezone.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người sửa"
    )
    removed_at = models.DateTimeField("gỡ bản lúc", null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người gỡ bản",
    )

    class Meta:
        verbose_name = "bản công bố"
        verbose_name_plural = "bản công bố"
        ordering = ["publication", "number"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "number"], name="one_version_a_number"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(
                    removed_at__isnull=False,
                    removed_by__isnull=False,
                    title="",
                    question_text="",
                    answer_text="",
                ),
                name="removed_version_holds_nothing",
            ),
        ]

    @property
    def kind(self) -> str:
        """How this version came to be, in the readers' words."""
        if self.number == 1:
            return "Công bố"
        return "Trả lời lại" if self.note == ANSWERED_AGAIN else "Đính chính"

    def __str__(self) -> str:
        return f"bản {self.number}"


class AnsweredMe(models.Model):
    """How many readers said, before asking, that this answer had answered them. It knows nobody."""

    publication = models.OneToOneField(
        Publication, models.CASCADE, related_name="answered_me", verbose_name="câu trả lời"
    )
    count = models.PositiveIntegerField("số lượt", default=0)

    class Meta:
        verbose_name = "lượt “đã trả lời tôi”"
        verbose_name_plural = "lượt “đã trả lời tôi”"
