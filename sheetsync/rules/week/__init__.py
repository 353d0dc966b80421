"""What a business week came to: its period, its figures, where leads leak."""
