"""The decision model: NumPy only, no I/O, no clock, no globals."""
