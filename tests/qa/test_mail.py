"""Letters by e-mail: read whatever they are, stored once, made a question or thrown away."""

import socketserver
import ssl
import threading
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from io import StringIO

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.management import CommandError, call_command
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from engagement.audit.models import AuditEvent
from engagement.jobs.models import OutboxMessage
from engagement.workflow.exceptions import Conflict, Denied
from qa.enums import Channel, DraftStatus
from qa.models import MailAttachment, MailDraft, Question
from qa.models.attachment import private_storage
from qa.services import entering
from qa.services.mailbox import fetching, reading
from qa.services.mailbox.drafts import KEEP_DECIDED, KEEP_WAITING, import_letter, remove_old
from tests.factories import make_cast
from tests.qa import samples

pytestmark = pytest.mark.django_db
TEXT = "Trạm y tế xã có tiêm phòng cho trẻ vào thứ Bảy không?"


def letter(text=TEXT, **headers) -> EmailMessage:
    message = EmailMessage()
    base = {
        "From": "Nguyễn Thị Bưởi <buoi@example.org>",
        "Subject": "Hỏi lịch tiêm phòng",
        "Message-ID": "<1@example.org>",
    }
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in (base | given).items():
        if value is not None:
            message[name] = value
    message.set_content(text)
    return message


def raw(text, charset, *, kind="plain", extra="") -> bytes:
    """A letter whose body is `text` as bytes, said to be of `charset`."""
    head = f"From: a@example.org\r\nSubject: Thu\r\n{extra}Content-Type: text/{kind}"
    charset = f"; charset={charset}" if charset else ""
    return f"{head}{charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".encode() + text


# --- Reading -------------------------------------------------------------------------------------
def test_letter_is_read_with_its_file():
    message = letter()
    message.add_attachment(samples.PDF, maintype="application", subtype="pdf", filename="đơn.pdf")
    read = reading.read_letter(message.as_bytes())
    assert (read.sender, read.sender_name, read.subject) == (
        "buoi@example.org",
        "Nguyễn Thị Bưởi",
        "Hỏi lịch tiêm phòng",
    )
    assert (read.text, [file.display_name for file in read.files]) == (TEXT, ["đơn.pdf"])
    assert (read.notes, read.ignored) == ([], "")


@pytest.mark.parametrize(
    ("content", "charset"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode(), ""),
        (TEXT.encode(), "khong-co"),
        (TEXT.encode(), "us-ascii"),
        (TEXT.encode("utf-7"), "utf-7"),
        (TEXT.encode("utf-16"), "utf-16"),
    ],
)
def test_charsets_true_false_and_unknown(content, charset):
    assert reading.read_letter(raw(content, charset)).text == TEXT


def test_windows_1258_is_composed():
    content = "Tra\u0323m y tê\u0301 xa\u0303".encode("cp1258")
    assert reading.read_letter(raw(content, "windows-1258")).text == "Trạm y tế xã"


@pytest.mark.parametrize("charset", ["x-tcvn", "iso-8859-1", "windows-1252"])
def test_fonts_of_the_nineties_are_converted_and_noted(charset):
    content = "chóng t«i muèn hái vÒ viÖc cÊp giÊy chøng nhËn quyÒn sö dông ®Êt".encode("latin-1")
    read = reading.read_letter(raw(content, charset))
    assert read.text == "chúng tôi muốn hỏi về việc cấp giấy chứng nhận quyền sử dụng đất"
    assert "TCVN3" in read.notes[0]


def test_html_alone_becomes_words_and_nothing_acts():
    page = "<style>p{}</style><p>Xin hỏi <b>lịch</b>&nbsp;tiêm.</p><script>alert(1)</script><div>Cảm ơn</div>"
    read = reading.read_letter(raw(page.encode(), "utf-8", kind="html"))
    assert read.text == "Xin hỏi lịch tiêm.\n\nCảm ơn"


def test_plain_part_is_taken_where_both_are_sent():
    message = letter()
    message.add_alternative("<p>Bản HTML</p>", subtype="html")
    assert reading.read_letter(message.as_bytes()).text == TEXT


