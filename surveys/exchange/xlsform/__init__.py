"""XLSForm: the questionnaires of ODK, Kobo and their kin, as Excel workbooks."""

from surveys.exchange.xlsform.reading import read_xlsform
from surveys.exchange.xlsform.writing import write_xlsform

__all__ = ["read_xlsform", "write_xlsform"]
