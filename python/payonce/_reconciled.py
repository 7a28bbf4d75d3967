"""What an unknown outcome may turn out to be.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from typing import TypeAlias

from payonce.agentwallex._models import Transaction

Reconciled: TypeAlias = Transaction
"""What `reconcile` of an error may bring: the result of the call that was looked for."""
