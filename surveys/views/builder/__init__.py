"""The workspace of Ban Tuyên giáo: surveys are made, opened and closed here."""
