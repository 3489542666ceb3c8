"""Giving out a file of a question or of a letter, to who may read what it belongs to."""

import logging

from django.db.models import Manager
from django.http import HttpRequest, HttpResponseBase

from engagement.web.files import serve_private
from engagement.web.loaders import NotVisible
from qa.models import Attachment, MailAttachment

logger = logging.getLogger(__name__)


def attachment_response(
    request: HttpRequest, attachments: "Manager[Attachment] | Manager[MailAttachment]", pk: int
) -> HttpResponseBase:
    """The file `pk` among these; one that is another's does not exist here. Raises NotVisible."""
    found = attachments.filter(pk=pk).first()
    if found is None:
        raise NotVisible
    try:
        return serve_private(
            request, found.file, name=found.display_name, content_type=found.content_type
        )
    except FileNotFoundError:
        logger.error("%s %s has no file", found._meta.model_name, found.pk)  # noqa: SLF001, TRY400 — the place is known
        raise NotVisible from None
