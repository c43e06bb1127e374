"""A reader of Coffer format 1 in Python, written from the text of docs/FORMAT.md.

It knows nothing of the code in src. Primitives: hashlib and hmac of Python, AES-GCM of
`cryptography`, Argon2id of `argon2-cffi`. Section numbers are those of FORMAT.md.
"""

import hashlib
import hmac as hmac_module
import json
import unicodedata

import argon2.low_level
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

HEADER_LIMIT = 16 * 1024
RECORD_LIMIT = 2 * 1024 * 1024
RECORD_LEAST = 120 + 256 + 16
INDEX_LIMIT = 16 * 1024
SAFE = 2**53 - 1  # the largest integer that every reader holds exactly


class Refused(Exception):
    """A refusal: its only argument is the name."""


def sha256(data):
    return hashlib.sha256(data).digest()


def hmac(key, message):
    return hmac_module.new(key, message, hashlib.sha256).digest()


def hkdf(ikm, salt, info, length):
    """RFC 5869 with SHA-256; an empty salt is 32 zeros."""
    prk = hmac(salt or bytes(32), ikm)
    okm = block = b""
    counter = 1
    while len(okm) < length:
        block = hmac(prk, block + info + bytes([counter]))
        okm += block
        counter += 1
    return okm[:length]


def label(name, *context):
    return b"coffer/1/" + name.encode() + b"\0" + b"".join(context)


def lp(data):
    return len(data).to_bytes(4, "big") + data


def same(a, b):
    return hmac_module.compare_digest(a, b)


class Reader:
    """Reads from the front; a read past the end is refused with `error`."""

    def __init__(self, data, error):
        self.data, self.error, self.at = data, error, 0

    def take(self, length):
        if length > len(self.data) - self.at:
            raise Refused(self.error)
        self.at += length
        return self.data[self.at - length : self.at]

    def number(self, size):
        value = int.from_bytes(self.take(size), "big")
        if value > SAFE:
            raise Refused(self.error)
        return value

    def lp(self, limit):
        length = self.number(4)
        if length > limit:
            raise Refused(self.error)
        return self.take(length)

    def left(self):
        return len(self.data) - self.at

    def end(self):
        if self.left() != 0:
            raise Refused(self.error)


# 1. Secrets and slots


def password_bytes(text):
    try:
        data = unicodedata.normalize("NFC", text).encode("utf-8")
    except UnicodeEncodeError:  # a lone surrogate
        raise Refused("BAD_PASSWORD") from None
    if not 1 <= len(data) <= 1024:
        raise Refused("BAD_PASSWORD")
    return data


def check_cost(kind, m, t, p):
    if kind in (1, 2):
        fits = (
            p == 1
            and 65536 <= m <= 524288
            and m % 1024 == 0
            and 3 <= t <= 12
            and m * t <= 1572864
        )
    else:
        fits = m == t == p == 0
    if not fits:
        raise Refused("KDF_BOUNDS")


def argon2id(password, salt, m, t, p):
    return argon2.low_level.hash_secret_raw(
        password, salt, time_cost=t, memory_cost=m, parallelism=p, hash_len=32,
        type=argon2.low_level.Type.ID, version=0x13,
    )


def read_slot(reader, types):
    start = reader.at
    kind = reader.number(1)
    if kind not in types or reader.number(1) != 0 or reader.number(2) != 0:
        raise Refused("BAD_FORMAT")
    slot = {"type": kind, "slotId": reader.take(16), "salt": reader.take(16)}
    slot["m"], slot["t"], slot["p"] = reader.number(4), reader.number(1), reader.number(1)
    if reader.number(2) != 0:
        raise Refused("BAD_FORMAT")
    slot["fixed"] = reader.data[start : reader.at]
    check_cost(kind, slot["m"], slot["t"], slot["p"])
    slot["commit"], slot["nonce"], slot["wrap"] = reader.take(32), reader.take(12), reader.take(48)
    length = reader.number(2)
    if length > 1024:
        raise Refused("BAD_FORMAT")
    slot["ext"] = reader.take(length)
    return slot


def open_slot(slot, vault_id, epoch, password=None, prf=None, recovery=None):
    a = b""
    if slot["type"] in (1, 2):
        a = argon2id(password_bytes(password), slot["salt"], slot["m"], slot["t"], slot["p"])
    ikm = lp(a) + lp(prf or b"") + lp(recovery or b"")
    ctx = sha256(label("ctx", vault_id, slot["fixed"], lp(slot["ext"])))
    okm = hkdf(ikm, vault_id, label("slot", ctx), 64)
    if not same(okm[32:], slot["commit"]):
        raise Refused("WRONG_SECRET")
    aad = label("wrap", vault_id, epoch.to_bytes(4, "big"), ctx)
    try:
        return AESGCM(okm[:32]).decrypt(slot["nonce"], slot["wrap"], aad)
    except InvalidTag:
        raise Refused("TAMPERED") from None


CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def write_recovery_code(code):
    check = int.from_bytes(sha256(label("rc", code))[:2], "big") >> 6
    number = int.from_bytes(code, "big") << 10 | check
    text = "".join(CROCKFORD[number >> shift & 31] for shift in range(165, -1, -5))
    return "-".join(text[at : at + 4] for at in range(0, 34, 4))


