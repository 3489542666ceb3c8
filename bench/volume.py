"""Three years of a busy province: 50,000 questions and the answers published from them.

The words are drawn from the lists below by a fixed seed: nothing here was asked by anybody. Rows are
written in bulk past the services, into an empty database that has been migrated.
"""

import random
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import accumulate, islice

from django.db import connection, transaction
from django.utils import timezone

from engagement.accounts.models import Unit, User
from engagement.config.demo.loader import load_staff, load_units
from engagement.intake.codes import ALPHABET, check_character
from engagement.intake.enums import Proof
from engagement.intake.models import Submission
from engagement.text import fulltext
from engagement.text.words import searchable
from engagement.web.site import identity
from qa.enums import ANSWERED, WAITING, Answered, ClockKind, QuestionStatus, UnitRole, Verb
from qa.models import (
    INDEXES,
    Answer,
    Assignment,
    Clock,
    ClockRule,
    Field,
    Publication,
    Question,
    Rating,
    Step,
)
from qa.queries.asker import PURPOSE

SEED = 20_261_126
QUESTIONS = 50_000
BATCH = 2_000
YEARS = 3
S = QuestionStatus
# How many of a hundred thousand stand at each step.
SHARES = {
    S.PUBLISHED: 80_000,
    S.CLOSED: 6_000,
    S.REJECTED: 3_000,
    S.REFUSED: 500,
    S.WITHDRAWN: 1_000,
    S.RETRACTED: 500,
    S.RECEIVED: 1_000,
    S.OBJECTED: 100,
    S.ACCEPTED: 600,
    S.REPORTED: 700,
    S.ASSIGNED: 4_000,
    S.AWAITING_INFORMATION: 600,
    S.RETURNED: 300,
    S.ANSWERED: 900,
    S.APPROVED: 800,
}
WITH_UNIT = {*ANSWERED, S.ASSIGNED, S.AWAITING_INFORMATION, S.ANSWERED, S.APPROVED}

