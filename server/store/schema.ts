/**
 * The tables, for both engines: every one is keyed by the vault; no sequence, trigger or advisory lock. Migrations go
 * forward only: an entry is never changed, a new one is added at the end.
 */
export interface Engine {
  blob: string;
  big: string;
  /** Said behind a table that is only its key: SQLite then keeps one tree for it, not two. */
  compact: string;
}

/** Each entry brings the schema from its index to the next. */
export const migrations: readonly ((engine: Engine) => string[])[] = [
  ({ blob, big, compact }) => [
    `create table vaults (
      locator ${blob} primary key, log_id ${blob} not null, rev ${big} not null, chain ${blob} not null,
      key_epoch ${big} not null, read_pk ${blob} not null, write_pk ${blob} not null, admin_pk ${blob} not null,
      first_epoch ${big} not null, first_write_pk ${blob} not null, first_admin_pk ${blob} not null,
      bytes ${big} not null, history_from ${big} not null, log_from ${big} not null, made ${big} not null,
      audited ${big} not null, purge_rev ${big}, purge_due ${big}, purge_order ${blob})${compact}`,
    `create table commits (
      vault ${blob} not null, rev ${big} not null, commit_id ${blob} not null, body ${blob}, body_hash ${blob} not null,
      sig ${blob} not null, chain ${blob} not null, key_epoch ${big} not null, at ${big} not null, size ${big} not null,
      manifests ${blob}, primary key (vault, rev))`,
    `create unique index commits_id on commits (vault, commit_id)`,
    `create table headers (vault ${blob} not null, rev ${big} not null, header ${blob} not null, primary key (vault, rev))`,
    `create table transitions (
      vault ${blob} not null, key_epoch ${big} not null, rev ${big} not null, bytes ${blob} not null,
      primary key (vault, key_epoch))`,
    `create table objects (
      vault ${blob} not null, name ${blob} not null, added ${big} not null, dropped ${big}, size ${big} not null,
      bytes ${blob}, primary key (vault, name, added))`,
    // Partial, so that no planner takes it for a search of what is live.
    `create index objects_dropped on objects (vault, dropped) where dropped is not null`,
    `create table nonces (vault ${blob} not null, nonce ${blob} not null, at ${big} not null, primary key (vault, nonce))${compact}`,
    `create table parts (
      vault ${blob} not null, role text not null, name ${blob} not null, at ${big} not null, bytes ${blob} not null,
      primary key (vault, role, name))`,
    `create table factors (
      vault ${blob} not null, id ${blob} not null, kind text not null, data text not null, confirmed ${big} not null,
      made ${big} not null, primary key (vault, id))`,
    `create table challenges (vault ${blob} not null, challenge text not null, at ${big} not null, primary key (vault, challenge))`,
    `create table tries (vault ${blob} not null, at ${big} not null, n ${big} not null, primary key (vault))`,
    `create table audit (
      vault ${blob} not null, n ${big} not null, at ${big} not null, action text not null, rev ${big} not null,
      primary key (vault, n))`,
    `create table orders (locator ${blob} not null, kind text not null, bytes ${blob} not null, at ${big} not null, primary key (locator, kind))`,
    `create table invites (hash ${blob} primary key, made ${big} not null, used ${big})`,
  ],
  // Mailboxes are found by their own name: who puts something there knows no account. `bytes` null: read or erased.
  ({ blob, big, compact }) => [
    `create table mailboxes (
      id ${blob} primary key, vault ${blob} not null, drop_pk ${blob} not null, made ${big} not null)${compact}`,
    `create index mailboxes_vault on mailboxes (vault)`,
    `create table mail (
      vault ${blob} not null, id ${blob} not null, box ${blob} not null, at ${big} not null, expiry ${big} not null,
      reads ${big} not null, hash ${blob} not null, size ${big} not null, bytes ${blob}, primary key (vault, id))`,
  ],
];

/** Tables with rows of a vault: what goes with it, beside its own row. */
export const tablesOfVault = [
  "commits",
  "headers",
  "transitions",
  "objects",
  "nonces",
  "parts",
  "factors",
  "challenges",
  "tries",
  "audit",
  "mail",
  "mailboxes",
];

/** The table that says which migrations ran; it is there before all others. */
export const metaTable = `create table if not exists meta (name text primary key, value text not null)`;

export interface VaultRow {
  locator: Uint8Array;
  log_id: Uint8Array;
  rev: number;
  chain: Uint8Array;
  key_epoch: number;
  read_pk: Uint8Array;
  write_pk: Uint8Array;
  admin_pk: Uint8Array;
  first_epoch: number;
  first_write_pk: Uint8Array;
  first_admin_pk: Uint8Array;
  bytes: number;
  history_from: number;
  log_from: number;
  made: number;
  audited: number;
  purge_rev: number | null;
  purge_due: number | null;
  purge_order: Uint8Array | null;
}

export interface CommitRow {
  vault: Uint8Array;
  rev: number;
  commit_id: Uint8Array;
  body: Uint8Array | null;
  body_hash: Uint8Array;
  sig: Uint8Array;
  chain: Uint8Array;
  key_epoch: number;
  at: number;
  size: number;
  manifests: Uint8Array | null;
}
