"""What belongs to a set of records: manifest, cache, audit, backup, a whole vault (FORMAT.md 5 to 7, 12)."""

import re

from coffer import (
    HEADER_LIMIT, INDEX_LIMIT, RECORD_LEAST, RECORD_LIMIT, Reader, Refused, class_key, hkdf, hmac,
    label, open_header, open_record, peek, sha256,
)

ZERO_ID = bytes(16)
CLASS_NAMES = {
    0x01: "index", 0x02: "secret", 0x03: "critical", 0x04: "blob", 0x21: "audit",
    0x22: "keyring", 0x23: "settings", 0x24: "settings",
}


# 5. Manifest


def open_manifest(key, vault_id, epoch, data):
    counter = peek(data)["rev"]
    want = {
        "cls": 0x20, "schema": 1, "vaultId": vault_id, "epoch": epoch, "recId": ZERO_ID,
        "rev": counter, "tombstone": False,
    }
    reader = Reader(open_record(key, want, data), "TAMPERED")
    found = {
        "counter": reader.number(8), "epoch": reader.number(4), "headerHash": reader.take(32),
        "n": reader.number(4), "setMac": reader.take(32), "prev": reader.take(32),
        "deviceId": reader.take(16), "made": reader.number(8), "auditHead": reader.take(32),
    }
    reader.end()
    if found["counter"] != counter or found["epoch"] != epoch:
        raise Refused("TAMPERED")
    return found


def set_key(manifest_key):
    return hkdf(manifest_key, b"", label("set"), 32)


def leaf(k_set, head, digest):
    return hmac(k_set, b"".join((
        b"CFL1", head["recId"], bytes([head["cls"]]), head["schema"].to_bytes(2, "big"),
        head["rev"].to_bytes(8, "big"), bytes([1 if head["tombstone"] else 0]), digest,
    )))


def total(terms):
    value = sum(int.from_bytes(term, "big") for term in terms) % 2**256
    return value.to_bytes(32, "big")


def sum_set(k_set, records):
    heads = [peek(record) for record in records]
    if len({(head["recId"], head["cls"]) for head in heads}) != len(heads):
        raise Refused("DUPLICATE")
    return total(leaf(k_set, head, sha256(record)) for head, record in zip(heads, records))


def judge_set(k_set, n, set_mac, records):
    found = sum_set(k_set, records)
    if len(records) < n:
        raise Refused("MISSING")
    heads = [peek(record) for record in records]
    erased = {head["recId"] for head in heads if head["tombstone"]}
    living = {head["recId"] for head in heads if head["cls"] <= 4 and not head["tombstone"]}
    if len(records) > n or found != set_mac or erased & living:
        raise Refused("TAMPERED")


# 6. Cache


def cache_context(cls, vault_id, epoch, number, rev):
    return {
        "cls": cls, "schema": 1, "vaultId": vault_id, "epoch": epoch,
        "recId": number.to_bytes(16, "big"), "rev": rev, "tombstone": False,
    }


def open_page(key, vault_id, epoch, page, data):
    want = cache_context(0x31, vault_id, epoch, page, peek(data)["rev"])
    reader = Reader(open_record(key, want, data), "TAMPERED")
    entries = []
    for _ in range(reader.number(2)):
        entry = {"recId": reader.take(16), "lastUsed": reader.number(8), "uses": reader.number(4)}
        entry["index"] = reader.lp(INDEX_LIMIT)
        entry["refs"] = [
            {
                "cls": reader.number(1), "schema": reader.number(2), "rev": reader.number(8),
                "tombstone": reader.number(1) == 1, "hash": reader.take(32),
            }
            for _ in range(reader.number(1))
        ]
        entries.append(entry)
    reader.end()
    return entries


def page_term(k_set, page, data):
    rev = peek(data)["rev"].to_bytes(8, "big")
    return hmac(k_set, b"page" + page.to_bytes(16, "big") + rev + sha256(data))


def read_chains(reader, count):
    return [
        {"deviceId": reader.take(16), "seq": reader.number(8), "head": reader.take(32)}
        for _ in range(count)
    ]


def open_head(key, vault_id, epoch, counter, data):
    want = cache_context(0x32, vault_id, epoch, 0, counter)
    reader = Reader(open_record(key, want, data), "TAMPERED")
    head = {"manifestHash": reader.take(32), "nPages": reader.number(4), "pageSum": reader.take(32)}
    head["chains"] = read_chains(reader, reader.number(2))
    reader.end()
    return head


# 7. Audit and backup