# What people here ask about, the commonest first: a phrase is drawn by one over its place.
SUBJECTS = [
    "giấy chứng nhận quyền sử dụng đất",
    "đất",
    "hồ sơ",
    "giấy tờ",
    "thủ tục",
    "bảo hiểm y tế",
    "đường",
    "giấy phép xây dựng",
    "bảo hiểm xã hội",
    "trợ cấp",
    "hộ nghèo",
    "học phí",
    "căn cước công dân",
    "khai sinh",
    "hộ khẩu",
    "tạm trú",
    "kết hôn",
    "giải phóng mặt bằng",
    "tái định cư",
    "bồi thường",
    "nước sạch",
    "điện sinh hoạt",
    "rác thải",
    "ngập nước",
    "kênh mương",
    "cầu nông thôn",
    "vay vốn",
    "hợp tác xã",
    "giống lúa",
    "dịch bệnh",
    "chăn nuôi",
    "nuôi thủy sản",
    "vệ sinh môi trường",
    "an toàn thực phẩm",
    "trạm y tế",
    "khám chữa bệnh",
    "tiêm chủng",
    "trường mầm non",
    "tuyển sinh",
    "chuyển trường",
    "giáo viên",
    "học bổng",
    "người có công",
    "liệt sĩ",
    "nghĩa vụ quân sự",
    "việc làm",
    "xuất khẩu lao động",
    "thất nghiệp",
    "đăng ký kinh doanh",
    "thuế thu nhập",
    "hóa đơn điện tử",
    "phí trước bạ",
    "chuyển nhượng",
    "thừa kế",
    "tách thửa",
    "quy hoạch",
    "lấn chiếm",
    "tranh chấp",
    "hòa giải",
    "chứng thực",
    "công chứng",
    "lý lịch tư pháp",
    "giấy phép lái xe",
    "đăng kiểm",
    "xe tải",
    "tốc độ",
    "đèn đường",
    "vỉa hè",
    "chợ",
    "karaoke",
    "tiếng ồn",
    "cờ bạc",
    "an ninh trật tự",
    "ma túy",
    "phòng cháy chữa cháy",
    "camera",
    "thư viện",
    "lễ hội",
    "thể thao",
    "di tích",
    "du lịch",
    "phát thanh",
    "mạng internet",
    "chuyển đổi số",
    "dịch vụ công trực tuyến",
    "chữ ký số",
    "đảng viên",
    "chi bộ",
    "sinh hoạt đảng",
    "kết nạp đảng",
    "nghị quyết",
    "tiếp công dân",
    "cải cách hành chính",
    "biên chế",
    "tinh giản",
    "sáp nhập xã",
    "nhà ở xã hội",
    "nhà tình thương",
    "người khuyết tật",
    "người cao tuổi",
    "trẻ em",
    "bạo lực gia đình",
    "bình đẳng giới",
    "hạn mặn",
    "sạt lở",
    "đê bao",
    "trồng cây ăn trái",
    "mía",
    "khóm",
    "cá thát lát",
    "phân bón",
    "thuốc bảo vệ thực vật",
    "máy gặt",
    "kho lạnh",
    "truy xuất nguồn gốc",
    "nhãn hiệu",
    "khuyến công",
    "cụm công nghiệp",
    "năng lượng mặt trời",
    "trạm biến áp",
    "giá điện",
    "nước ngầm",
    "khoan giếng",
    "khai thác cát",
    "tiếng dân tộc",
    "tôn giáo",
    "cơ sở thờ tự",
    "nghĩa trang",
    "hỏa táng",
    "vốn đầu tư công",
    "đấu thầu",
    "thanh tra",
    "kê khai tài sản",
    "bưu chính",
    "kiều hối",
]
GLUE = [
    "xin hỏi",
    "cho tôi hỏi",
    "kính gửi",
    "đề nghị",
    "gia đình tôi",
    "vì sao",
    "khi nào",
    "bao lâu thì",
    "cần những gì",
    "ở đâu",
    "nộp tại",
    "theo quy định",
    "trong thời hạn",
    "ngày làm việc",
    "của",
    "và",
    "được",
    "không",
    "có",
    "thì",
    "mà",
    "đã",
    "chưa",
    "đến nay",
    "từ tháng",
    "do",
    "về việc",
    "cho",
    "tại",
    "hiện nay",
    "trước đây",
    "cơ quan nào",
    "ai chịu trách nhiệm",
    "mong sớm",
    "trả lời",
]
ANSWERS = [
    "căn cứ nghị định 61/2018/NĐ-CP",
    "căn cứ luật đất đai",
    "theo hướng dẫn",
    "ông bà liên hệ",
    "bộ phận một cửa",
    "Ủy ban nhân dân xã",
    "trung tâm phục vụ hành chính công",
    "hồ sơ gồm",
    "đơn theo mẫu",
    "bản sao",
    "bản chính",
    "thời gian giải quyết",
    "phí và lệ phí",
    "được miễn",
    "được giảm",
    "đơn vị đã kiểm tra",
    "đơn vị đã chỉ đạo",
    "sẽ khắc phục",
    "trước ngày",
    "trong quý",
    "kinh phí",
    "kế hoạch năm",
    "Đảng ủy",
    "Tỉnh ủy",
    "trân trọng",
    "ghi nhận ý kiến",
]
NAMES = [
    "An",
    "Bình",
    "Cường",
    "Dung",
    "Giang",
    "Hà",
    "Hạnh",
    "Hiếu",
    "Hòa",
    "Khánh",
    "Lan",
    "Liên",
    "Mai",
    "Minh",
    "Nga",
    "Phúc",
    "Quý",
    "Sơn",
    "Tâm",
    "Thúy",
    "Tú",
    "Vân",
    "Vinh",
    "Yến",
]
FAMILIES = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Huỳnh",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
]
NUMBERS = [f"số {number}" for number in range(1, 400)] + [f"ấp {number}" for number in range(1, 30)]


