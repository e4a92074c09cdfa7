"""The programs that dossier works inside; only these modules import them."""
