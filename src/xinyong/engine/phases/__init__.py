"""The fifteen phases of a month, a file each; ``engine.month`` runs them in order."""
