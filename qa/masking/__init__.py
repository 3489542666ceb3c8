"""Finds what tells of a person in a Vietnamese text, and proposes what to write instead.

Pure: text in, spans out; no rows, no request. It decides nothing. A person reads each proposal and
says whether it is followed (ADR 0017).
"""

from qa.masking.finding import find, masked
from qa.masking.spans import LABELS, Kind, Span

__all__ = ["LABELS", "Kind", "Span", "find", "masked"]
