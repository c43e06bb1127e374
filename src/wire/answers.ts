/** Shapes of what the door answers. They are types alone. */
import type { FailureCode } from "../core/failure.ts";
import type { Reason } from "../core/form/explain.ts";
import type { FieldMark } from "../core/form/mark.ts";
import type { Outcome } from "../core/form/field.ts";
import type { KindName, Row as ItemRow } from "../core/item.ts";
import type { Settings } from "../core/settings.ts";

export interface ClipStatus {
  /** When our value is cleared (ms since 1970). */
  until: number;
}

export type Status =
  | {
      state: "none";
      /** This profile had a vault, and the browser has lost it. */
      lost: boolean;
    }
  | {
      state: "locked";
      /** What waits for the unlock, to be told above the password box. */
      waiting: "fill" | "snippet" | null;
      /** A value of ours may still be on the clipboard since before the last start. */
      clip: ClipStatus | null;
      /** A passkey is needed beside the password; one of this device opens without it. */
      keys: { second: boolean; quick: boolean };
    }
  | {
      state: "open";
      items: number;
      trashed: number;
      tags: string[];
      /** When it locks by itself, if nothing happens (ms since 1970). */
      lockAt: number;
      clip: ClipStatus | null;
      settings: Settings;
      /** Of the disk after unlock: the set does not fit its manifest. */
      problem: FailureCode | null;
      /** The recovery code was used: it is spent, a new password has to be chosen (FORMAT.md 6). */
      renew: boolean;
      /** This computer can bear a stronger derivation. */
      stronger: boolean;
      /** A rotation under way: how much of it is done, 0 to 1. */
      rotating: number | null;
      /** A passkey is needed beside the password; one of this device opens without it. */
      keys: { second: boolean; quick: boolean };
    };

/** A passkey as `navigator.credentials.get` has to be asked for it; bytes as hex. */
export interface KeyAsk {
  slotId: string;
  /** It opens this device's vault without the password. */
  alone: boolean;
  rpId: string;
  credentialId: string;
  salt: string;
}

export interface Unlocked {
  /** What was waiting and has been done. */
  resumed: { fill: FillReport } | { failed: FailureCode } | { draft: "popup" } | null;
}

export interface Found {
  /** Items for the site in the tab, best first; they are not repeated in `rows`. */
  site: ItemRow[];
  /** The others: with a search text by match, else by last use. From `offset`, at most `limit`. */
  rows: ItemRow[];
  /** All that fit, `site` included. */
  total: number;
  /** The user said "not on this site": nothing is offered for it. */
  off?: true;
}

export interface Here {
  tabId: number | null;
  /** Origin of the page in front, or null where it has none or is not ours to see. */
  origin: string | null;
  /** Host as shown, punycode. */
  host: string | null;
  /** The browser lets us into this page. */
  reachable: boolean;
}

export interface FilledField {
  label: string;
  outcome: Outcome;
  /** How to find it again, and what Coffer took it for; frames have none. */
  seen?: { frame: number; mark: FieldMark; kind: string; why: Reason };
}

export interface FillReport {
  tabId: number;
  /** Of the page that was filled; null for our own practice page. */
  origin: string | null;
  itemId: string;
  title: string;
  kind: KindName;
  filled: number;
  /** Fields of the page that were looked at: those filled and those named in `fields`. */
  total: number;
  fields: FilledField[];
  /** When (ms since 1970). */
  at: number;
  undone: boolean;
}
