"""What people and programs see of a command: its lines, its streams, how it ends."""
