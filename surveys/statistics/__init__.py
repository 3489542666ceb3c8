"""What may be said of answers: weights, intervals, tests, charts and sentences.

Pure code over the counts of a snapshot. A share is a fraction of 0 to 1; percent points appear only
where the name or the docstring says so.
"""
