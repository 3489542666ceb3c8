"""The demo site: a province's organisation, its staff and questions, all of our own writing."""