class Words:
    """Sentences by the lists above; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - words of a measurement
        self.subject_weights = list(accumulate(1 / place for place in range(1, len(SUBJECTS) + 1)))

    def subjects(self, count: int) -> list[str]:
        return self.random.choices(SUBJECTS, cum_weights=self.subject_weights, k=count)

    def sentence(self, glue: list[str], phrases: int) -> str:
        draw = self.random
        parts = []
        for subject in self.subjects(phrases):
            parts += [draw.choice(glue), subject]
            if draw.random() < 0.2:
                parts.append(draw.choice(NUMBERS))
        words = " ".join(parts)
        return words[0].upper() + words[1:]

    def question(self) -> str:
        return ". ".join(self.sentence(GLUE, 5) for _ in range(self.random.randint(1, 4))) + "?"

    def title(self) -> str:
        words = ", ".join(self.subjects(self.random.randint(2, 4)))
        return f"{words[0].upper()}{words[1:]}, {self.random.choice(NUMBERS)}"

    def answer(self) -> str:
        glue = [*GLUE, *ANSWERS, *ANSWERS]
        return ". ".join(self.sentence(glue, 6) for _ in range(self.random.randint(5, 14))) + "."

    def name(self) -> str:
        return f"{self.random.choice(FAMILIES)} Thị {self.random.choice(NAMES)}"


def load(questions: int = QUESTIONS) -> None:
    """Fill an empty, migrated database."""
    load_units()
    load_staff()
    words = Words(SEED)
    made = make(words, questions)
    for index in INDEXES:
        fulltext.remove(connection, index)
    while batch := list(islice(made, BATCH)):
        with transaction.atomic():
            store(words, batch)
    for index in INDEXES:  # filled at once: sooner than row by row
        fulltext.install(connection, index)
    with connection.cursor() as cursor:
        # What the database does by itself in the nights; without it no list is read from an index.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def make(words: Words, questions: int) -> Iterator[Question]:
    """Questions with their submissions, none stored, from the oldest to the newest."""
    draw = words.random
    now = timezone.now()
    units = list(Unit.objects.in_force(timezone.localdate()).order_by("pk"))
    communes = [unit for unit in units if unit.kind == "commune"]
    leads = [unit for unit in units if unit.kind == "department"]
    fields = list(Field.objects.order_by("pk"))
    rule = ClockRule.objects.order_by("pk").first()
    statuses = draw.choices(list(SHARES), weights=list(SHARES.values()), k=questions)
    for number, status in enumerate(statuses):
        age = YEARS * 365 * (1 - number / questions)
        if status in WAITING:
            age = draw.uniform(0, 25)  # what is open came lately
        received_at = now - timedelta(days=age, minutes=draw.randint(0, 600))
        has_unit = status in WITH_UNIT
        lead = draw.choice(leads if draw.random() < 0.8 else communes) if has_unit else None
        is_finished = status not in WAITING
        text = "" if status == S.WITHDRAWN else words.question()
        yield Question(
            submission=Submission(
                form=PURPOSE,
                key=uuid.UUID(int=draw.getrandbits(128), version=4),
                reference=reference(draw),
                secret="".join(draw.choices(ALPHABET, k=5)),
                proof=Proof.ALTCHA,
            ),
            status=status,
            status_changed_at=received_at + timedelta(days=8 if is_finished else 1),
            received_at=received_at,
            text=text,
            search_text=searchable(text),
            asker_name=words.name() if text and draw.random() < 0.5 else "",
            commune=draw.choice(communes) if draw.random() < 0.6 else None,
            field=draw.choice(fields) if draw.random() < 0.9 else None,
            lead_unit=lead,
            clock_rule=rule,
            due_at=received_at + timedelta(days=14),
            finished_at=received_at + timedelta(days=8) if status in ANSWERED else None,
            was_in_time=draw.random() < 0.85 if status in ANSWERED else None,
            working_days_taken=draw.randint(1, 14) if status in ANSWERED else None,
        )


def reference(draw: random.Random) -> str:
    """A well-formed reference of this site."""
    body = "".join(draw.choices(ALPHABET, k=6))
    body += check_character(body)
    return f"{identity().code}-{body[:4]}-{body[4:]}"


def store(words: Words, batch: list[Question]) -> None:
    """Write a batch with all that belongs to it."""
    editor = User.objects.get(username="bientap")
    officer = User.objects.get(username="yte-traloi")
    Submission.objects.bulk_create(question.submission for question in batch)
    Question.objects.bulk_create(batch)
    Assignment.objects.bulk_create(assignments(words, batch, editor))
    Step.objects.bulk_create(steps(batch, editor))
    Clock.objects.bulk_create(clocks(batch))
    Rating.objects.bulk_create(ratings(words.random, batch))
    answered = [one for one in batch if one.status in {*ANSWERED, S.ANSWERED, S.APPROVED}]
    Answer.objects.bulk_create(
        Answer(question=question, text=words.answer(), edited_by=officer) for question in answered
    )
    Publication.objects.bulk_create(publications(words, batch, editor))


def assignments(words: Words, batch: list[Question], by: User) -> Iterator[Assignment]:
    for question in batch:
        if question.lead_unit is None:
            continue
        yield assignment(question, question.lead_unit, UnitRole.LEAD, by)
        if words.random.random() < 0.3 and question.commune not in {None, question.lead_unit}:
            yield assignment(question, question.commune, UnitRole.COORDINATING, by)


def assignment(question: Question, unit: Unit | None, role: UnitRole, by: User) -> Assignment:
    at = question.received_at + timedelta(days=1)
    return Assignment(question=question, unit=unit, role=role, assigned_at=at, assigned_by=by)


def steps(batch: list[Question], by: User) -> Iterator[Step]:
    """What led to the status, as far as lists and pages look at it."""
    for question in batch:
        done: list[tuple[str, str, int]] = [("receive", S.RECEIVED, 0)]
        if question.status not in {S.RECEIVED, S.REJECTED, S.REFUSED}:
            done.append((Verb.ACCEPT, S.ACCEPTED, 1))
        if question.lead_unit is not None:
            done.append((Verb.ASSIGN, S.ASSIGNED, 1))
        if question.status in {*ANSWERED, S.ANSWERED, S.APPROVED}:
            done += [(Verb.SUBMIT_ANSWER, S.ANSWERED, 5), (Verb.APPROVE, S.APPROVED, 6)]
        if question.status in ANSWERED:
            done.append((Verb.PUBLISH, question.status, 8))
        if question.status in {S.REJECTED, S.REFUSED}:
            done.append((Verb.REJECT, question.status, 1))
        for verb, status, days in done:
            is_answer = verb == Verb.PUBLISH
            yield Step(
                question=question,
                verb=verb,
                status=status,
                happened_at=question.received_at + timedelta(days=days),
                done_by=None if verb == "receive" else by,
                unit=question.lead_unit,
                lead_unit=question.lead_unit if days > 1 else None,
                is_first_response=verb in {Verb.ACCEPT, Verb.REJECT},
                is_first_answer=is_answer,
                was_in_time=question.was_in_time if is_answer else None,
                working_days=question.working_days_taken if is_answer else 1 if days == 1 else None,
            )


def clocks(batch: list[Question]) -> Iterator[Clock]:
    """The notice of each question, and the stage of its unit; those of open ones still run."""
    for question in batch:
        kinds = [(ClockKind.NOTICE, 3, question.status == S.RECEIVED)]
        if question.lead_unit is not None:
            running = question.status in {S.ASSIGNED, S.AWAITING_INFORMATION}
            kinds.append((ClockKind.STAGE, 8, running))
        for kind, days, is_running in kinds:
            started_at = question.received_at
            yield Clock(
                question=question,
                kind=kind,
                unit=question.lead_unit if kind == ClockKind.STAGE else None,
                started_at=started_at,
                due_at=started_at + timedelta(days=days),
                finished_at=None if is_running else started_at + timedelta(days=1),
                was_in_time=None if is_running else True,
            )


def ratings(draw: random.Random, batch: list[Question]) -> Iterator[Rating]:
    """What a fifth of the askers said of their answer."""
    for question in batch:
        if question.finished_at is None or draw.random() > 0.2:
            continue
        yield Rating(
            question=question,
            was_answered=draw.choice(Answered.values),
            satisfaction=draw.randint(1, 5),
            rated_at=question.finished_at + timedelta(days=1),
        )


def publications(words: Words, batch: list[Question], by: User) -> Iterator[Publication]:
    for question in batch:
        if question.status not in {S.PUBLISHED, S.RETRACTED} or question.lead_unit is None:
            continue
        published_at: datetime = question.received_at + timedelta(days=8)
        publication = Publication(
            question=question,
            title=words.title(),
            question_text=question.text,
            answer_text=words.answer(),
            asker_label=question.asker_label,
            unit=question.lead_unit,
            unit_name=question.lead_unit.name,
            field=question.field,
            commune=question.commune,
            published_at=published_at,
            published_by=by,
            working_days_taken=question.working_days_taken,
            retracted_at=published_at if question.status == S.RETRACTED else None,
        )
        publication.prepare()
        yield publication
