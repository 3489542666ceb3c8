class Refused(Exception):
    """A submission was not taken; nothing of it is stored.

    `reason` is a sentence in Vietnamese for the sender, `status` the HTTP status, `retry_after`
    the seconds to wait (0: not a matter of waiting), `field` the field at fault ("" is the whole),
    `title` the heading above the reason ("": the usual one of a form that was not sent).
    """

    def __init__(
        self, reason: str, status: int, *, retry_after: int = 0, field: str = "", title: str = ""
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.retry_after = retry_after
        self.field = field
        self.title = title
