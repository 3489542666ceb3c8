"""Who may do what to a question, and when: each check raises Denied with the reason in words."""
