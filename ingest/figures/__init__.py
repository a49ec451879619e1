"""Tables → figures: each value with its labels, level, unit, year and stage."""
