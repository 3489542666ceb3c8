"""The identity of the site: required data, never words in code or templates (R-2)."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from django.apps.config import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@dataclass(frozen=True, slots=True)
class SiteIdentity:
    """What the header, footer, feeds and letters say about who runs the site.

    Every field is mandatory on a site that is open to the public (R-2; portal notes §5).
    """

    kind: str
    name: str
    code: str
    domain: str
    governing_body: str
    licence: str
    responsible_person: str
    chief_editor: str
    address: str
    place: str  # where documents are dated, before "ngày … tháng …"
    phone: str
    email: str

    @property
    def full_name(self) -> str:
        """The official name in one line: kind and name."""
        return f"{self.kind} {self.name}"

    @property
    def phone_link(self) -> str:
        """The phone number as a `tel:` link wants it: digits and a leading plus."""
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")


def identity() -> SiteIdentity:
    """Return the identity that `settings.SITE_IDENTITY` holds now."""
    return SiteIdentity(**settings.SITE_IDENTITY)


@register(Tags.security, deploy=True)
def check_identity(
    app_configs: Sequence[AppConfig] | None,
    **kwargs: object,
) -> list[CheckMessage]:
    """Refuse to deploy a site whose mandatory footer lines are not all known (R-2)."""
    return [
        Error(
            f"SITE_IDENTITY[{field.name!r}] is empty: footer or documents must name it.",
            hint=f"Set SITE_{field.name.upper()} in the environment.",
            id="web.E001",
        )
        for field in fields(SiteIdentity)
        if not str(settings.SITE_IDENTITY.get(field.name, "")).strip()
    ]