def test_parts_within_parts_end_somewhere():
    message = letter()
    for _ in range(60):
        outer = EmailMessage()
        outer.make_mixed()
        outer.attach(message)
        message = outer
    message["From"] = "a@example.org"
    assert reading.read_letter(message.as_bytes()).text == TEXT
    deep = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
        for n in range(5000)
    )
    assert reading.read_letter(b"From: a@example.org\r\n" + deep).ignored


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("don.exe", samples.EXECUTABLE, "don.exe"),
        ("don.pdf", samples.EXECUTABLE, "không đúng với phần mở rộng"),
        ("don.docx", None, "giải nén ra quá lớn"),
    ],
)
def test_file_that_is_unfit_is_noted_and_left_out(name, content, words):
    message = letter()
    content = samples.zip_bomb() if content is None else content
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    read = reading.read_letter(message.as_bytes())
    assert read.files == []
    assert words in read.notes[0]
    assert read.text == TEXT


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"X_Autoreply": "yes"},
        {"Return_Path": "<>"},
        {"From": "MAILER-DAEMON@example.org"},
    ],
)
def test_letters_of_machines_are_left_out(headers):
    draft = import_letter(letter(**headers).as_bytes())
    assert (draft.status, draft.reason) == (DraftStatus.IGNORED, reading.BY_MACHINE)
    assert (draft.text, draft.sender) == ("", "")


def test_our_own_letters_do_not_come_back(settings):
    settings.DEFAULT_FROM_EMAIL = "Ban Biên tập <bbt@example.org>"
    assert reading.read_letter(letter(From="bbt@example.org").as_bytes()).ignored == reading.OWN


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
        b"From: a@example.org\r\n\r\n",
        b"From: =?utf-8?B?x?= <\r\nSubject: =?khong-co?Q?=FF?=\r\n\r\n",
        b"From: \xff\xfe\r\nSubject: \xff\r\nContent-Type: multipart/mixed\r\n\r\nx",
        raw(b"A" * 10, "utf-8", extra="Content-Transfer-Encoding: base64\r\n"),
    ],
)
def test_no_bytes_make_the_reader_fail(content):
    read = reading.read_letter(content)
    assert read.ignored or read.text or read.files


def test_long_letter_is_cut_with_a_note():
    read = reading.read_letter(letter("Chữ " * 10_000).as_bytes())
    assert len(read.text) <= 20_000
    assert "phần cuối đã cắt" in read.notes[0]


# --- Storing -------------------------------------------------------------------------------------
def test_letter_comes_in_once():
    assert import_letter(letter().as_bytes())
    assert import_letter(letter("Bản gửi lại").as_bytes()) is None
    nameless = letter(Message_ID=None).as_bytes()
    assert import_letter(nameless)
    assert import_letter(nameless) is None
    assert MailDraft.objects.count() == 2


def test_letter_that_accuses_is_for_its_own_right_alone(client):
    cast = make_cast()
    draft = import_letter(letter("Tôi tố cáo ông trưởng bến Ngọc Trà nhận hối lộ.").as_bytes())
    page = reverse("desk:mail_draft", args=[draft.pk])
    for person in (cast.clerk, cast.editor, cast.chief_editor, cast.inspector):
        client.force_login(person)
        assert client.get(page).status_code == 404
    client.force_login(cast.sealed_officer)
    assert "Ngọc Trà" in client.get(page).content.decode()
    client.post(page, {"text": "Xin xem lại việc ở bến."})
    question = Question.objects.get()
    assert question.is_sealed, "sealed stays sealed, whatever words are left"


def test_old_letters_go_with_their_files():
    message = letter()
    message.add_attachment(samples.PDF, maintype="application", subtype="pdf", filename="a.pdf")
    import_letter(message.as_bytes(), received_at=timezone.now() - KEEP_WAITING - timedelta(1))
    recent = import_letter(letter(Message_ID="<2@x>").as_bytes())
    stored = MailAttachment.objects.get().file.name
    assert private_storage().exists(stored)
    with run_on_commit():
        assert remove_old(timezone.now()) == 1
    assert list(MailDraft.objects.all()) == [recent]
    MailDraft.objects.update(
        status=DraftStatus.IGNORED,
        text="",
        sender="",
        subject="",
        decided_at=timezone.now() - KEEP_DECIDED - timedelta(1),
    )
    assert remove_old(timezone.now()) == 1


def run_on_commit():
    return TestCase.captureOnCommitCallbacks(execute=True)


