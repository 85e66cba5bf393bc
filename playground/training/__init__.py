"""Trainer thread, probes, snapshots and history; state, engines and timeline have folders. No Qt."""
