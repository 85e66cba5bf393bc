"""The steppers that advance a run by whole batches, and the choice among engines and devices."""
