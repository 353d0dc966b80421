"""What is said to the owner and the team; how it reaches them is not known here."""