def read_entry(plaintext):
    reader = Reader(plaintext, "TAMPERED")
    entry = {
        "deviceId": reader.take(16), "seq": reader.number(8), "prev": reader.take(32),
        "unixMs": reader.number(8), "code": reader.number(2), "recId": reader.take(16),
    }
    entry["more"] = plaintext[82:]
    check_more(entry["code"], Reader(entry["more"], "TAMPERED"))
    return entry


def check_more(code, reader):
    """12: what the code of an entry may add to it."""
    if code == 4 and reader.left():
        origin = reader.lp(300).decode("ascii", "replace")
        host = re.fullmatch(r"(https?)://[a-z0-9.-]+(:[1-9]\d{0,4})?", origin)
        if not host or host[2] == {"http": ":80", "https": ":443"}[host[1]]:
            raise Refused("TAMPERED")
    elif code == 17:
        chains = read_chains(reader, reader.number(2))
        order = [(one["deviceId"], one["seq"], one["head"]) for one in chains]
        devices = {device for device, _, _ in order}
        if not order or order != sorted(order) or len(devices) < len(order):
            raise Refused("TAMPERED")
        if any(seq < 1 for _, seq, _ in order):
            raise Refused("TAMPERED")
    elif code > 22:
        if reader.left() > 65536:
            raise Refused("TAMPERED")
        return
    reader.end()


def audit_head(plaintexts):
    """Hash over the chains, which must be sound: from the first entry, or from a checkpoint's place, on."""
    devices, places = {}, {}
    for plaintext in plaintexts:
        entry = read_entry(plaintext)
        devices.setdefault(entry["deviceId"], []).append((entry["seq"], entry["prev"], plaintext))
        if entry["code"] == 17:
            reader = Reader(entry["more"], "TAMPERED")
            for one in read_chains(reader, reader.number(2)):
                own = places.setdefault(one["deviceId"], {})
                if own.setdefault(one["seq"], one["head"]) != one["head"]:
                    raise Refused("TAMPERED")
    chains = []
    for device in sorted({*devices, *places}):
        entries, own = sorted(devices.get(device, [])), places.get(device, {})
        if entries:
            seq = entries[0][0] - 1
            if seq != 0 and seq not in own:
                raise Refused("TAMPERED")
            head = own.get(seq, bytes(32))
        else:
            seq = max(own)
            head = own[seq]
        for number, prev, plaintext in entries:
            if number != seq + 1 or prev != head:
                raise Refused("TAMPERED")
            seq, head = number, sha256(plaintext)
            if own.get(seq, head) != head:
                raise Refused("TAMPERED")
        if own and max(own) > seq:
            raise Refused("TAMPERED")
        chains.append(device + seq.to_bytes(8, "big") + head)
    return sha256(b"".join(sorted(chains)))


def read_backup(data):
    if data[:6] != b"CFBK1\0":
        raise Refused("NOT_A_BACKUP")
    reader = Reader(data, "TRUNCATED")
    reader.take(6)
    header, manifest = reader.lp(HEADER_LIMIT), reader.lp(RECORD_LIMIT)
    count = reader.number(4)
    if count * (4 + RECORD_LEAST) > reader.left():
        raise Refused("TRUNCATED")
    records = [reader.lp(RECORD_LIMIT) for _ in range(count)]
    checksum = reader.take(32)
    reader.end()
    if sha256(data[:-32]) != checksum:
        raise Refused("CHECKSUM")
    return header, manifest, records


def open_vault(header_bytes, manifest_bytes, records, **secret):
    header, root_key = open_header(header_bytes, **secret)
    vault_id, epoch = header["vaultId"], header["epoch"]
    manifest_key = class_key(root_key, vault_id, epoch, "manifest")
    manifest = open_manifest(manifest_key, vault_id, epoch, manifest_bytes)
    if manifest["headerHash"] != sha256(header_bytes):
        raise Refused("TAMPERED")
    judge_set(set_key(manifest_key), manifest["n"], manifest["setMac"], records)
    opened = []
    for record in records:
        head = peek(record)
        want = {**head, "vaultId": vault_id, "epoch": epoch, "schema": 1}
        key = class_key(root_key, vault_id, epoch, CLASS_NAMES[head["cls"]])
        plaintext = open_record(key, want, record)
        shown = {name: head[name] for name in ("cls", "recId", "rev", "tombstone")}
        opened.append({**shown, "plaintext": plaintext})
    entries = [one["plaintext"] for one in opened if one["cls"] == 0x21]
    if audit_head(entries) != manifest["auditHead"]:
        raise Refused("TAMPERED")
    return {
        "rootKey": root_key, "epoch": epoch, "counter": manifest["counter"], "n": manifest["n"],
        "records": opened,
    }
