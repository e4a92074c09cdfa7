"""Settings for the properties in this folder."""

from hypothesis import settings

# a slow or busy machine is no failure of a property
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
