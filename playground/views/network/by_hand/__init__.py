"""One step by hand over the network: its stages, numbers on units and connections, a check of one's own sum."""
