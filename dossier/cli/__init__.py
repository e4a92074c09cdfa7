"""The `dossier` command: reads what is asked, calls the functions that do it, and prints what comes back."""
