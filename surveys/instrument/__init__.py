"""The questionnaire as a value: what is asked, when it is asked, and whether an answer fits.

Pure code: no rows, no requests. Everything that shows, stores, counts, imports or exports a survey
reads `Questionnaire`.
"""
