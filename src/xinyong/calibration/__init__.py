"""What the figures that were counted and asked leave of the assumptions."""
