"""Shares of a recovery code (docs/FORMAT.md 12): two of three give the code, by GF(2^8) without tables."""

import coffer


def times(a, b):
    product = 0
    while b:
        if b & 1:
            product ^= a
        a = (a << 1) ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return product


def inverse(a):
    return next(b for b in range(256) if times(a, b) == 1)


def read_share(typed):
    """(number, setId, y, x) of a share as it was typed; BAD_SHARE for anything else."""
    text = "".join(c for c in typed.upper() if c not in " -–—\t\r\n")
    text = text.replace("O", "0").replace("I", "1").replace("L", "1")
    if len(text) != 44 or any(c not in coffer.CROCKFORD for c in text):
        raise coffer.Refused("BAD_SHARE")
    number = 0
    for symbol in text[:40]:
        number = number << 5 | coffer.CROCKFORD.index(symbol)
    share = number.to_bytes(25, "big")
    check = int.from_bytes(coffer.sha256(coffer.label("rc-share", share))[:3], "big") >> 4
    symbols = "".join(coffer.CROCKFORD[check >> shift & 31] for shift in (15, 10, 5, 0))
    version, sheet, x = share[0] >> 4, share[0] & 15, share[24]
    if symbols != text[40:] or version != 1 or not 1 <= sheet <= 3 or x == 0:
        raise coffer.Refused("BAD_SHARE")
    return sheet, share[1:4], share[4:24], x


def join_shares(one, other):
    """The recovery code of two shares, as it is printed. OTHER_SHARES, SAME_SHARE."""
    (sheet1, set1, y1, x1), (sheet2, set2, y2, x2) = read_share(one), read_share(other)
    if set1 != set2:
        raise coffer.Refused("OTHER_SHARES")
    if (sheet1, y1, x1) == (sheet2, y2, x2):
        raise coffer.Refused("SAME_SHARE")
    if sheet1 == sheet2 or x1 == x2:
        raise coffer.Refused("BAD_SHARE")
    slope = inverse(x1 ^ x2)
    code = bytes(a ^ times(x1, times(a ^ b, slope)) for a, b in zip(y1, y2))
    return coffer.write_recovery_code(code)
