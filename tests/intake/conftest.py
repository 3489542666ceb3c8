from pathlib import Path

import pytest

from engagement.intake import limits, recaptcha, registry
from engagement.intake.models import RateRule
from tests.intake.urls import PURPOSE

HARDLY_ANY_WORK = 50


@pytest.fixture(autouse=True)
def test_form(settings, monkeypatch):
    """A public form of its own, cheap challenges, and nothing remembered from the test before."""
    settings.ROOT_URLCONF = "tests.intake.urls"
    settings.INTAKE_PROOF_MAX_NUMBER = HARDLY_ANY_WORK
    templates = dict(settings.TEMPLATES[0])
    templates["DIRS"] = [*templates["DIRS"], Path(__file__).parent / "templates"]
    settings.TEMPLATES = [templates]
    monkeypatch.setattr(registry, "_forms", dict(registry._forms))
    registry.register_form(PURPOSE, follow_url_name="test_follow", title_vi="Phiếu thử")
    recaptcha._breaker.reset()
    limits.forget_everything()


@pytest.fixture
def rule(db):
    """Set a rate rule; what was counted or remembered before is forgotten."""

    def add(purpose, limit, applies_to="any", window_seconds=60):
        limits.forget_everything()
        changed, _ = RateRule.objects.update_or_create(
            purpose=purpose,
            applies_to=applies_to,
            window_seconds=window_seconds,
            defaults={"limit": limit},
        )
        return changed

    return add
