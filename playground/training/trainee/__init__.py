"""One network in training, without threads, and what watches over it."""
