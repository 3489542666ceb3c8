"""Places named in a text, the level a matter belongs to, and who should lead: pure, no Django."""
