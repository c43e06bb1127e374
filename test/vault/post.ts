/** Mailboxes at a server in memory: what an honest one does, and nothing that a real one could not (server/store/op-mail.ts). */
import { toHex } from "../../src/core/bytes.ts";
import { Failure } from "../../src/core/failure.ts";
import { sha256 } from "../../src/core/hash.ts";
import { signingKey } from "../../src/core/sign.ts";
import { connect } from "../../src/vault/connect.ts";
import type { Post } from "../../src/vault/mail-ports.ts";
import { remoteOf, type Server } from "./remote.ts";
import { type Coffer, password } from "./steps.ts";

type Bytes = Uint8Array<ArrayBuffer>;

export interface Letter {
  box: string;
  owner: string;
  at: number;
  expiry: number;
  reads: number;
  hash: string;
  bytes: Bytes | null;
}

export interface PostOffice {
  boxes: Map<string, { owner: string; dropPk: string }>;
  letters: Map<string, Letter>;
  /** Every call, as the server sees it. */
  calls: string[];
  /** Not reachable; "answers": what is asked is done, and the answer is lost. */
  down: boolean | "answers";
  now: () => number;
}

export const newOffice = (now: () => number): PostOffice => ({
  boxes: new Map(),
  letters: new Map(),
  calls: [],
  down: false,
  now,
});

/** The office as a vault reaches it. */
export function postOf(office: PostOffice): Post {
  const call = async <T>(name: string, work: () => T | Promise<T>): Promise<T> => {
    office.calls.push(name);
    if (office.down === true) throw new Failure("MAIL_OFFLINE");
    const done = await work();
    if (office.down === "answers") throw new Failure("MAIL_OFFLINE");
    return done;
  };
  const waits = (letter: Letter) => letter.bytes !== null && letter.expiry > office.now();
  return {
    own: (_origin, { locator }) => {
      const owner = toHex(locator);
      const mine = (mail: string) => {
        const letter = office.letters.get(mail);
        return letter !== undefined && letter.owner === owner && waits(letter) ? letter : null;
      };
      return {
        open: (box, dropPk) =>
          call("open", () => void office.boxes.set(box, { owner, dropPk: toHex(dropPk) })),
        close: (box) =>
          call("close", () => {
            office.boxes.delete(box);
            for (const [name, letter] of office.letters)
              if (letter.box === box) office.letters.delete(name);
          }),
        waiting: () =>
          call("waiting", () => ({
            boxes: [...office.boxes].filter(([, box]) => box.owner === owner).map(([id]) => id),
            mail: [...office.letters]
              .filter(([, letter]) => letter.owner === owner && waits(letter))
              .map(([id, { box, at, expiry, reads, bytes }]) => ({
                id,
                box,
                at,
                expiry,
                reads,
                bytes: bytes?.length ?? 0,
              })),
          })),
        read: (mail) =>
          call("read", () => {
            const letter = mine(mail);
            if (letter === null) return null;
            const { bytes } = letter;
            letter.reads -= 1;
            if (letter.reads === 0) letter.bytes = null;
            return bytes;
          }),
        erase: (mail) =>
          call("erase", () => {
            const letter = mine(mail);
            if (letter !== null) letter.bytes = null;
          }),
      };
    },
    drop: ({ box, seed }, mail, bytes) =>
      call("drop", async () => {
        const { publicKey } = await signingKey(seed);
        const found = office.boxes.get(box);
        if (found === undefined || found.dropPk !== toHex(publicKey))
          throw new Failure("NO_MAILBOX");
        const hash = toHex(await sha256(bytes));
        const known = office.letters.get(mail);
        if (known !== undefined) {
          if (known.hash !== hash) throw new Failure("INVALID");
          return;
        }
        const view = new DataView(bytes.buffer, bytes.byteOffset);
        const expiry = Number(view.getBigUint64(6));
        if (expiry <= office.now() || expiry > office.now() + 30 * 86_400_000 + 300_000)
          throw new Failure("INVALID");
        const { owner } = found;
        const [at, reads] = [office.now(), view.getUint8(14)];
        office.letters.set(mail, { box, owner, at, expiry, reads, hash, bytes });
      }),
  };
}

export const office1 = "https://vault.example";

/** Connects a vault to a backup server of its own, at which there are these mailboxes. */
export async function connectedTo(
  coffer: Coffer,
  office: PostOffice,
  origin = office1,
): Promise<void> {
  const server: Server = { log: null };
  const { world } = coffer;
  world.remote = () => remoteOf(server);
  world.post = async () => postOf(office);
  await connect(coffer.vault, { by: "password", secret: password }, null, { origin });
}
