"""What is searched, and what never is: retracted answers, and questions that are sealed."""

from engagement.text.fulltext import Index

PUBLISHED = Index(
    table="qa_publication",
    columns=("search_title", "search_question", "search_answer"),
    condition="{row}.retracted_at IS NULL",
)
TITLE, QUESTION, EVERYTHING = 1, 2, 3  # depths of PUBLISHED

RECEIVED = Index(
    table="qa_question",
    columns=("search_text",),
    condition="NOT {row}.is_sealed",
)
INDEXES = (PUBLISHED, RECEIVED)