# --- Deciding ------------------------------------------------------------------------------------
def test_letter_becomes_a_question_and_its_sender_gets_the_code(client):
    cast = make_cast()
    message = letter()
    message.add_attachment(samples.PDF, maintype="application", subtype="pdf", filename="đơn.pdf")
    arrived = timezone.now() - timedelta(days=2)
    draft = import_letter(message.as_bytes(), received_at=arrived)
    client.force_login(cast.clerk)
    page = reverse("desk:mail_draft", args=[draft.pk])
    assert TEXT in client.get(page).content.decode()
    assert client.get(reverse("desk:mail")).content.decode().count("Hỏi lịch tiêm phòng") == 1
    with run_on_commit():
        client.post(page, {"text": TEXT, "asker_name": "Nguyễn Thị Bưởi"})
    question = Question.objects.get()
    assert (question.channel, question.contact_email, question.received_at) == (
        Channel.EMAIL,
        "buoi@example.org",
        arrived,
    )
    assert question.attachments.get().display_name == "đơn.pdf"
    assert not MailAttachment.objects.exists()
    with question.attachments.get().file.open() as file:
        assert file.read() == samples.PDF
    assert question.submission.tracking_code in OutboxMessage.objects.get().body
    draft.refresh_from_db()
    assert (draft.status, draft.text, draft.sender, draft.question) == ("taken", "", "", question)
    assert client.get(page).status_code == 404


def test_two_people_do_not_take_one_letter():
    cast = make_cast()
    draft = import_letter(letter().as_bytes())
    entering.take_mail(draft=draft, by=cast.clerk, text=TEXT)
    with pytest.raises(Conflict):
        entering.take_mail(draft=draft, by=cast.editor, text=TEXT)
    assert Question.objects.count() == 1


