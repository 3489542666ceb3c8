"""What is exported comes back equal, and other programs accept it."""

import io

from hypothesis import HealthCheck, given, settings
from pyxform.xls2xform import convert

from surveys.exchange.xlsform import read_xlsform, write_xlsform
from tests.surveys.exchange.strategies import questionnaires

SLOW = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@SLOW
@given(questionnaires())
def test_any_questionnaire_comes_back_equal(questionnaire):
    stored = write_xlsform(questionnaire)
    read = read_xlsform(io.BytesIO(stored), "ban-sao.xlsx")
    assert read.questionnaire == questionnaire


@SLOW
@given(questionnaires())
def test_pyxform_makes_a_form_of_any_questionnaire(questionnaire):
    assert convert(xlsform=write_xlsform(questionnaire)).xform.startswith("<?xml")
