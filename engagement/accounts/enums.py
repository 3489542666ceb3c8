from django.db import models


class UnitKind(models.TextChoices):
    PARTY_COMMITTEE = "party_committee", "Cấp ủy"
    PARTY_BODY = "party_body", "Cơ quan tham mưu, giúp việc"
    DEPARTMENT = "department", "Sở, ban, ngành"
    AGENCY = "agency", "Cơ quan ngành dọc, đơn vị sự nghiệp"
    COMMUNE = "commune", "Xã, phường"


class SuccessionKind(models.TextChoices):
    RENAME = "rename", "Đổi tên"
    MERGE = "merge", "Hợp nhất"
    SPLIT = "split", "Chia tách"
    ABOLISH = "abolish", "Giải thể"
