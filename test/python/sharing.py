"""Sharing (docs/FORMAT.md 9): cards, hand-overs, transfers by HPKE mode_auth (RFC 9180), pages with a key, mailboxes."""

import re

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

import coffer

RAW = (Encoding.Raw, PublicFormat.Raw)
P = 2**255 - 19
# u of the points of small order on curve25519.
SMALL = {0, 1, P - 1} | {
    int.from_bytes(bytes.fromhex(one), "little")
    for one in (
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    )
}


def is_public(key):
    u = int.from_bytes(key, "little")
    return u < P and u not in SMALL


def agree(secret, public):
    if not is_public(public):
        raise coffer.Refused("TAMPERED")
    return X25519PrivateKey.from_private_bytes(secret).exchange(
        X25519PublicKey.from_public_bytes(public))


def public_of(secret):
    return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes(*RAW)


def identity(secret):
    pk = public_of(secret)
    seed = coffer.hkdf(secret, b"", coffer.label("share/sign"), 32)
    sign = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes(*RAW)
    return {"pk": pk, "sign": sign, "hash": coffer.sha256(coffer.label("contact", pk, sign))}


def read_card(data):
    reader = coffer.Reader(data, "BAD_CARD")
    if reader.take(6) != b"CFCC1\0":
        raise coffer.Refused("BAD_CARD")
    pk, sign, name, check = reader.take(32), reader.take(32), reader.lp(200), reader.take(4)
    reader.end()
    if check != coffer.sha256(data[:-4])[:4] or not is_public(pk):
        raise coffer.Refused("BAD_CARD")
    return {"pk": pk, "sign": sign, "name": name.decode()}


def signed(key, message, signature):
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
        return True
    except InvalidSignature:
        return False


def handover(pk, sign, data):
    reader = coffer.Reader(data, "BAD_CARD")
    if reader.take(6) != b"CFHO1\0":
        raise coffer.Refused("BAD_CARD")
    reader.number(8)
    old_pk, old_sign = reader.take(32), reader.take(32)
    card = read_card(reader.lp(1024))
    by_old, by_new = reader.take(64), reader.take(64)
    reader.end()
    message = coffer.label("share/handover", data[:-128])
    proved = (
        (old_pk, old_sign) == (pk, sign)
        and signed(sign, message, by_old)
        and signed(card["sign"], message, by_new)
    )
    return {"proved": True, "pk": card["pk"], "sign": card["sign"]} if proved else {"proved": False}


# RFC 9180, 4: the labelled functions of HKDF-SHA256.

KEM = b"KEM\x00\x20"
HPKE = b"HPKE\x00\x20\x00\x01\x00\x02"


def extract(suite, salt, name, ikm):
    return coffer.hmac(salt or bytes(32), b"HPKE-v1" + suite + name + ikm)


def expand(suite, prk, name, info, length):
    whole = length.to_bytes(2, "big") + b"HPKE-v1" + suite + name + info
    block = okm = b""
    while len(okm) < length:
        block = coffer.hmac(prk, block + whole + bytes([len(okm) // 32 + 1]))
        okm += block
    return okm[:length]


def open_auth(secret, sender, enc, info, aad, ct):
    """OpenAuth of RFC 9180 with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM."""
    agreed = agree(secret, enc) + agree(secret, sender)
    prk = extract(KEM, b"", b"eae_prk", agreed)
    shared = expand(KEM, prk, b"shared_secret", enc + public_of(secret) + sender, 32)
    context = b"\x02" + extract(HPKE, b"", b"psk_id_hash", b"")
    context += extract(HPKE, b"", b"info_hash", info)
    prk = extract(HPKE, shared, b"secret", b"")
    key = expand(HPKE, prk, b"key", context, 32)
    nonce = expand(HPKE, prk, b"base_nonce", context, 12)
    try:
        return AESGCM(key).decrypt(nonce, ct, aad)
    except InvalidTag:
        raise coffer.Refused("TAMPERED") from None


def open_transfer(secret, sender, data):
    reader = coffer.Reader(data, "NOT_A_TRANSFER")
    if reader.take(6) != b"CFSH1\0" or reader.number(2) != 1:
        raise coffer.Refused("NOT_A_TRANSFER")
    expiry, cls = reader.number(8), reader.number(1)
    if cls not in (2, 3):
        raise coffer.Refused("NOT_A_TRANSFER")
    share_id = reader.take(16)
    reader.take(64)  # who it says: the keys in hand count
    enc = reader.take(32)
    ct = reader.take(reader.left())
    info = coffer.label("share", sender, public_of(secret), share_id)
    plaintext = coffer.unpad(open_auth(secret, sender, enc, info, data[6:17], ct))
    return {"plaintext": plaintext, "cls": cls, "expiry": expiry}


def open_link(key, data):
    reader = coffer.Reader(data, "NOT_A_TRANSFER")
    magic = reader.take(6)
    if magic != b"CFLK1\0":
        raise coffer.Refused("NOT_A_TRANSFER")
    expiry, salt, commit = reader.number(8), reader.take(32), reader.take(32)
    okm = coffer.hkdf(key, salt, coffer.label("share/link", data[:14]), 76)
    if not coffer.same(okm[44:], commit):
        raise coffer.Refused("WRONG_SECRET")
    try:
        padded = AESGCM(okm[:32]).decrypt(okm[32:44], data[78:], data[:78])
    except InvalidTag:
        raise coffer.Refused("TAMPERED") from None
    return {"plaintext": coffer.unpad(padded), "expiry": expiry}


def mailbox(pk, sign, data):
    reader = coffer.Reader(data, "BAD_CARD")
    if reader.take(6) != b"CFMB1\0":
        raise coffer.Refused("BAD_CARD")
    made, owner, origin = reader.number(8), reader.take(32), reader.lp(300).decode()
    secret, signature = reader.take(32), reader.take(64)
    reader.end()
    if not re.fullmatch(r"https://[a-z0-9.-]+(:\d+)?|http://(localhost|127\.0\.0\.1)(:\d+)?", origin):
        raise coffer.Refused("BAD_CARD")
    if owner != pk or not signed(sign, coffer.label("share/mailbox", data[:-64]), signature):
        return {"proved": False}
    seed = coffer.hkdf(secret, b"", coffer.label("share/mailbox/drop"), 32)
    drop = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes(*RAW)
    name = coffer.hkdf(secret, b"", coffer.label("share/mailbox/id"), 16)
    return {"proved": True, "made": made, "origin": origin, "secret": secret, "id": name,
            "dropPk": drop}


def open_letter(secret, mail, data):
    if data[:6] != b"CFML1\0":
        raise coffer.Refused("TAMPERED")
    salt, info = data[15:47], coffer.label("share/mailbox/letter", mail.encode())
    okm = coffer.hkdf(secret, salt, info, 44)
    try:
        return {"transfer": AESGCM(okm[:32]).decrypt(okm[32:], data[47:], data[:47])}
    except InvalidTag:
        raise coffer.Refused("TAMPERED") from None
