"""The loss over a plane in weight space: planes, losses at many weights, surfaces that get finer."""
