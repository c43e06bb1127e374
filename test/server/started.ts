/** A client of a server that was started elsewhere: in a container, under systemd. It counts what was acknowledged. */
import { expect, vi } from "vitest";
import { paths } from "../../server/api.ts";
import {
  type Account,
  advance,
  anObject,
  creation,
  makeCommit,
  newAccount,
  request,
} from "./account.ts";

/** What server/deploy says that clients write. */
const origin = "https://backup.example";

/** The pairing code that was printed last. */
export function codeIn(printed: string): string {
  return [...printed.matchAll(/new account: (\S+)/g)].at(-1)?.[1] ?? "";
}

/** Until the server at this port can write. */
export async function ready(port: number): Promise<void> {
  const status = () => fetch(`http://127.0.0.1:${port}/readyz`).then((answer) => answer.status);
  await vi.waitFor(async () => expect(await status()).toBe(200), {
    timeout: 60_000,
    interval: 100,
  });
}

export interface Started {
  account: Account;
  /** Makes one commit; true where the server took it, and then it is counted. */
  commit(): Promise<boolean>;
  /** Commits until one is not taken any more. */
  goOn(): Promise<void>;
  /** The state of the log at the server, which is never less than what it has acknowledged. */
  rev(): Promise<number>;
}

/** A new account at this port. */
export async function startedAt(port: number, code: string): Promise<Started> {
  const account = newAccount();
  const send = (target: string, more: Parameters<typeof request>[2]) =>
    fetch(`http://127.0.0.1:${port}${target}`, request(account, target, { origin, ...more }));
  const vault = paths.vault(account.locator);
  const made = await send(vault, { method: "PUT", body: creation(account, code) });
  expect(made.status).toBe(201);
  const commit = async () => {
    const next = makeCommit(account, [anObject(2000)]);
    const target = paths.commits(account.locator);
    const { status } = await send(target, { method: "POST", body: next.upload });
    if (status === 200) advance(account, next);
    return status === 200;
  };
  return {
    account,
    commit,
    async goOn() {
      while (await commit().catch(() => false)) continue;
    },
    async rev() {
      const { rev } = (await (await send(vault, {})).json()) as { rev: number };
      expect(rev).toBeGreaterThanOrEqual(account.rev);
      return rev;
    },
  };
}
