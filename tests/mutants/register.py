"""Every deliberate fault."""

from __future__ import annotations

from typing import Final

from tests.mutants import market, money, outside, planning

MUTANTS: Final = (*planning.MUTANTS, *market.MUTANTS, *money.MUTANTS, *outside.MUTANTS)
