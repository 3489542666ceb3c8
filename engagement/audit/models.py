"""The audit log (regulation R-14.2): rows that are only ever added, each sealed by the one before.

No foreign keys: an event outlives what it tells of. Database triggers (triggers.py) refuse UPDATE
and DELETE whoever asks, and chain.py finds what an owner of the database changes in spite of them.
"""

from django.db import models

from engagement.audit.actors import ActorKind

GENESIS_HASH = "0" * 64
"""What stands as the previous hash of the first event."""


class AuditEvent(models.Model):
    """One thing that was done. It holds ids and codes, never a citizen's words or contact."""

    sequence = models.PositiveBigIntegerField("số thứ tự", primary_key=True)
    at = models.DateTimeField("thời điểm", db_index=True)
    kind = models.CharField("loại sự kiện", max_length=100)
    actor_kind = models.CharField("loại người thực hiện", max_length=10, choices=ActorKind.choices)
    actor_id = models.CharField("mã người thực hiện", max_length=100, blank=True)
    actor_label = models.CharField("người thực hiện", max_length=150, blank=True)
    unit = models.CharField("đơn vị", max_length=100, blank=True)
    target_kind = models.CharField("loại đối tượng", max_length=100, blank=True)
    target_id = models.CharField("mã đối tượng", max_length=100, blank=True)
    before = models.CharField("trước", max_length=200, blank=True)
    after = models.CharField("sau", max_length=200, blank=True)
    detail = models.JSONField("chi tiết", default=dict, blank=True)
    request_id = models.CharField("mã yêu cầu", max_length=64, blank=True)
    previous_hash = models.CharField("mã của sự kiện trước", max_length=64)
    hash = models.CharField("mã của sự kiện", max_length=64, unique=True)

    class Meta:
        verbose_name = "sự kiện"
        verbose_name_plural = "nhật ký kiểm toán"
        ordering = ["-sequence"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(actor_kind__in=ActorKind.values), name="audit_actor_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(actor_kind=ActorKind.CITIZEN) | ~models.Q(actor_id=""),
                name="audit_actor_named",
            ),
        ]
        indexes = [
            models.Index(fields=["target_kind", "target_id", "sequence"], name="audit_by_target"),
            models.Index(fields=["kind", "sequence"], name="audit_by_kind"),
        ]


class AuditHead(models.Model):
    """The one row that says where the log ends: the lock writers queue at, and the proof of length.

    Without it the last events could be cut off and the rest would still be a chain.
    """

    SINGLETON = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=SINGLETON)
    sequence = models.PositiveBigIntegerField("số thứ tự cuối", default=0)
    hash = models.CharField("mã đầu chuỗi", max_length=64, default=GENESIS_HASH)

    class Meta:
        verbose_name = "đầu chuỗi"
        verbose_name_plural = "đầu chuỗi"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_one_head")]
