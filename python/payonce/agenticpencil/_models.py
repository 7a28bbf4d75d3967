"""The objects of AgenticPencil.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from __future__ import annotations
