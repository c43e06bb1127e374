/** Shapes of what the door answers. They are types alone. */
import type { FailureCode } from "../core/failure.ts";
import type { Reason } from "../core/form/explain.ts";
import type { FieldMark } from "../core/form/mark.ts";
import type { Outcome } from "../core/form/field.ts";
import type { FieldType, KindName, Row as ItemRow } from "../core/item.ts";
import type { Settings } from "../core/settings.ts";
import type { Watch } from "../core/watched-site.ts";

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
      waiting: "fill" | "snippet" | "offer" | null;
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
      /** A page has sent something that may be offered for saving (`offer.list`). */
      offers: boolean;
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

/** What a watched page has sent, for the user to keep or not. The vault is open; it is shown in our window alone. */
export interface Offer {
  id: string;
  /** Of the document that sent it, as the browser states it. */
  origin: string;
  kind: KindName;
  title: string;
  /** What has a value, in the order of the item; built-in ones by their key. */
  fields: { id: string; key: string; label: string; type: FieldType; value: string }[];
  /** Items it may belong to, the likeliest first. */
  choices: { id: string; title: string; hint: string }[];
  /** The one of them that it most likely changes; null: it is new. */
  into: string | null;
}

/** The sites that the user lets Coffer watch. */
export interface Watched {
  /** An origin, or "*" for all; `granted`: the browser of this device lets us in. */
  sites: ({ site: string; granted: boolean } & Record<Watch, boolean>)[];
  /** Where nothing is offered, whatever is allowed; and where no copy is kept. */
  never: string[];
  neverClips: string[];
}
