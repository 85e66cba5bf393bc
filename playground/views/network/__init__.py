"""The Network panel: columns of live neurons, edges by weight, cards to stack, and the inspector."""
