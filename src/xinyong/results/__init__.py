"""Tallies become labelled data: indicators, intervals, the run folder, its hash, checkpoints."""
