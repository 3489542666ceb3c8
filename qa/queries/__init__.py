"""Everything that reads questions, by who looks: desk, asker, archive, figures."""
