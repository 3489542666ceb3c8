"""What is counted of the questions: each figure is defined once, here, for every page and file."""
