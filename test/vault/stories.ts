/** What can happen to two devices and their server, for fast-check to make stories of (model.ts). */
import fc from "fast-check";
import { type LieName, lieNames } from "./lies.ts";

export type Who = "a" | "b";

export type Step =
  | { do: "add"; who: Who; kind: "login" | "card"; value: string }
  | { do: "edit"; who: Who; item: number; field: number; value: string; mark: boolean }
  | { do: "setting"; who: Who; idleMinutes: number }
  | { do: "trash" | "untrash" | "erase" | "favourite"; who: Who; item: number }
  | { do: "wait"; who: Who; ms: number }
  | { do: "sync"; who: Who; fault: "none" | "offline" | "lost" | "twice" }
  | { do: "kill"; who: Who; at: number; what: "sync" | "rotate" }
  | { do: "rotate"; who: Who; fault: "none" | "lost" }
  | { do: "restart"; who: Who }
  | { do: "backup" | "profile back"; who: Who }
  | { do: "restore"; who: Who; how: "add" | "exact" | "replace" }
  | { do: "lie"; who: Who; lie: LieName }
  | { do: "server back"; who: Who; commits: number }
  | { do: "purge"; who: Who; keep: number };

const who = fc.constantFrom<Who>("a", "b");
const item = fc.nat(3);
const value = fc
  .string({ minLength: 1, maxLength: 3 })
  .map((text) => `v-${text.replaceAll("\0", "0")}`);

/** One step; edits and syncs are the most of them. */
export const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("add" as const),
      who,
      kind: fc.constantFrom("login", "card"),
      value,
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("edit" as const),
      who,
      item,
      field: fc.nat(5),
      mark: fc.nat(6).map((n) => n === 0),
      value,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom("trash", "untrash", "erase", "favourite"),
      who,
      item,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("wait" as const), who, ms: fc.nat(100_000) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("sync" as const),
      who,
      fault: fc.constantFrom("none", "none", "offline", "lost", "twice"),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("kill" as const),
      who,
      at: fc.integer({ min: 1, max: 60 }),
      what: fc.constantFrom("sync", "sync", "rotate"),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("rotate" as const),
      who,
      fault: fc.constantFrom("none", "none", "lost"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restart" as const), who }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("setting" as const),
      who,
      idleMinutes: fc.integer({ min: 5, max: 20 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("backup" as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("profile back" as const), who }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("restore" as const),
      who,
      how: fc.constantFrom("add", "exact", "replace"),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("lie" as const),
      who,
      lie: fc.constantFrom(...lieNames),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("server back" as const),
      who,
      commits: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("purge" as const),
      who,
      keep: fc.integer({ min: 1, max: 4 }),
    }),
  },
);
