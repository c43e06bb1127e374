/** POST commits: what was sent, put together where it came in parts, and handed to op-commit.ts under the lock. */
import { limits } from "../api.ts";
import { concat, equalBytes, Malformed } from "../bytes.ts";
import { decodeParts, decodeUpload, type Upload } from "../commit.ts";
import { type Asking, ask, one } from "./ask.ts";
import { added, type CheckedAhead, type CommitAnswer } from "./op-commit.ts";
import { admitted, type Caller, entered } from "./vault-row.ts";

export interface CommitInput extends Caller {
  /** What was sent: a whole upload, or a closing request that names parts. */
  sent: Uint8Array;
  bytesMax: number;
  /** A second factor was proved after this very request was found to need it: it may change the keys, its nonce is taken. */
  steppedUp: boolean;
  checked: CheckedAhead | null;
}

/** POST commits: the caller's request was verified; the commit is verified here. */
export function* commit(input: CommitInput): Asking<CommitAnswer> {
  const row = yield* input.steppedUp ? admitted(input) : entered(input);
  if (row === null) return { is: "gone" };
  let upload: Upload;
  try {
    const names = decodeParts(input.sent);
    const whole = names === null ? input.sent : yield* assembled(input, names);
    if (whole === null) return { is: "invalid" };
    if (whole === "too_large") return { is: "too_large" };
    upload = decodeUpload(whole);
  } catch (thrown) {
    if (thrown instanceof Malformed) return { is: "invalid" };
    throw thrown;
  }
  const answer = yield* added(row, upload, { ...input, absent: null });
  if (answer.is === "committed" && !equalBytes(input.sent.subarray(0, 6), uploadStart)) {
    yield* ask("delete from parts where vault = ? and role = ?", input.locator, input.role);
  }
  return answer;
}

const uploadStart = Buffer.from("CFUP1\0");

function* assembled(
  { locator, role }: Caller,
  names: readonly Uint8Array[],
): Asking<Uint8Array | "too_large" | null> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (const name of names) {
    const part = yield* one<{ bytes: Uint8Array }>(
      "select bytes from parts where vault = ? and role = ? and name = ?",
      locator,
      role,
      name,
    );
    if (part === null) return null;
    length += part.bytes.length;
    if (length > limits.upload) return "too_large";
    parts.push(part.bytes);
  }
  return concat(...parts);
}
