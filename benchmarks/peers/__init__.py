"""One reference model in the tools that a user would pick instead of Xinyong, timed in one sitting.

    python -m benchmarks.peers --help

``model.py`` states the model. Each ``in_*.py`` is one program of it; the others are the harness.
"""
