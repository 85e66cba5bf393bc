"""What visible views ask the trainer for: one file a kind, with its request, its result and how it is taken."""
