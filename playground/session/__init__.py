"""The one object that views talk to, and the gate where the GUI and the trainer thread meet."""
