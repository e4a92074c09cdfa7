"""What a dossier holds: one file per record type, read from text by its declaration."""
