"""Identifiers that sort by time of making and tell nothing else."""

import secrets
from uuid import UUID

from ruggespraak import clock


def uuid7() -> UUID:
    """A UUID version 7 (RFC 9562): 48 bits of milliseconds, then random. Python 3.11 has none of its own."""
    milliseconds = int(clock.now().timestamp() * 1000)
    value = milliseconds << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)
