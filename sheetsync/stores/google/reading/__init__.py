"""What Google answers, turned into what a snapshot is built from."""
