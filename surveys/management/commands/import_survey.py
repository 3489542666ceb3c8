import json
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path

from django.core.management.base import CommandError

from engagement.accounts.models import User
from engagement.web.commands import RowsCommand
from engagement.workflow.exceptions import Denied
from surveys.enums import Access, SampleKind, Visibility
from surveys.exchange.imported import Imported, ImportRefused
from surveys.exchange.limesurvey import read_lss
from surveys.exchange.xlsform import read_xlsform
from surveys.forms.builder.survey import free_address
from surveys.models import Survey
from surveys.services.building import Facts, create_survey


class Command(RowsCommand):
    """A refused file leaves nothing behind, and says each place where it is wrong."""

    models = (Survey,)
    help = "Nhập bảng hỏi XLSForm (.xlsx, .xlsm, .xls) hoặc LimeSurvey (.lss) thành bản soạn mới."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="TỆP")
        parser.add_argument(
            "--dry-run", action="store_true", help="chỉ đọc và báo cáo, không tạo khảo sát"
        )
        parser.add_argument("--as", dest="username", default="", help="tài khoản người tạo")
        parser.add_argument("--code", default="", help="địa chỉ; không nêu thì lấy theo tên")
        parser.add_argument(
            "--sample-kind",
            choices=SampleKind.values,
            default=SampleKind.OPEN_LINK,
            help="cách chọn người trả lời",
        )

    def handle(
        self,
        *,
        file: Path,
        dry_run: bool,
        username: str,
        code: str,
        sample_kind: str,
        **_: object,
    ) -> None:
        """Print one JSON object. CommandError with the located problems when refused."""
        imported = _read(file)
        if dry_run:
            self.stdout.write(_report(imported, None))
            return
        if not username:
            raise CommandError("Xin nêu tài khoản người tạo: --as TÀI_KHOẢN, hoặc dùng --dry-run.")
        facts = Facts(
            title=imported.questionnaire.title,
            code=code or free_address(imported.questionnaire.title),
            sample_kind=SampleKind(sample_kind),
            access=Access.LINK,
            visibility=Visibility.LIVE,
        )
        try:
            survey = create_survey(
                facts=facts,
                questionnaire=imported.questionnaire,
                by=User.objects.get(username=username),
            )
        except User.DoesNotExist as missing:
            raise CommandError(f"Không có tài khoản “{username}”.") from missing
        except Denied as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(_report(imported, survey.code))


def _read(path: Path) -> Imported:
    read = read_lss if path.suffix.lower() == ".lss" else read_xlsform
    try:
        with path.open("rb") as file:
            return read(file, path.name)
    except OSError as error:
        raise CommandError(f"Không đọc được tệp {path}.") from error
    except ImportRefused as refused:
        raise CommandError(str(refused)) from refused


def _report(imported: Imported, code: str | None) -> str:
    questionnaire = imported.questionnaire
    kinds = Counter(question.kind.value for question in questionnaire.questions)
    found = {
        "survey": code,
        "title": questionnaire.title,
        "pages": len(questionnaire.pages),
        "questions": kinds.total(),
        "kinds": dict(sorted(kinds.items())),
        "notes": [note._asdict() for note in imported.notes],
    }
    return json.dumps(found, ensure_ascii=False, indent=1)
