import smtplib
import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from engagement.jobs import outbox
from engagement.jobs.enums import DeliveryFailure, OutboxStatus
from engagement.jobs.models import OutboxMessage
from engagement.jobs.queue import OutsideTransaction
from tests.jobs import mail_servers

pytestmark = pytest.mark.django_db

ADDRESS = "nguoi.dan@example.vn"
WORDS = "Câu hỏi của Quý vị đã được trả lời."


@pytest.fixture
def smtp(settings):
    """Point the site at the mail server on `port`."""

    def use(port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = port
        settings.EMAIL_TIMEOUT = 0.5
        settings.DEFAULT_FROM_EMAIL = "bbt@site.example"

    return use


def store_letter(**changes):
    with transaction.atomic():
        outbox.send_later(**{"to": ADDRESS, "subject": "Đã trả lời", "body": WORDS, **changes})
    return OutboxMessage.objects.latest("pk")


def soon():
    return timezone.now() + timedelta(seconds=1)


def test_letter_is_delivered_and_its_contact_removed(smtp):
    letter = store_letter()
    server = mail_servers.Server()
    with mail_servers.running(server) as port:
        smtp(port)
        assert outbox.deliver_due(soon()) == 1
    [envelope] = server.letters
    assert envelope.rcpt_tos == [ADDRESS]
    assert f"<outbox-{letter.pk}@site.example>" in envelope.content.decode()
    letter.refresh_from_db()
    assert letter.status == OutboxStatus.SENT
    assert (letter.to, letter.subject, letter.body, letter.failure) == ("", "", "", "")
    assert outbox.deliver_due(soon()) == 0


@pytest.mark.django_db(transaction=True)
def test_send_later_outside_transaction_is_refused():
    with pytest.raises(OutsideTransaction):
        outbox.send_later(to=ADDRESS, subject="a", body="b")


def test_letter_of_a_rolled_back_transaction_never_exists():
    with transaction.atomic():
        outbox.send_later(to=ADDRESS, subject="a", body="b")
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.exists()


def test_subject_cannot_smuggle_headers(smtp):
    store_letter(subject="Chào\r\nBcc: other@example.vn")
    server = mail_servers.Server()
    with mail_servers.running(server) as port:
        smtp(port)
        assert outbox.deliver_due(soon()) == 1
    assert server.letters[0].rcpt_tos == [ADDRESS]


@pytest.mark.parametrize(
    ("replies", "failure"),
    [
        ({"RCPT": "450 later"}, DeliveryFailure.DEFERRED),
        ({"DATA": "451 later"}, DeliveryFailure.DEFERRED),
        ({"DATA": "hang"}, DeliveryFailure.TIMED_OUT),
        ({"RCPT": "die"}, DeliveryFailure.UNREACHABLE),
        ({"DATA": "die"}, DeliveryFailure.UNREACHABLE),
    ],
)
def test_failing_server_delays_the_letter_and_loses_nothing(smtp, replies, failure):
    letter = store_letter()
    broken, sound = mail_servers.Server(**replies), mail_servers.Server()
    first_try = soon()
    with mail_servers.running(broken) as port:
        smtp(port)
        assert outbox.deliver_due(first_try) == 0
    letter.refresh_from_db()
    assert (letter.status, letter.failure, letter.attempts) == (OutboxStatus.WAITING, failure, 1)
    assert letter.to == ADDRESS
    assert timedelta(0) <= letter.due_at - (first_try + timedelta(minutes=1)) < timedelta(minutes=1)
    with mail_servers.running(sound) as port:
        smtp(port)
        assert outbox.deliver_due(first_try + timedelta(seconds=30)) == 0
        assert outbox.deliver_due(first_try + timedelta(minutes=2)) == 1
    assert len(sound.letters) == 1


@pytest.mark.parametrize("replies", [{"RCPT": "550 no such user"}, {"DATA": "554 not wanted"}])
def test_letter_refused_for_good_is_given_up_and_its_contact_removed(smtp, replies, caplog):
    letter = store_letter()
    with mail_servers.running(mail_servers.Server(**replies)) as port:
        smtp(port)
        assert outbox.deliver_due(soon()) == 0
    letter.refresh_from_db()
    assert (letter.status, letter.failure) == (OutboxStatus.GIVEN_UP, DeliveryFailure.REJECTED)
    assert (letter.to, letter.subject, letter.body) == ("", "", "")
    assert ADDRESS not in caplog.text


def test_refusing_port_is_unreachable(smtp):
    letter = store_letter()
    smtp(mail_servers.free_port())
    assert outbox.deliver_due(soon()) == 0
    letter.refresh_from_db()
    assert (letter.status, letter.failure) == (OutboxStatus.WAITING, DeliveryFailure.UNREACHABLE)


def test_silent_server_costs_one_timeout_a_batch(smtp):
    letters = [store_letter() for _ in range(3)]
    with mail_servers.silent() as port:
        smtp(port)
        assert outbox.deliver_due(soon()) == 0
    for letter in letters:
        letter.refresh_from_db()
    assert [letter.attempts for letter in letters] == [1, 0, 0]
    assert letters[0].failure == DeliveryFailure.TIMED_OUT


@pytest.mark.parametrize("reply", ["hang", "die", "500 what"])
def test_server_failing_at_goodbye_has_taken_the_letter(smtp, reply):
    letter = store_letter()
    server = mail_servers.Server(QUIT=reply)
    with mail_servers.running(server) as port:
        smtp(port)
        assert outbox.deliver_due(soon()) == 1
        assert outbox.deliver_due(soon() + timedelta(hours=1)) == 0
    letter.refresh_from_db()
    assert letter.status == OutboxStatus.SENT
    assert len(server.letters) == 1


def test_letter_that_cannot_be_sent_is_given_up(smtp):
    letter = store_letter(to="two@example.vn\nthree@example.vn")
    with mail_servers.running(mail_servers.Server()) as port:
        smtp(port)
        outbox.deliver_due(soon())
    letter.refresh_from_db()
    assert (letter.status, letter.failure) == (OutboxStatus.GIVEN_UP, DeliveryFailure.UNSENDABLE)


def test_letter_is_given_up_after_three_days(smtp):
    letter = store_letter()
    smtp(mail_servers.free_port())
    outbox.deliver_due(letter.created_at + timedelta(days=2, hours=23))
    letter.refresh_from_db()
    assert letter.status == OutboxStatus.WAITING
    outbox.deliver_due(letter.created_at + timedelta(days=3, hours=6))
    letter.refresh_from_db()
    assert (letter.status, letter.failure) == (OutboxStatus.GIVEN_UP, DeliveryFailure.UNREACHABLE)
    assert (letter.to, letter.body) == ("", "")


def test_pauses_double_from_a_minute_to_six_hours():
    minutes = [outbox.pause_after(n) / timedelta(minutes=1) for n in (1, 2, 3, 9, 10, 40)]
    assert minutes == [1, 2, 4, 256, 360, 360]


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_letter_once(smtp):
    for _ in range(20):
        store_letter()
    server = mail_servers.Server()
    counts = []
    barrier = threading.Barrier(2)

    def work():
        barrier.wait()
        counts.append(outbox.deliver_due(soon()))
        connection.close()

    with mail_servers.running(server) as port:
        smtp(port)
        threads = [threading.Thread(target=work) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sum(counts) == 20
    assert server.data_commands == 20


def test_claim_of_a_killed_worker_runs_out(smtp, monkeypatch):
    letter = store_letter()
    moment = soon()

    class Killed(BaseException):
        pass

    def die(_message):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "_send", die)
        with pytest.raises(Killed):
            outbox.deliver_due(moment)
    with mail_servers.running(mail_servers.Server()) as port:
        smtp(port)
        assert outbox.deliver_due(moment + timedelta(minutes=4)) == 0
        assert outbox.deliver_due(moment + timedelta(minutes=6)) == 1
    letter.refresh_from_db()
    assert letter.attempts == 2


def test_unexpected_error_keeps_the_letter(smtp, monkeypatch):
    letter = store_letter()

    def refuse(*_args):
        raise smtplib.SMTPAuthenticationError(535, b"our password is wrong")

    monkeypatch.setattr(outbox, "_open_server", refuse)
    outbox.deliver_due(soon())
    letter.refresh_from_db()
    assert (letter.status, letter.failure) == (OutboxStatus.WAITING, DeliveryFailure.DEFERRED)


def test_database_refuses_contact_in_a_finished_letter():
    letter = store_letter()
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxMessage.objects.filter(pk=letter.pk).update(
            status=OutboxStatus.SENT, finished_at=timezone.now()
        )
