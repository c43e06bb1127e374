/**
 * Whether a text has a secret in it: a key, a token, the number of a card or an account. Pure, and asked for texts of
 * the user only. It is a reason to offer something, never to refuse: it can be wrong both ways.
 */
import { isCardNumber, isIban } from "./numbers.ts";

export const secretKinds = ["privateKey", "token", "card", "iban", "random"] as const;
export type SecretKind = (typeof secretKinds)[number];

export interface Secret {
  kind: SecretKind;
  /** Where it stands, in UTF-16 units. */
  at: number;
  length: number;
}

/** A text is looked through as far as this, in UTF-16 units. */
const lookedAt = 100_000;

/** Blocks that say of themselves what they are. */
const keys = [
  /-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----/,
  /\bAGE-SECRET-KEY-(?:PQ-)?1[02-9AC-HJ-NP-Z]{40,}/i,
  /\bPuTTY-User-Key-File-[23]:/,
];

/** Tokens whose makers gave them a beginning to be known by. */
const tokens = [
  /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/, // Amazon
  /\bgh[pousr]_[A-Za-z0-9]{36,251}\b/, // GitHub
  /\bgithub_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}\b/,
  /\bglpat-[A-Za-z0-9_-]{20,}/, // GitLab
  /\bxox[abeoprs]-[A-Za-z0-9-]{20,}/, // Slack
  /\bxapp-\d-[A-Za-z0-9-]{20,}/,
  /\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,}/, // Stripe
  /\bwhsec_[A-Za-z0-9+/=]{24,}/,
  /\bAIza[A-Za-z0-9_-]{35}/, // Google
  /\bya29\.[A-Za-z0-9_-]{20,}/,
  /\bnpm_[A-Za-z0-9]{36}\b/,
  /\bpypi-[A-Za-z0-9_-]{50,}/,
  /\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}/, // SendGrid
  /\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{32,}/, // OpenAI, Anthropic
  /\bhf_[A-Za-z0-9]{30,}/,
  /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{16,}/, // JSON Web Token
];

const digitRun = /(?<![\d.,/-])\d(?:[ -]?\d){11,18}(?![\d.,]\d|\d|-\d)/g;
const ibanRun = /\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]){11,30}\b/g;
const longWord = /(?<![\w+/.@%-])[A-Za-z0-9+/_-]{20,200}={0,2}(?![\w+/=.@:%-])/g;
/** Addresses have long words in them that are no secrets mostly; blanks in their place keep every other place. */
const address = /\b[a-z][a-z0-9+.-]{1,10}:\/\/\S{1,2000}/gi;

/** The first secret of a text, or null. */
export function findSecret(text: string): Secret | null {
  const part = text.slice(0, lookedAt);
  return (
    first(part, keys, "privateKey") ??
    first(part, tokens, "token") ??
    checked(part, ibanRun, "iban", ibanIn) ??
    checked(part, digitRun, "card", (run) => (isCardNumber(run) ? run.length : 0)) ??
    checked(part.replaceAll(address, blank), longWord, "random", (word) =>
      isRandom(word) ? word.length : 0,
    )
  );
}

function blank(text: string): string {
  return " ".repeat(text.length);
}

function first(text: string, patterns: readonly RegExp[], kind: SecretKind): Secret | null {
  for (const pattern of patterns) {
    const found = pattern.exec(text);
    if (found !== null) return { kind, at: found.index, length: found[0].length };
  }
  return null;
}

function checked(
  text: string,
  pattern: RegExp,
  kind: SecretKind,
  lengthOf: (run: string) => number,
): Secret | null {
  for (const found of text.matchAll(pattern)) {
    const length = lengthOf(found[0]);
    if (length > 0) return { kind, at: found.index, length };
  }
  return null;
}

/** A word behind an account's number may look like a part of it: the run is tried ever shorter, at its blanks. */
function ibanIn(run: string): number {
  for (let end = run.length; end > 14; end = run.lastIndexOf(" ", end - 1)) {
    if (isIban(run.slice(0, end))) return end;
  }
  return 0;
}

/** Bits a symbol, by how often each occurs in the word itself. */
function entropy(word: string): number {
  const counts = new Map<string, number>();
  for (const symbol of word) counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
  let bitsOfAll = 0;
  for (const count of counts.values())
    bitsOfAll -= (count / word.length) * Math.log2(count / word.length);
  return bitsOfAll;
}

/**
 * Whether a long word looks drawn by chance. Hashes and ids in hexadecimal do too, and are no secrets mostly: they are
 * let go, and so are paths, names in camelCase, and anything made of words.
 */
function isRandom(word: string): boolean {
  const plain = word.replaceAll(/[=]+$/g, "");
  if (
    /^[0-9a-f-]+$/i.test(plain) ||
    !/\d/.test(plain) ||
    !/[a-z]/.test(plain) ||
    !/[A-Z]/.test(plain)
  )
    return false;
  if (plain.split("/").length > 3 || /[_-]{2}|(?:[a-z]+[_-]){2}/i.test(plain)) return false;
  // Words have long runs of one sort; chance changes the sort of symbol about every second one.
  let changes = 0;
  for (let i = 1; i < plain.length; i++) if (sortOf(plain, i) !== sortOf(plain, i - 1)) changes++;
  return (
    changes / plain.length > 0.38 && entropy(plain) > Math.min(4.2, Math.log2(plain.length) - 0.75)
  );
}

function sortOf(text: string, at: number): number {
  const symbol = text[at] ?? "";
  return /\d/.test(symbol) ? 0 : /[a-z]/.test(symbol) ? 1 : /[A-Z]/.test(symbol) ? 2 : 3;
}
