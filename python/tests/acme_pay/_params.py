"""The objects that calls of Acme Pay take, as dicts.

Written by `payonce provider codegen`; change the provider file and run it again.
"""

from decimal import Decimal
from typing import TypedDict

from payonce._typing import open_dict


@open_dict
class LimitParam(TypedDict):
    """An object.

    As an argument; a response has it as `Limit`.
    """

    most: str | Decimal
    """The most that one payment may be."""
