/**
 * Every way in which Coffer says no: a closed union of names. A name crosses contexts, a stack never
 * does; `locales/en.yml` has one helpful sentence for each under `failure`.
 */
export const failureCodes = [
  // Secrets and the format (docs/FORMAT.md)
  "WRONG_SECRET", // the password or recovery code does not open this vault
  "TAMPERED", // authenticated bytes were changed or damaged
  "KDF_BOUNDS", // the header asks for too little or too much work; nothing was derived
  "REC_SIZE", // a record is shorter or longer than the format allows
  "REC_CONTEXT", // a record stands where another belongs
  "DUPLICATE", // the same (recId, class) twice
  "MISSING", // records the manifest names are not there
  "ROLLBACK", // older than what this device has seen
  "FORK", // another history than this device has seen
  "POLICY", // slots and policy bits contradict each other
  "RECOVERY_FIRST", // no second factor before the recovery code was typed back
  "NO_PRF", // the authenticator can not keep a key for us
  "FACTOR_MISSING", // the vault needs a second factor that this device cannot reach
  "BAD_FORMAT", // not the bytes of a Coffer header or record
  "BAD_PASSWORD", // empty, too long, or not well-formed Unicode
  "BAD_RECOVERY_CODE", // mistyped: the check symbols do not fit
  "BAD_BACKUP_KEY", // the same of a backup key
  "BAD_SHARE", // a sheet of a split recovery code, mistyped
  "OTHER_SHARES", // two sheets that do not belong together
  "SAME_SHARE", // one sheet twice
  // The vault
  "NO_VAULT",
  "VAULT_EXISTS",
  "VAULT_LOST", // the database is empty, but this profile had a vault
  "LOCKED",
  "BUSY",
  "STEP_UP", // a critical field: the password is asked at each use
  "NOT_FOUND",
  "CONFLICT", // changed in another window meanwhile
  "TOO_LARGE",
  "DISK_FULL",
  "DISK_FAILED",
  // Backup and restore
  "NOT_A_BACKUP",
  "TRUNCATED",
  "CHECKSUM",
  "CONFIRMATION", // the typed confirmation does not fit
  // The backup server
  "OFFLINE", // it can not be reached, or did not answer
  "CLOCK", // its clock and the one of this device are too far apart
  "SERVER_FULL",
  "SERVER_ADDRESS", // no address a backup server may have
  "SERVER_PERMISSION", // the browser does not let Coffer reach it
  "NOT_A_SERVER", // something answers there, and it is no backup server
  "SERVER_CLOSED", // it takes no new account, or not with this code
  "SERVER_CODE", // the account asks for its second factor
  "PASSKEY_REFUSED", // the browser made or gave none for the server
  "SERVER_CODE_WRONG", // the code did not hold, or none is taken for a while
  "SERVER_ASKS", // the server wants a code for what needs none
  "SERVER_KEYS", // another device changed the account's keys, and this one has not heard of it yet
  "NO_ACCOUNT", // no account of this backup key is there
  "OTHER_VAULT", // the account holds another vault
  "BAD_PAIRING", // no pairing text, or a mistyped one
  "FORMER_PASSWORD", // what was changed here opens only with the password that the vault had then
  "DEVICE_REMOVED", // another device has taken this one from the list
  // Sharing (FORMAT.md 9)
  "NO_SHARING", // this browser has no X25519
  "NO_CARD", // this vault has no identity of its own yet
  "BAD_CARD", // no contact card, or a mistyped one
  "CONTACT_KNOWN", // this key is a contact already, or one's own
  "CONTACT_UNVERIFIED", // the twelve words were not compared yet
  "CONTACT_CHANGED", // a card with another key came for this contact
  "BAD_RECIPIENT", // none that age knows
  "NOT_A_TRANSFER",
  "SHARE_TOO_LARGE", // more than one transfer carries
  "TRANSFER_OTHER", // sealed for another vault or a key that was removed
  "TRANSFER_UNKNOWN", // from nobody in the contacts
  "TRANSFER_EXPIRED",
  "TRANSFER_SEEN", // taken or refused before: a replay
  "NO_SERVER", // a mailbox needs a backup server that is connected
  "NO_MAILBOX", // it was closed, or moved to another address
  "MAILBOX_FULL",
  "MAIL_OFFLINE", // the server of a mailbox did not answer
  "MAIL_TOO_LARGE", // more than one letter carries
  // Pages and clipboard
  "NO_PAGE", // the browser lets no extension into this page
  "PAGE_GONE", // the page went away or did not answer
  "OTHER_ORIGIN", // the item belongs to another site
  "INSECURE", // an http page for an item saved on https
  "OPAQUE_ORIGIN", // sandboxed or otherwise without an origin
  "NO_FIELDS",
  "SITE_OFF", // the user said "not on this site"
  "NO_MATCH",
  "NO_CARET", // no field of the page has the caret
  "SECRET_FIELD", // the caret is in a field for passwords or codes: nothing is inserted there
  "CLIPBOARD",
  // The door
  "REFUSED", // this sender may not ask for this
  "INVALID", // the message does not fit its schema
  "CANCELLED",
  "INTERNAL",
] as const;

export type FailureCode = (typeof failureCodes)[number];

/** The only error that crosses a wall. It carries a name and no data. */
export class Failure extends Error {
  readonly code: FailureCode;
  constructor(code: FailureCode) {
    super(code);
    this.name = "Failure";
    this.code = code;
  }
}

/** The name to tell of anything that was thrown; what is not a Failure is INTERNAL. */
export function failureCode(thrown: unknown): FailureCode {
  return thrown instanceof Failure ? thrown.code : "INTERNAL";
}
