"""LimeSurvey: the structure of a survey as its .lss export holds it."""

from surveys.exchange.limesurvey.reading import read_lss

__all__ = ["read_lss"]
