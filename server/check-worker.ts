/** The thread in which a backup is checked (backup.ts): it answers once. */
import { parentPort, workerData } from "node:worker_threads";
import { checkFile } from "./backup.ts";

parentPort?.postMessage(await checkFile(String(workerData)));
