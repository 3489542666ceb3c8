"""Which unit a text belongs to: pure code, below the rows (ADR 0012).

`Model.rank(text)` gives scores by unit; `training.train` makes a Model; `validation` measures one.
Labels are strings that mean nothing here: unit codes, and one for the level of communes.
"""
