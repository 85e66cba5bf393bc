"""How a network learns: optimizers, losses, schedules, initializations; one file a kind, one line in its table."""