def test_letter_is_thrown_away_with_a_reason(client):
    cast = make_cast()
    draft = import_letter(letter().as_bytes())
    client.force_login(cast.clerk)
    address = reverse("desk:mail_discard", args=[draft.pk])
    assert client.post(address, {"reason": ""}).status_code == 400
    assert client.post(address, {"reason": "Quảng cáo"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.status, draft.reason, draft.text) == ("discarded", "Quảng cáo", "")
    assert AuditEvent.objects.filter(kind="qa.mail.discard").count() == 1


def test_unit_officer_decides_no_letter():
    cast = make_cast()
    draft = import_letter(letter().as_bytes())
    with pytest.raises(Denied):
        entering.take_mail(draft=draft, by=cast.officer, text=TEXT)


# --- From files ----------------------------------------------------------------------------------
def test_command_reads_files_and_folders(tmp_path):
    (tmp_path / "mot.eml").write_bytes(letter().as_bytes())
    (tmp_path / "hai.EML").write_bytes(letter(Message_ID="<2@x>").as_bytes())
    (tmp_path / "trong.eml").write_bytes(b"")
    (tmp_path / "anh.eml").write_bytes(samples.PNG)
    (tmp_path / "ghi-chu.txt").write_text("không đọc")
    out = StringIO()
    with pytest.raises(CommandError, match="2 tệp không đọc được"):
        call_command("import_mail", str(tmp_path), str(tmp_path / "mot.eml"), stdout=out)
    assert "trong.eml: tệp trống" in out.getvalue()
    assert f"anh.eml: {reading.BROKEN}" in out.getvalue()
    assert "Thư mới: 2. Đã có từ trước: 1. Máy bỏ qua: 0. Không đọc được: 2." in out.getvalue()
    with pytest.raises(CommandError, match="Không có tệp"):
        call_command("import_mail", str(tmp_path / "khong-co.eml"))


# --- From the mailbox ----------------------------------------------------------------------------
class FakeMailbox:
    """A few letters and their flags; `hangs_up_at` breaks the line before that letter is given."""

    def __init__(self, letters):
        self.letters = dict(enumerate(letters, start=1))
        self.seen = set()
        self.sizes = {}
        self.hangs_up_at = None


class Imap(socketserver.StreamRequestHandler):
    """Just enough of IMAP4rev1 for a client that searches, fetches and marks."""

    def handle(self):
        box = self.server.box
        self.say("* OK IMAP4rev1")
        for line in self.rfile:
            tag, command, *rest = line.decode().strip().split(" ", 2)
            words = " ".join(rest)
            if command == "CAPABILITY":
                self.say("* CAPABILITY IMAP4rev1")
            elif command == "LOGIN" and '"mat khau"' not in words:
                self.say(f"{tag} NO sai mật khẩu".encode())
                continue
            elif command == "SELECT":
                self.say(f"* {len(box.letters)} EXISTS")
            elif command == "UID" and not self.uid(box, words):
                return
            self.say(f"{tag} OK done")
            if command == "LOGOUT":
                return

    def uid(self, box, words):
        verb, rest = words.split(" ", 1)
        if verb == "SEARCH":
            self.say("* SEARCH " + " ".join(str(uid) for uid in box.letters if uid not in box.seen))
            return True
        uid = int(rest.split(" ")[0])
        if verb == "STORE":
            box.seen.add(uid)
        elif "RFC822.SIZE" in rest:
            size = box.sizes.get(uid, len(box.letters[uid]))
            date = '"25-Nov-2026 08:30:00 +0700"'
            self.say(f"* {uid} FETCH (UID {uid} RFC822.SIZE {size} INTERNALDATE {date})")
        else:
            if uid == box.hangs_up_at:
                return False
            content = box.letters[uid]
            self.say(f"* {uid} FETCH (UID {uid} BODY[] {{{len(content)}}}")
            self.wfile.write(content + b")\r\n")
        return True

    def say(self, line):
        self.wfile.write((line if isinstance(line, bytes) else line.encode()) + b"\r\n")


def certificate(folder):
    """A certificate of this test's own for localhost: the file and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return folder / "cert.pem", folder / "key.pem"


@pytest.fixture
def mailbox(settings, tmp_path):
    """A mailbox with two letters behind TLS; it never touches the database."""
    cert, key = certificate(tmp_path)
    (tmp_path / "password").write_text("mat khau\n")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Imap) as server:
        server.daemon_threads = True
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.box = FakeMailbox([letter().as_bytes(), letter(Message_ID="<2@x>").as_bytes()])
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        settings.MAIL_INTAKE_HOST, settings.MAIL_INTAKE_PORT = "localhost", server.server_address[1]
        settings.MAIL_INTAKE_USER = "hop-thu"
        settings.MAIL_INTAKE_PASSWORD_FILE = str(tmp_path / "password")
        settings.MAIL_INTAKE_CA_FILE = str(cert)
        yield server.box
        server.shutdown()


def test_new_letters_are_fetched_and_marked(mailbox):
    assert fetching.fetch() == 2
    assert mailbox.seen == {1, 2}
    assert MailDraft.objects.count() == 2
    assert MailDraft.objects.first().received_at == datetime(2026, 11, 25, 1, 30, tzinfo=UTC)
    assert fetching.fetch() == 0


def test_letter_is_marked_only_after_it_is_stored(mailbox):
    """The line breaks at the second letter: the first is safe, the second comes next time."""
    mailbox.hangs_up_at = 2
    with pytest.raises(fetching.MailboxAway):
        fetching.fetch()
    assert (mailbox.seen, MailDraft.objects.count()) == ({1}, 1)
    mailbox.hangs_up_at, mailbox.seen = None, set()  # the mark may get lost as well
    assert fetching.fetch() == 1
    assert (mailbox.seen, MailDraft.objects.count()) == ({1, 2}, 2)


def test_letter_that_cannot_be_stored_stays_unseen_and_keeps_nobody_out(mailbox, monkeypatch):
    def broken(raw, *, received_at):
        if b"<1@example.org>" in raw:
            raise RuntimeError
        return import_letter(raw, received_at=received_at)

    monkeypatch.setattr(fetching, "import_letter", broken)
    assert fetching.fetch() == 1
    assert mailbox.seen == {2}


def test_huge_letter_is_not_fetched(mailbox):
    mailbox.sizes[1] = 10**9
    assert fetching.fetch() == 1
    assert MailDraft.objects.get(status="ignored").reason == fetching.TOO_LARGE


def test_server_with_another_certificate_is_not_spoken_to(mailbox, settings):
    settings.MAIL_INTAKE_CA_FILE = ""
    with pytest.raises(fetching.MailboxAway):
        fetching.fetch()
    assert not MailDraft.objects.exists()


def test_wrong_password_is_told_without_it(mailbox, settings, tmp_path):
    (tmp_path / "password").write_text("sai")
    with pytest.raises(fetching.MailboxAway) as refused:
        fetching.fetch()
    assert "sai" not in str(refused.value)


def test_without_a_mailbox_there_is_nothing_to_do(settings):
    settings.MAIL_INTAKE_HOST = ""
    assert fetching.fetch() == 0
