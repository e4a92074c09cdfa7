"""Project dossiers kept as plain records in git, published as a website per client."""

__version__ = "0.1.0"
