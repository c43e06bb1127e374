import { BackupLine } from "./backup-line.tsx";
import { ServerLine } from "./server-line.tsx";

/** What the popup reminds of, quietly; each leads to its page of the manager at `at`. */
export function QuietLines({ at }: { at: string }) {
  return (
    <>
      <ServerLine href={`${at}#/server`} />
      <BackupLine href={`${at}#/backup`} />
    </>
  );
}
