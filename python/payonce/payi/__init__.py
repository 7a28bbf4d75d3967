"""Pay-i: clients, objects and errors.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from payonce._errors import PayiError
from payonce.payi._async_client import AsyncPayi
from payonce.payi._client import Payi

__all__ = ["AsyncPayi", "Payi", "PayiError"]
