"""The demo site as tests start it: its proof of work costs a test machine next to nothing."""

from engagement.config.settings.development import *  # noqa: F403
from engagement.config.settings.development import MEDIA_ROOT

INTAKE_PROOF_MAX_NUMBER = 2_000
EMAIL_FILE_PATH = MEDIA_ROOT / "mail"
