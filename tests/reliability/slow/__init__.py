"""A second engine, slow and plain, written apart from the first: objects, lists and loops.

It shares with the engine only what goes in (the compiled tables of a scheme, the society, the register's
numbers) and the names of codes. It has no shortcut, no packed word, no room to run out of, and no
stored sum where a list can be counted: points, bad entries and wrong records of a subject are
counted from its live records whenever they are asked for. ``check`` holds the two against each other.

``python -m slow.check NUMBER`` says where the engines part in a random world, ``python -m slow.planting 100``
how many planted faults would have been found.
"""
