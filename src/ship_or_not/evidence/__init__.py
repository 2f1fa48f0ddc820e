"""Evidence: files of predictions and of other tools → confusion matrices and counts."""
