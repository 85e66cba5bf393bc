"""What one run is: network, flat parameters, optimizer, losses, targets, and what carries over to the next."""
