"""Opens every vector of test/vectors (README.md there) with the Python reader.

    python3 test/python/open_vectors.py [FOLDER]

One line a file; the exit code is 1 on any difference, 2 where a package is missing.
"""

import base64
import json
import sys
from pathlib import Path

try:
    import coffer
    import coffer_set
    import shares
    import sharing
except ImportError as missing:
    print(f"not there: {missing.name} (Debian: python3-cryptography, python3-argon2)")
    sys.exit(2)

SECRETS = ("password", "prf", "recovery")
CONTEXT = ("cls", "schema", "vaultId", "epoch", "recId", "rev", "tombstone")
TEXTS = {"mail", "origin", "password", "text", "name", "rpId", "schema", "value"}


def from_hex(value, name=""):
    """Hex to bytes at any depth; what README.md calls text stays text."""
    if isinstance(value, str):
        return value if name in TEXTS else bytes.fromhex(value)
    if isinstance(value, list):
        return [from_hex(one) for one in value]
    if isinstance(value, dict) and name != "value":
        return {key: from_hex(one, key) for key, one in value.items()}
    return value


def secrets(i):
    return {name: i[name] for name in SECRETS if name in i}


def record(i, out):
    plaintext = coffer.open_record(i["key"], {name: i[name] for name in CONTEXT}, i["record"])
    again = coffer.seal_record(i["key"], i, plaintext, i["record"][56:88])
    assert again == i["record"], "sealed again it is another"
    return {"plaintext": plaintext, "salt": i["record"][56:88]}


def slot(i, out):
    reader = coffer.Reader(i["slot"], "BAD_FORMAT")
    found = coffer.read_slot(reader, (1, 2, 3, 4))
    reader.end()
    return {"rootKey": coffer.open_slot(found, i["vaultId"], i["epoch"], **secrets(i))}


def check_header(i, out):
    header = coffer.read_header(i["header"])
    coffer.check_header(header, i["header"], i["rootKey"])
    types = [one["type"] for one in header.pop("slots")]
    return {**header, "types": types}


def unpad(i, out):
    plaintext = coffer.unpad(i["padded"])
    assert coffer.pad(plaintext) == i["padded"], "padded again it is another"
    return {"plaintext": plaintext}


def judge(i, out):
    coffer_set.judge_set(i["kSet"], i["n"], i["setMac"], i["records"])
    return {}


def cost(i, out):
    coffer.check_cost(i["type"], i["m"], i["t"], i["p"])
    return {}


def page_sum(i, out):
    terms = [coffer_set.page_term(i["kSet"], one["page"], one["record"]) for one in i["pages"]]
    return {"pageSum": coffer_set.total(terms)}


def vault(i, out):
    return coffer_set.open_vault(i["header"], i["manifest"], i["records"], **secrets(i))


def backup(i, out):
    return coffer_set.open_vault(*coffer_set.read_backup(i["file"]), **secrets(i))


def past(i, out):
    keyring = next(one for one in vault(i, out)["records"] if one["cls"] == 0x22)
    entry = coffer.read_json(keyring["plaintext"])["past"][0]
    root_key, last_hash = (base64.b64decode(entry[name]) for name in ("rootKey", "lastHash"))
    old = i["past"]
    header = coffer.read_header(old["header"])
    coffer.check_header(header, old["header"], root_key)
    key = coffer.class_key(root_key, header["vaultId"], header["epoch"], "manifest")
    manifest = coffer_set.open_manifest(key, header["vaultId"], entry["epoch"], old["manifest"])
    assert manifest["counter"] == entry["lastCounter"], "another counter"
    assert coffer.sha256(old["manifest"]) == last_hash, "another manifest"
    coffer_set.judge_set(coffer_set.set_key(key), manifest["n"], manifest["setMac"], old["records"])
    return {
        "epoch": entry["epoch"], "rootKey": root_key, "lastCounter": entry["lastCounter"],
        "lastHash": last_hash,
    }


