"""What the trainer shows: frozen copies of numbers and pictures at one position."""
