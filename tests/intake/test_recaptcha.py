"""Google's answers and outages, played by a local server over TLS."""

import json
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
import trustme

from engagement.intake import recaptcha
from engagement.intake.enums import Proof
from engagement.intake.services import receive
from tests.intake.sending import form_of, typed

pytestmark = pytest.mark.django_db

GOOD = {"success": True, "hostname": "testserver"}


class FakeGoogle(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, certificate):
        super().__init__(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.questions = []
        self.status, self.body, self.delay = 200, json.dumps(GOOD), 0.0
        self.is_dripping = False
        self.released = threading.Event()

    def says(self, **reply):
        self.body = json.dumps(reply)

    def handle_error(self, request, client_address):
        """A client that hangs up or mistrusts the certificate is part of the play."""


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers["Content-Length"])
        self.server.questions.append(parse_qs(self.rfile.read(length).decode()))
        self.server.released.wait(self.server.delay)
        body = self.server.body.encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.server.is_dripping:
            for byte in body:
                self.wfile.write(bytes([byte]))
                if self.server.released.wait(0.2):
                    return
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def switched_on(settings, monkeypatch, authority, tmp_path):
    """Both keys are set, and the local authority is trusted."""
    settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = "public", "private"
    bundle = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(bundle))
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
    monkeypatch.setattr(recaptcha, "TOTAL_SECONDS", 1.0)
    recaptcha._breaker.reset()


def serving(certificate, settings):
    google = FakeGoogle(certificate)
    settings.RECAPTCHA_DOMAIN = f"localhost:{google.server_port}"
    threading.Thread(target=google.serve_forever, args=[0.01], daemon=True).start()
    return google


@pytest.fixture
def google(switched_on, settings, authority):
    server = serving(authority.issue_cert("localhost"), settings)
    yield server
    server.released.set()
    server.shutdown()
    server.server_close()


def sent(*, altcha, token="token", **options):
    data = typed(**{recaptcha.RESPONSE_NAME: token, **({} if altcha else {"altcha": None})})
    return form_of(data, **options)


def test_switched_off_without_both_keys(settings):
    settings.RECAPTCHA_PUBLIC_KEY = "public"
    assert not recaptcha.is_enabled()
    form = sent(altcha=False)
    assert form.is_valid()
    assert form.recaptcha_site_key == ""


def test_passed_is_a_proof_and_google_is_told_our_own_view_of_the_address(google, settings):
    settings.TRUSTED_PROXIES = []
    form = sent(altcha=False, address="203.0.113.9")
    form.request.META["HTTP_X_FORWARDED_FOR"] = "1.1.1.1"
    assert form.is_valid()
    assert form.proof is Proof.RECAPTCHA
    assert form.recaptcha_site_key == "public"
    (question,) = google.questions
    assert question == {"secret": ["private"], "response": ["token"], "remoteip": ["203.0.113.9"]}


def test_passed_makes_up_for_an_expired_altcha_answer(google):
    form = form_of(typed(altcha="rác", **{recaptcha.RESPONSE_NAME: "token"}))
    assert form.is_valid()
    assert form.proof is Proof.RECAPTCHA


@pytest.mark.parametrize(
    "reply",
    [
        {"success": False, "error-codes": ["invalid-input-response"]},
        {"success": False, "error-codes": ["timeout-or-duplicate"]},
        {"success": False},
        {"success": True, "hostname": "evil.example"},
        {"success": True},
    ],
)
def test_failed_is_an_error_at_the_field_unless_altcha_vouches(google, reply):
    google.says(**reply)
    form = sent(altcha=False)
    assert not form.is_valid()
    assert set(form.errors) == {"altcha"}
    assert "reCAPTCHA" in form.errors["altcha"][0]
    vouched = sent(altcha=True)
    assert vouched.is_valid()
    assert vouched.proof is Proof.ALTCHA


