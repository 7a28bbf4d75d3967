def version() -> str:
    """The version of the core that this module was built from."""
