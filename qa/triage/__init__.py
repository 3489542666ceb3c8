"""Of what kind a text is, judged by its words alone: no rows, no requests, and it says why."""
