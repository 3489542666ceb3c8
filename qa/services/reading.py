"""What readers do with what was published."""

from django.db import transaction
from django.db.models import F

from qa.models import AnsweredMe, Publication


@transaction.atomic
def count_answered_me(*, publication: Publication) -> None:
    """Count one reader whom the answer spared a question; nothing tells who."""
    AnsweredMe.objects.get_or_create(publication=publication)
    AnsweredMe.objects.filter(publication=publication).update(count=F("count") + 1)
