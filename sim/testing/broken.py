"""How a contract says that it is not kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class BrokenContractError(AssertionError):
    """What breaks a contract, one sentence a line; a failure to pytest and unittest alike."""

    @classmethod
    def of(cls, name: str, sentences: Sequence[str]) -> BrokenContractError:
        """Return the error of everything that is wrong with one thing."""
        return cls("\n".join([f"{name} breaks its contract:", *(f"- {sentence}" for sentence in sentences)]))


def require(*, kept: object, otherwise: str) -> None:
    """Raise a sentence unless something is true.

    Raises
    ------
    BrokenContractError
        When it is not.
    """
    if not kept:
        raise BrokenContractError(otherwise)
