"""The side of a floor that publishes: who may write which login, what has to be put, and how that is said."""
