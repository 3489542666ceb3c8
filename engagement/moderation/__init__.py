"""What a moderator may refuse, and why: the reason codes of the regulation's Article 5."""
