"""What is true of leads: pure, vectorised rules. They read no clock, file or network."""
