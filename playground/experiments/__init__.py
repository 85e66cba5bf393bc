"""Many trainings of one document: seeds, sweeps over knobs, classical methods; on threads, processes or a cluster."""
