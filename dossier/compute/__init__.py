"""Facts computed from a dossier: pure functions, no input or output."""
