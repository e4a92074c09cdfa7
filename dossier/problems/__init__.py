"""What can be wrong with a dossier, where it stands, and what to do about it."""
