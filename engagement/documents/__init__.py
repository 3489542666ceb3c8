"""Documents and tables that people take away: what every function of the house writes alike."""
