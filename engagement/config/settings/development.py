"""The demo site and a developer's machine: SQLite under var/, no broker, no second factor."""

from .base import *  # noqa: F403
from .base import SITE_IDENTITY, VAR_DIR, env

DEBUG = False  # the demo shows a citizen's error pages, not a developer's
DEMO = True
SECRET_KEY = "demo-only-not-a-secret-" + "x" * 40
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
VAR_DIR.mkdir(exist_ok=True)

SITE_IDENTITY.update(
    {
        "name": "Tỉnh ủy Hậu Giang",
        "code": "HG",
        "domain": "haugiang.dcs.vn",
        "governing_body": "Tỉnh ủy Hậu Giang",
        "licence": "Giấy phép số 00/GP-TTĐT (bản trình diễn)",
        "responsible_person": "Trưởng Ban Tuyên giáo Tỉnh ủy",
        "chief_editor": "Trưởng Ban Biên tập",
        "address": "Số 2, đường Hòa Bình, phường Vị Thanh",
        "place": "Hậu Giang",
        "phone": "0293 000 0000",
        "email": "bbt@haugiang.example",
    }
)
DEFAULT_FROM_EMAIL = SITE_IDENTITY["email"]
# Letters lead back to this very site: deploy/demo.py listens on the same port.
PUBLIC_ORIGIN = f"http://127.0.0.1:{env.str('PORT', '') or '8000'}"
SECOND_FACTOR_REQUIRED = False
EMBEDDED_WORKER = env.bool("EMBEDDED_WORKER", True)
# The demo has no mail server: letters are written to var/mail, one file each.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
# No collectstatic here: files are served from where they stand.
STATIC_ROOT = None  # type: ignore[assignment]
WHITENOISE_USE_FINDERS = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # passkeys on http://localhost