def test_mistake_elsewhere_does_not_use_up_googles_answer(google):
    assert not form_of(typed(text="", **{recaptcha.RESPONSE_NAME: "token"})).is_valid()
    assert google.questions == []


def test_without_googles_answer_google_is_not_asked(google):
    form = sent(altcha=False, token="")
    assert form.is_valid()
    assert form.proof is Proof.NONE
    assert google.questions == []


# --- Outages ----------------------------------------------------------------------------------------


def refused(google, settings, authority):
    settings.RECAPTCHA_DOMAIN = "localhost:1"


def unresolvable(google, settings, authority):
    settings.RECAPTCHA_DOMAIN = "khong-co-may-nay.invalid"


def bad_name(google, settings, authority):
    settings.RECAPTCHA_DOMAIN = "localhost:không phải cổng"


def hangs(google, settings, authority):
    google.delay = 30


def drips(google, settings, authority):
    google.is_dripping = True


def status_500(google, settings, authority):
    google.status = 500


def body_of(text):
    def change(google, settings, authority):
        google.body = text

    return change


def wrong_certificate(google, settings, authority):
    other = serving(authority.issue_cert("other.example"), settings)
    google.others = [other]


def unknown_authority(google, settings, authority):
    other = serving(trustme.CA().issue_cert("localhost"), settings)
    google.others = [other]


OUTAGES = {
    "refused": refused,
    "unresolvable": unresolvable,
    "bad name": bad_name,
    "hangs": hangs,
    "drips": drips,
    "500": status_500,
    "html": body_of("<html>Xin lỗi</html>"),
    "empty": body_of(""),
    "list": body_of("[]"),
    "number": body_of("7"),
    "no verdict": body_of("{}"),
    "not utf-8": body_of("\udcff".encode("utf-8", "surrogatepass").decode("latin-1")),
    "deep": body_of("[" * 19_000),
    "strange codes": body_of('{"success": false, "error-codes": [[1]]}'),
    "our key": body_of('{"success": false, "error-codes": ["invalid-input-secret"]}'),
    "quota": body_of('{"success": false, "error-codes": ["Over free quota."]}'),
    "wrong certificate": wrong_certificate,
    "unknown authority": unknown_authority,
}


@pytest.mark.parametrize("outage", OUTAGES.values(), ids=OUTAGES)
def test_outage_ends_in_the_altcha_way_or_the_moderation_queue(google, settings, authority, outage):
    outage(google, settings, authority)
    started = time.monotonic()
    vouched = sent(altcha=True)
    assert vouched.is_valid(), vouched.errors
    assert vouched.proof is Proof.ALTCHA
    alone = sent(altcha=False)
    assert alone.is_valid(), alone.errors
    assert alone.proof is Proof.QUARANTINED
    assert time.monotonic() - started < 2 * recaptcha.TOTAL_SECONDS + 1
    receipt = receive(alone, store=lambda submission: submission)
    assert receipt.submission.proof == Proof.QUARANTINED
    for other in getattr(google, "others", []):
        other.shutdown()
        other.server_close()


def test_wrong_altcha_answer_during_an_outage_can_be_made_right(google):
    google.status = 500
    form = form_of(typed(altcha="rác", **{recaptcha.RESPONSE_NAME: "token"}))
    assert not form.is_valid()
    assert set(form.errors) == {"altcha"}


def test_after_three_outages_nobody_waits_for_google(google, monkeypatch):
    google.status = 500
    for _ in range(recaptcha.OUTAGES_UNTIL_PAUSE):
        sent(altcha=True).is_valid()
    google.status = 200
    assert sent(altcha=True).is_valid()
    assert len(google.questions) == recaptcha.OUTAGES_UNTIL_PAUSE
    monkeypatch.setattr(recaptcha._breaker, "_open_until", time.monotonic() - 1)
    form = sent(altcha=False)
    assert form.is_valid()
    assert form.proof is Proof.RECAPTCHA
