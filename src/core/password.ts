/** The password as bytes (FORMAT.md 1): well-formed Unicode, NFC, UTF-8, 1 to 1024 bytes, never trimmed. */
import { type Bytes, utf8 } from "./bytes.ts";
import { Failure } from "./failure.ts";

/** Throws BAD_PASSWORD for a lone surrogate, an empty password or one of more than 1024 bytes. */
export function passwordBytes(password: string): Bytes {
  if (!password.isWellFormed()) throw new Failure("BAD_PASSWORD");
  const bytes = utf8(password.normalize("NFC"));
  if (bytes.length < 1 || bytes.length > 1024) throw new Failure("BAD_PASSWORD");
  return bytes;
}
