"""Results to documents: one module per format, which reads the result and never recomputes it."""