OPS = {
    "argon2id": lambda i, out: {"derived": coffer.argon2id(
        coffer.password_bytes(i["password"]), i["salt"], i["m"], i["t"], i["p"])},
    "cost": cost,
    "password": lambda i, out: {"bytes": coffer.password_bytes(i["password"])},
    "classKey": lambda i, out: {
        "key": coffer.class_key(i["rootKey"], i["vaultId"], i["epoch"], i["name"])},
    "write": lambda i, out: {"text": coffer.write_recovery_code(i["bytes"])},
    "read": lambda i, out: {"bytes": coffer.read_recovery_code(i["text"])},
    "ext": lambda i, out: {
        "ext": coffer.lp(i["rpId"].encode()) + coffer.lp(i["credentialId"])},
    "prfSalt": lambda i, out: {
        "salt": coffer.sha256(coffer.label("prf", i["vaultId"], i["slotId"]))},
    "check": check_header,
    "paddedLength": lambda i, out: {"padded": coffer.padded_length(i["length"])},
    "unpad": unpad,
    "record": record,
    "json": lambda i, out: {"value": coffer.read_json(i["plaintext"])},
    "manifest": lambda i, out: coffer_set.open_manifest(
        i["key"], i["vaultId"], i["epoch"], i["record"]),
    "setKey": lambda i, out: {"kSet": coffer_set.set_key(i["key"])},
    "leaf": lambda i, out: {"term": coffer_set.leaf(i["kSet"], i, i["hash"])},
    "sum": lambda i, out: {
        "setMac": coffer_set.sum_set(i["kSet"], i["records"]), "n": len(i["records"])},
    "judge": judge,
    "page": lambda i, out: {"entries": coffer_set.open_page(
        i["key"], i["vaultId"], i["epoch"], i["page"], i["record"])},
    "pageSum": page_sum,
    "head": lambda i, out: coffer_set.open_head(
        i["key"], i["vaultId"], i["epoch"], i["counter"], i["record"]),
    "entry": lambda i, out: coffer_set.read_entry(i["plaintext"]),
    "chains": lambda i, out: {"auditHead": coffer_set.audit_head(i["entries"])},
    "vault": vault,
    "past": past,
    "backup": backup,
    "header/open": lambda i, out: {"rootKey": coffer.open_header(i["header"], **secrets(i))[1]},
    "slots/open": slot,
    "identity": lambda i, out: sharing.identity(i["secret"]),
    "card": lambda i, out: sharing.read_card(i["card"]),
    "handover": lambda i, out: sharing.handover(i["pk"], i["sign"], i["handover"]),
    "transfer": lambda i, out: sharing.open_transfer(i["secret"], i["senderPk"], i["transfer"]),
    "link": lambda i, out: sharing.open_link(i["key"], i["sealed"]),
    "mailbox": lambda i, out: sharing.mailbox(i["pk"], i["sign"], i["address"]),
    "letter": lambda i, out: sharing.open_letter(i["secret"], i["mail"], i["letter"]),
    "join": lambda i, out: {
        "text": shares.join_shares(i["one"]["text"], i["other"]["text"])},
}


def difference(part, case):
    """None, or in a word how the answer differs from the vector."""
    op = OPS.get(f"{part}/{case['op']}") or OPS.get(case["op"])
    if op is None:
        return f"no operation {case['op']}"
    out = from_hex(case.get("out"))
    try:
        answer = op(from_hex(case["in"]), out)
    except coffer.Refused as refused:
        name = refused.args[0]
        return None if case.get("error") == name else f"refused as {name}"
    except AssertionError as wrong:
        return str(wrong)
    if "error" in case:
        return f"opened, {case['error']} expected"
    return None if answer == out else "another answer"


def main(folder):
    files = sorted(folder.glob("*.json"))
    wrong = 0 if files else 1
    for file in files:
        cases = json.loads(file.read_text(encoding="utf-8"))["cases"]
        differences = [(case, difference(file.stem, case)) for case in cases]
        bad = [(case, how) for case, how in differences if how is not None]
        refusals = sum("error" in case for case in cases)
        print(f"{file.name}: {len(cases) - len(bad)} of {len(cases)} hold, {refusals} are refusals")
        for case, how in bad:
            print(f"  {case['op']}: {case['name']}: {how}")
        wrong += len(bad)
    return 1 if wrong else 0


if __name__ == "__main__":
    default = Path(__file__).resolve().parent.parent / "vectors"
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else default))
