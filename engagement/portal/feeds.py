"""Feeds of the published answers; each item carries its source (R-4.3)."""

from datetime import datetime
from typing import Protocol

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.text import Truncator

from engagement.web.site import identity
from qa.queries.archive import recently_published

ITEMS = 30


class Answer(Protocol):
    """What a feed needs of a published answer."""

    title: str
    question_text: str
    answer_text: str
    unit_name: str
    published_at: datetime
    corrected_at: datetime | None

    def get_absolute_url(self) -> str: ...


class AnswersFeed(Feed[Answer, None]):
    """RSS of the answers published last, newest first."""

    language = "vi"

    def title(self) -> str:
        return f"Câu trả lời mới · {identity().full_name}"

    def link(self) -> str:
        return reverse("qa:archive")

    def description(self) -> str:
        return f"Câu hỏi và câu trả lời mới công bố trên {identity().full_name}."

    def feed_copyright(self) -> str:
        return f"Ghi rõ nguồn “{identity().full_name}” khi phát hành lại."

    def items(self) -> list[Answer]:
        return list(recently_published(ITEMS))

    def item_title(self, item: Answer) -> str:
        return item.title

    def item_description(self, item: Answer) -> str:
        answer = Truncator(item.answer_text).chars(600)
        return f"{answer} (Nguồn: {item.unit_name}, {identity().full_name})"

    def item_link(self, item: Answer) -> str:
        return item.get_absolute_url()

    def item_author_name(self, item: Answer) -> str:
        return item.unit_name

    def item_pubdate(self, item: Answer) -> datetime:
        return item.published_at

    def item_updateddate(self, item: Answer) -> datetime:
        """A corrected answer comes up again in a reader that follows the feed."""
        return item.corrected_at or item.published_at


class AnswersAtomFeed(AnswersFeed):
    """The same as Atom."""

    feed_type = Atom1Feed

    def subtitle(self) -> str:
        return self.description()
