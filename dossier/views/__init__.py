"""Exactly what each page, picture or comment shows, as frozen values without any syntax."""
