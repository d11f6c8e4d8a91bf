"""Designs of runs: a world, a pair of worlds; what they need, how they go on after a stop."""
