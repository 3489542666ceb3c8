"""The verbs of the question, one function each, grouped by who acts."""
