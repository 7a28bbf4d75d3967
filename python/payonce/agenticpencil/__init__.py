"""AgenticPencil: clients, objects and errors.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from payonce._errors import AgenticPencilError
from payonce.agenticpencil._async_client import AsyncAgenticPencil
from payonce.agenticpencil._client import AgenticPencil

__all__ = ["AgenticPencil", "AgenticPencilError", "AsyncAgenticPencil"]
