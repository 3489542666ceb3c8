from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import CommandError

from engagement.web.commands import RowsCommand
from engagement.workflow.exceptions import Denied
from surveys.exchange.closed_answers import FORMATS, microdata
from surveys.exchange.xlsform import write_xlsform
from surveys.models import Survey
from surveys.queries.questionnaires import current_version, edited_version, questionnaire_of

QUESTIONNAIRE = "xlsform"


class Command(RowsCommand):
    """The questions of any survey; answers of a closed one only, under the disclosure rule."""

    models = (Survey,)
    help = "Xuất bảng hỏi (xlsform), hoặc câu trả lời của khảo sát đã đóng (csv, xlsx, sav, json)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", metavar="MÃ")
        parser.add_argument("--format", choices=[QUESTIONNAIRE, *FORMATS], required=True)
        parser.add_argument("--output", type=Path, metavar="TỆP", required=True)

    def handle(self, *, code: str, format: str, output: Path, **_: object) -> None:  # noqa: A002
        """Write the file. CommandError where there is no such survey, or it is not closed."""
        survey = Survey.objects.filter(code=code).first()
        if survey is None:
            raise CommandError(f"Không có khảo sát nào mang mã {code}.")
        try:
            content = (
                _questionnaire(survey) if format == QUESTIONNAIRE else _answers(survey, format)
            )
            output.write_bytes(content)
        except Denied as denied:
            raise CommandError(str(denied)) from denied
        except OSError as error:
            raise CommandError(f"Không ghi được tệp {output}.") from error
        self.stdout.write(f"{output}: {len(content)} byte.")


def _questionnaire(survey: Survey) -> bytes:
    """What is asked now; before the first publication, what is being drafted."""
    version = current_version(survey) or edited_version(survey)
    if version is None:
        raise Denied("Khảo sát này chưa có câu hỏi nào.")
    return write_xlsform(questionnaire_of(version))


def _answers(survey: Survey, kind: str) -> bytes:
    return FORMATS[kind](microdata(survey))
