/** How the vault reaches mailboxes at backup servers (docs/SERVER.md, FORMAT.md 9). */
/** What waits in the mailboxes of an account. */
export interface Waiting {
  boxes: string[];
  mail: { id: string; box: string; bytes: number; at: number; expiry: number; reads: number }[];
}

/** The mailboxes of one's own account (FORMAT.md 9). NO_MAILBOX where the account is gone; MAIL_OFFLINE without an answer. */
export interface Mailboxes {
  /** Harmless where it is open. MAILBOX_FULL where the account has too many. */
  open(box: string, dropPk: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Harmless where it is closed. */
  close(box: string): Promise<void>;
  /** What it answers is not checked yet, but for its shape and size. */
  waiting(): Promise<Waiting>;
  /** Counts as a reading; null where nothing is there any more. */
  read(mail: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Harmless where nothing is there. */
  erase(mail: string): Promise<void>;
}

export interface Post {
  own(
    origin: string,
    account: { locator: Uint8Array<ArrayBuffer>; writeSeed: Uint8Array<ArrayBuffer> },
  ): Mailboxes;
  /**
   * Puts a letter into anybody's mailbox, whose key is made of `seed`; the same again is harmless. NO_MAILBOX,
   * MAILBOX_FULL, MAIL_TOO_LARGE, INVALID; MAIL_OFFLINE says nothing of whether it is there.
   */
  drop(
    to: { origin: string; box: string; seed: Uint8Array<ArrayBuffer> },
    mail: string,
    letter: Uint8Array<ArrayBuffer>,
  ): Promise<void>;
}
