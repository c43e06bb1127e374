/** Every operation of the store by name: what an adapter runs. */
import type { Asking } from "./ask.ts";
import * as account from "./op-account.ts";
import * as factor from "./op-factors.ts";
import * as house from "./op-house.ts";
import * as mirror from "./op-mirror.ts";
import * as mail from "./op-mail.ts";
import * as reading from "./op-read.ts";
import * as upload from "./op-upload.ts";

/** These may run beside writes, on a connection that only reads. */
export const readOps = {
  vault: reading.vault,
  changes: reading.changes,
  reduced: reading.reduced,
  object: reading.object,
  someObjects: reading.someObjects,
  history: reading.history,
  stateAt: reading.stateAt,
  heads: reading.heads,
  vaultsAfter: reading.vaultsAfter,
  logRows: reading.logRows,
  liveAfter: reading.liveAfter,
  transitions: reading.transitions,
  auditOf: reading.auditOf,
  orders: reading.orders,
  factors: factor.factors,
  mailbox: mail.mailbox,
  mailOf: mail.mailOf,
  mailBytes: mail.mailBytes,
  hasPart: account.hasPart,
  meta: house.meta,
  counts: house.counts,
  holes: house.holes,
  chainIs: house.chainIs,
};

const writeOps = {
  commit: upload.commit,
  create: account.create,
  addInvite: account.addInvite,
  dropInvites: account.dropInvites,
  putPart: account.putPart,
  obey: account.obey,
  obeyAsMirror: account.obeyAsMirror,
  cancelPurge: account.cancelPurge,
  openMailbox: mail.openMailbox,
  closeMailbox: mail.closeMailbox,
  drop: mail.drop,
  readMail: mail.readMail,
  eraseMail: mail.eraseMail,
  addFactor: factor.addFactor,
  confirmFactor: factor.confirmFactor,
  dropFactor: factor.dropFactor,
  addChallenge: factor.addChallenge,
  takeChallenge: factor.takeChallenge,
  mayTry: factor.mayTry,
  proved: factor.proved,
  note: factor.note,
  setMeta: house.setMeta,
  sweep: house.sweep,
  retain: house.retain,
  newLogIds: house.newLogIds,
  ping: house.ping,
  mirrored: house.mirrored,
  begun: mirror.begun,
  fillHole: house.fillHole,
};

export const ops = { ...readOps, ...writeOps };
export type OpName = keyof typeof ops;
type Op<N extends OpName> = (typeof ops)[N];
export type OpArgs<N extends OpName> = Parameters<Op<N>>;
export type OpResult<N extends OpName> = ReturnType<Op<N>> extends Asking<infer T> ? T : never;

/** The operation of this name, for an adapter that has only its name and arguments. */
export function opOf(name: OpName, args: readonly unknown[]): Asking<unknown> {
  return (ops[name] as (...given: readonly unknown[]) => Asking<unknown>)(...args);
}

/** Whether it only reads. */
export const onlyReads = (name: OpName): boolean => Object.hasOwn(readOps, name);
