"""What staff see: which questions, in which boxes, with what counts."""
