"""One SDK for the APIs that AI agents pay with."""

from payonce._native import version

__all__ = ["version"]
