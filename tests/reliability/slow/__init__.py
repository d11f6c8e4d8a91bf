"""A second engine, slow and plain, written apart from the first: objects, lists and loops.

It shares with the engine only what goes in (the compiled tables of a scheme, the society, the register's
numbers) and the names of codes. It has no shortcut, no packed word, no room to run out of, and no
stored sum where a list can be counted: points, bad entries and wrong records of a subject are
counted from its live records whenever they are asked for. ``check`` holds the two against each other.

Written whole, not yet held against the engine: nothing calls it, and it proves nothing, until
``check`` has been run and what it finds is settled.
"""
