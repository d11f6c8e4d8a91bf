"""Both sides at once: what reforms keep and spare (frontier), and control beside harmony (headline).

What is weighed stands in YAML files beside the program; nothing of it is in Python. Worlds, seeds and the
store are those of the claims, so what one has lived through serves the other.
"""
