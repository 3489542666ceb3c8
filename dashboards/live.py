"""The live topic behind /dieu-hanh/hoi-dap/: one snapshot serves sockets, polling and reload."""

from engagement.accounts.access import has_permission
from engagement.accounts.permissions import Permission
from engagement.jobs.queue import JSON
from engagement.live.topics import Listener, Topic


def may_listen(user: Listener) -> bool:
    return has_permission(user, Permission.DASHBOARD_READ)


def build() -> dict[str, JSON]:
    """Read the figures and draw them."""
    # pandas takes most of a second to import; a server that shows no dashboard never pays.
    from dashboards import questions

    return questions.payload()


QUESTIONS = Topic(
    name="dashboards.questions",
    subjects=frozenset({"qa"}),
    build=build,
    may_listen=may_listen,
)
