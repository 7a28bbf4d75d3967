"""The results that `reconcile` can find.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from typing import TypeAlias

from payonce.agentwallex._models import Transaction

Reconciled: TypeAlias = Transaction
"""The result of `reconcile` of an error: the result of the call that was looked for."""
