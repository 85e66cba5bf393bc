"""Model, steppers, trainer thread, probes, snapshots and history. No Qt."""