def read_recovery_code(typed):
    text = "".join(c for c in typed.upper() if not c.isspace() and c not in "-–—")
    text = text.translate(str.maketrans("OIL", "011"))
    if len(text) != 34 or any(c not in CROCKFORD for c in text):
        raise Refused("BAD_RECOVERY_CODE")
    number = 0
    for symbol in text[:32]:
        number = number << 5 | CROCKFORD.index(symbol)
    code = number.to_bytes(20, "big")
    if write_recovery_code(code).replace("-", "") != text:
        raise Refused("BAD_RECOVERY_CODE")
    return code


# 2. Header and 3. Keys


def class_key(root_key, vault_id, epoch, name):
    return hkdf(root_key, vault_id + epoch.to_bytes(4, "big"), label("key/" + name), 32)


def read_header(data):
    if len(data) > HEADER_LIMIT:
        raise Refused("BAD_FORMAT")
    reader = Reader(data, "BAD_FORMAT")
    if reader.take(8) != b"COFFER\0\x01":
        raise Refused("BAD_FORMAT")
    header = {"vaultId": reader.take(16), "epoch": reader.number(4), "headerSeq": reader.number(8)}
    header["policy"] = reader.number(1)
    count = reader.number(1)
    if not 1 <= count <= 8:
        raise Refused("BAD_FORMAT")
    header["slots"] = slots = [read_slot(reader, (1, 2, 3)) for _ in range(count)]
    reader.take(32)
    reader.end()
    types = [slot["type"] for slot in slots]
    if header["policy"] not in (0, 2) or not {1, 2} & set(types):
        raise Refused("POLICY")
    if header["policy"] == 2 and 1 in types:
        raise Refused("POLICY")
    if len({slot["slotId"] for slot in slots}) != count:
        raise Refused("DUPLICATE")
    return header


def check_header(header, data, root_key):
    key = class_key(root_key, header["vaultId"], header["epoch"], "header")
    if not same(hmac(key, data[:-32]), data[-32:]):
        raise Refused("TAMPERED")


def open_header(data, **secret):
    header = read_header(data)
    wanted = 3 if secret.get("recovery") else 2 if secret.get("prf") else 1
    slot = next(slot for slot in header["slots"] if slot["type"] == wanted)
    root_key = open_slot(slot, header["vaultId"], header["epoch"], **secret)
    check_header(header, data, root_key)
    return header, root_key


# 4. Record


def padded_length(length):
    """Padmé above 256: round up to a multiple of 2^(E - S), E = floor(log2 L), S = floor(log2 E) + 1."""
    if length <= 256:
        return 256
    e = length.bit_length() - 1
    step = 1 << (e - e.bit_length())
    return -(-length // step) * step


def pad(plaintext):
    marked = plaintext + b"\x80"
    return marked.ljust(padded_length(len(marked)), b"\0")


def unpad(padded):
    stripped = padded.rstrip(b"\0")
    if stripped[-1:] != b"\x80" or pad(stripped[:-1]) != padded:
        raise Refused("TAMPERED")
    return stripped[:-1]


def record_head(want):
    return b"".join((
        b"CFR1", bytes([1, want["cls"]]), want["schema"].to_bytes(2, "big"), want["vaultId"],
        want["epoch"].to_bytes(4, "big"), want["recId"], want["rev"].to_bytes(8, "big"),
        bytes([1 if want["tombstone"] else 0, 0, 0, 0]),
    ))


def record_keys(key, salt, head):
    okm = hkdf(key, salt, label("record", head), 76)
    return okm[:32], okm[32:44], okm[44:]


def open_record(key, want, data):
    if not RECORD_LEAST <= len(data) <= RECORD_LIMIT:
        raise Refused("REC_SIZE")
    head = record_head(want)
    if data[:56] != head:
        raise Refused("REC_CONTEXT")
    one_time, nonce, commit = record_keys(key, data[56:88], head)
    if not same(commit, data[88:120]):
        raise Refused("TAMPERED")
    try:
        padded = AESGCM(one_time).decrypt(nonce, data[120:], data[:120])
    except InvalidTag:
        raise Refused("TAMPERED") from None
    return unpad(padded)


def seal_record(key, want, plaintext, salt):
    head = record_head(want)
    one_time, nonce, commit = record_keys(key, salt, head)
    clear = head + salt + commit
    return clear + AESGCM(one_time).encrypt(nonce, pad(plaintext), clear)


def peek(data):
    """The clear head of a record; believed only where the manifest of its set fits."""
    if not RECORD_LEAST <= len(data) <= RECORD_LIMIT:
        raise Refused("REC_SIZE")
    reader = Reader(data[:56], "BAD_FORMAT")
    if reader.take(5) != b"CFR1\x01":
        raise Refused("BAD_FORMAT")
    head = {"cls": reader.number(1), "schema": reader.number(2), "vaultId": reader.take(16)}
    head.update(epoch=reader.number(4), recId=reader.take(16), rev=reader.number(8))
    flags, reserved = reader.number(1), reader.take(3)
    if flags > 1 or reserved != bytes(3):
        raise Refused("BAD_FORMAT")
    head["tombstone"] = flags == 1
    return head


def read_json(plaintext):
    """12: UTF-8 JSON, nested at most 16 deep."""
    try:
        text = plaintext.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("TAMPERED") from None
    depth, quoted, escaped = 0, False, False
    for symbol in text:
        if quoted:
            quoted = escaped or symbol != '"'
            escaped = not escaped and symbol == "\\"
        elif symbol == '"':
            quoted = True
        elif symbol in "[{":
            depth += 1
            if depth > 16:
                raise Refused("TAMPERED")
        elif symbol in "]}":
            depth -= 1
    try:
        return json.loads(text)
    except ValueError:
        raise Refused("TAMPERED") from None
