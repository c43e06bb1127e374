/** From a file to its items: choose, type the secret, look; and back again by closing. */
import { useEffect, useState } from "preact/hooks";
import { type Backup, decodeBackup } from "../../src/core/backup.ts";
import { type Bytes, fromBase64 } from "../../src/core/bytes.ts";
import { Failure } from "../../src/core/failure.ts";
import { decodeHeader, type Header } from "../../src/core/header.ts";
import type { OpenBackup } from "../../src/core/open-backup.ts";
import { backupInside } from "../../src/core/self-opening.ts";
import { sizeOf } from "../shared/told.ts";
import { say, sentence } from "../shared/words.ts";
import { Choose } from "./choose.tsx";
import { Look } from "./look.tsx";
import { Secret } from "./secret.tsx";
import { useIdle } from "./idle.ts";

/** A backup whose shape is sound; nothing of it is believed yet. */
export interface Chosen {
  name: string;
  backup: Backup;
  header: Header;
}

/** The parts of a file: NOT_A_BACKUP, TRUNCATED, CHECKSUM, or what is wrong with its header. */
async function chosenOf(name: string, file: Bytes): Promise<Chosen> {
  const inside = file[0] === 0x3c ? backupInside(new TextDecoder().decode(file)) : file; // "<"
  if (inside === null) throw new Failure("NOT_A_BACKUP");
  const backup = await decodeBackup(inside);
  return { name, backup, header: decodeHeader(backup.header) };
}

/** Ten minutes. */
const idleLimit = 600_000;

/** The whole page. `inside` is the backup that came in it as base64, or null. */
export function App({ inside, version }: { inside: string | null; version: string }) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [opened, setOpened] = useState<OpenBackup | null>(null);
  const [reading, setReading] = useState(inside !== null);
  const [problem, setProblem] = useState("");

  async function take(read: () => Promise<Chosen>): Promise<void> {
    setReading(true);
    setProblem("");
    try {
      setChosen(await read());
    } catch (thrown) {
      setProblem(sentence(thrown));
    }
    setReading(false);
  }

  useEffect(() => {
    if (inside === null) return;
    void take(async () => {
      const file = fromBase64(inside);
      return chosenOf(say("reader.inside", sizeOf(file.length)), file);
    });
  }, [inside]);

  function close(why = ""): void {
    opened?.close();
    setOpened(null);
    setProblem(why);
  }
  useIdle(opened !== null, idleLimit, () => close(say("reader.closedIdle")));
  useEffect(() => {
    // A page that is kept for "back" keeps its memory too.
    const leave = () => close();
    addEventListener("pagehide", leave);
    return () => removeEventListener("pagehide", leave);
  });

  if (opened !== null && chosen !== null) {
    return <Look opened={opened} name={chosen.name} onClose={() => close()} />;
  }
  return (
    <main class="start">
      <h1>{say("reader.title")}</h1>
      <p class="quiet">{say("reader.about")}</p>
      {location.protocol === "file:" ? null : <p class="notice warn">{say("reader.notLocal")}</p>}
      {chosen === null ? (
        <Choose
          reading={reading}
          onFile={(file) =>
            void take(async () =>
              chosenOf(
                say("reader.file", file.name, sizeOf(file.size)),
                new Uint8Array(await file.arrayBuffer()),
              ),
            )
          }
        />
      ) : (
        <Secret
          chosen={chosen}
          onOpen={(open) => {
            setProblem("");
            setOpened(open);
          }}
          onProblem={setProblem}
          onOther={() => {
            setChosen(null);
            setProblem("");
          }}
        />
      )}
      <p class="notice bad" role="alert">
        {problem}
      </p>
      <footer class="quiet small">{say("reader.version", version)}</footer>
    </main>
  );
}
