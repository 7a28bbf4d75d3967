"""Adapters for frameworks, one per module. Each module imports its framework only when it is used."""
