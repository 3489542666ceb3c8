"""The survey and its versions, page by page, as the builder edits them."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from engagement.text.fields import NormalisedCharField, NormalisedTextField
from surveys.enums import (
    Access,
    Audience,
    Change,
    QuestionKind,
    SampleKind,
    SurveyStatus,
    Visibility,
)
from surveys.models.shared import (
    CODE_MAX_LENGTH,
    EXPRESSION_MAX_LENGTH,
    LABEL_MAX_LENGTH,
    WORDS_MAX_LENGTH,
)

# The least a group must grow by before anything about it is shown; each survey may ask for more.
LEAST_STAFF_GROUP = 5
LEAST_PUBLIC_GROUP = 10


class Survey(models.Model):
    """An opinion survey of Ban Tuyên giáo (R-12.2)."""

    code = models.SlugField("địa chỉ", max_length=CODE_MAX_LENGTH, unique=True)
    title = NormalisedCharField("tên khảo sát", max_length=200)
    status = models.CharField(
        "trạng thái", max_length=20, choices=SurveyStatus.choices, default=SurveyStatus.DRAFT
    )
    status_changed_at = models.DateTimeField("đổi trạng thái lúc", default=timezone.now)
    sample_kind = models.CharField(
        "cách chọn người trả lời", max_length=20, choices=SampleKind.choices
    )
    access = models.CharField(
        "ai trả lời được", max_length=20, choices=Access.choices, default=Access.LINK
    )
    visibility = models.CharField(
        "khi nào công bố", max_length=20, choices=Visibility.choices, default=Visibility.LIVE
    )
    opens_at = models.DateTimeField("mở lúc", null=True, blank=True)
    closes_at = models.DateTimeField("đóng lúc", null=True, blank=True)
    staff_group = models.PositiveSmallIntegerField(
        "nhóm nhỏ nhất cho Ban Tuyên giáo",
        default=LEAST_STAFF_GROUP,
        validators=[
            MinValueValidator(LEAST_STAFF_GROUP, "Nhóm nhỏ nhất không được dưới %(limit_value)s.")
        ],
    )
    public_group = models.PositiveSmallIntegerField(
        "nhóm nhỏ nhất cho lãnh đạo và người đọc",
        default=LEAST_PUBLIC_GROUP,
        validators=[
            MinValueValidator(LEAST_PUBLIC_GROUP, "Nhóm nhỏ nhất không được dưới %(limit_value)s.")
        ],
    )
    # Codes of the classifying questions results are broken down by; fixed at opening.
    breakdowns = models.JSONField("phân nhóm kết quả", default=list, blank=True)
    # The most answers wanted of a choice, {question: {choice: number}}; fixed at opening, and the
    # choices that had so many in the public's latest snapshot, {question: [choice]}.
    quotas = models.JSONField("chỉ tiêu", default=dict, blank=True)
    full_groups = models.JSONField("nhóm đã đủ", default=dict, blank=True, editable=False)
    # The wrapped key of the participation tags; emptied at closing, and the tags mean nothing then.
    sealed_key = models.BinaryField("khóa dấu tham gia", null=True, editable=False)
    created_at = models.DateTimeField("tạo lúc", default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người tạo"
    )

    class Meta:
        verbose_name = "khảo sát"
        verbose_name_plural = "khảo sát"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=SurveyStatus.values), name="survey_status_known"
            ),
            models.CheckConstraint(
                condition=Q(sample_kind__in=SampleKind.values), name="survey_sample_known"
            ),
            models.CheckConstraint(
                condition=Q(access__in=Access.values), name="survey_access_known"
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values), name="survey_visibility_known"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True)
                | Q(opens_at__isnull=True)
                | Q(closes_at__gt=F("opens_at")),
                name="survey_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(
                    staff_group__gte=LEAST_STAFF_GROUP,
                    public_group__gte=LEAST_PUBLIC_GROUP,
                ),
                name="survey_groups_not_below_the_least",
            ),
            models.CheckConstraint(
                condition=~Q(status=SurveyStatus.CLOSED) | Q(sealed_key__isnull=True),
                name="survey_key_gone_when_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def least_group(self, audience: Audience) -> int:
        """How many people at least a group grows by in what `audience` is shown."""
        return self.staff_group if audience == Audience.STAFF else self.public_group

    def get_absolute_url(self) -> str:
        return reverse("surveys:start", args=[self.code])

    @property
    def is_open(self) -> bool:
        """Whether answers are taken now, by status and by the clock."""
        now = timezone.now()
        return (
            self.status == SurveyStatus.OPEN
            and (self.opens_at is None or self.opens_at <= now)
            and (self.closes_at is None or now < self.closes_at)
        )


class Version(models.Model):
    """What is asked, from one publication to the next. Published rows never change.

    At most one version of a survey is being edited (`published_at` empty).
    """

    survey = models.ForeignKey(
        Survey, models.CASCADE, related_name="versions", verbose_name="khảo sát"
    )
    number = models.PositiveSmallIntegerField("số")
    purpose = NormalisedTextField("lời giới thiệu", max_length=WORDS_MAX_LENGTH, blank=True)
    change = models.CharField(
        "thay đổi", max_length=20, choices=Change.choices, default=Change.FIRST
    )
    published_at = models.DateTimeField("công bố lúc", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người công bố",
    )

    class Meta:
        verbose_name = "bản câu hỏi"
        verbose_name_plural = "bản câu hỏi"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="version_number_unique"),
            models.UniqueConstraint(
                fields=["survey"],
                condition=Q(published_at__isnull=True),
                name="one_version_edited_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(change__in=Change.values), name="version_change_known"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="version_published_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey.title}, bản {self.number}"


class Page(models.Model):
    """What is shown at once; a repeated page is answered once for each member."""

    version = models.ForeignKey(
        Version, models.CASCADE, related_name="pages", verbose_name="bản câu hỏi"
    )
    position = models.PositiveSmallIntegerField("thứ tự")
    code = models.CharField("mã trang", max_length=CODE_MAX_LENGTH)
    title = NormalisedCharField("tên trang", max_length=LABEL_MAX_LENGTH, blank=True)
    intro = NormalisedTextField("lời dẫn", max_length=WORDS_MAX_LENGTH, blank=True)
    relevance = models.CharField(
        "điều kiện hiện trang", max_length=EXPRESSION_MAX_LENGTH, blank=True
    )
    is_random_order = models.BooleanField("đảo thứ tự câu", default=False)
    repeat_minimum = models.PositiveSmallIntegerField("lặp ít nhất", null=True, blank=True)
    repeat_maximum = models.PositiveSmallIntegerField("lặp nhiều nhất", null=True, blank=True)
    repeat_label = NormalisedCharField("tên mỗi lần lặp", max_length=200, blank=True)

    class Meta:
        verbose_name = "trang câu hỏi"
        verbose_name_plural = "trang câu hỏi"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="page_code_unique"),
            models.CheckConstraint(
                condition=Q(repeat_minimum__isnull=True, repeat_maximum__isnull=True)
                | Q(repeat_maximum__gte=F("repeat_minimum"), repeat_maximum__gt=0),
                name="page_repeats_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.code


class Question(models.Model):
    """One thing asked. Its code is unique within the version, over all pages."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="questions", verbose_name="trang")
    position = models.PositiveSmallIntegerField("thứ tự")
    code = models.CharField("mã câu", max_length=CODE_MAX_LENGTH)
    kind = models.CharField("kiểu", max_length=20, choices=QuestionKind.choices)
    label = NormalisedTextField("câu hỏi", max_length=LABEL_MAX_LENGTH)
    hint = NormalisedTextField("chỉ dẫn", max_length=LABEL_MAX_LENGTH, blank=True)
    is_required = models.BooleanField("bắt buộc", default=False)
    required_message = NormalisedCharField(
        "lời báo khi bỏ trống", max_length=LABEL_MAX_LENGTH, blank=True
    )
    relevance = models.CharField("điều kiện hiện câu", max_length=EXPRESSION_MAX_LENGTH, blank=True)
    constraint = models.CharField(
        "điều kiện của câu trả lời", max_length=EXPRESSION_MAX_LENGTH, blank=True
    )
    constraint_message = NormalisedCharField(
        "lời báo khi sai điều kiện", max_length=LABEL_MAX_LENGTH, blank=True
    )
    depends_on = models.CharField("lọc theo câu", max_length=CODE_MAX_LENGTH, blank=True)
    minimum = models.DecimalField(
        "nhỏ nhất", max_digits=18, decimal_places=4, null=True, blank=True
    )
    maximum = models.DecimalField(
        "lớn nhất", max_digits=18, decimal_places=4, null=True, blank=True
    )
    decimals = models.PositiveSmallIntegerField("số chữ số lẻ", default=0)
    min_choices = models.PositiveSmallIntegerField("chọn ít nhất", null=True, blank=True)
    max_choices = models.PositiveSmallIntegerField("chọn nhiều nhất", null=True, blank=True)
    max_length = models.PositiveIntegerField("dài nhất", null=True, blank=True)
    pattern = models.CharField("mẫu", max_length=EXPRESSION_MAX_LENGTH, blank=True)
    pattern_message = NormalisedCharField(
        "lời báo khi sai mẫu", max_length=LABEL_MAX_LENGTH, blank=True
    )
    is_random_order = models.BooleanField("đảo thứ tự lựa chọn", default=False)
    low_label = NormalisedCharField("lời ở đầu thấp", max_length=200, blank=True)
    high_label = NormalisedCharField("lời ở đầu cao", max_length=200, blank=True)

    class Meta:
        verbose_name = "câu hỏi khảo sát"
        verbose_name_plural = "câu hỏi khảo sát"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["page", "code"], name="question_code_unique"),
            models.CheckConstraint(
                condition=Q(kind__in=QuestionKind.values), name="question_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Choice(models.Model):
    """One option of a question, or one column of a matrix."""

    question = models.ForeignKey(
        Question, models.CASCADE, related_name="choices", verbose_name="câu hỏi"
    )
    position = models.PositiveSmallIntegerField("thứ tự")
    code = models.CharField("mã", max_length=CODE_MAX_LENGTH)
    label = NormalisedCharField("lời", max_length=LABEL_MAX_LENGTH)
    parent = models.CharField("thuộc", max_length=CODE_MAX_LENGTH, blank=True)
    is_exclusive = models.BooleanField("loại trừ các lựa chọn khác", default=False)
    is_other = models.BooleanField("khác, xin ghi rõ", default=False)
    is_dont_know = models.BooleanField("khó trả lời", default=False)

    class Meta:
        verbose_name = "lựa chọn"
        verbose_name_plural = "lựa chọn"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["question", "code"], name="choice_code_unique"),
        ]

    def __str__(self) -> str:
        return self.label


class MatrixRow(models.Model):
    """One line of a matrix."""

    question = models.ForeignKey(
        Question, models.CASCADE, related_name="rows", verbose_name="câu hỏi"
    )
    position = models.PositiveSmallIntegerField("thứ tự")
    code = models.CharField("mã", max_length=CODE_MAX_LENGTH)
    label = NormalisedCharField("lời", max_length=LABEL_MAX_LENGTH)

    class Meta:
        verbose_name = "dòng của bảng"
        verbose_name_plural = "dòng của bảng"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["question", "code"], name="matrix_row_code_unique"),
        ]

    def __str__(self) -> str:
        return self.label
