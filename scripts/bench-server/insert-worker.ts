/** The thread of the yardstick "Hono + group commit": all that has come goes into one transaction of plain inserts. */
import { DatabaseSync } from "node:sqlite";
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";

interface Insert {
  id: number;
  bytes: Uint8Array;
}

const port = parentPort;
if (port === null) throw new Error("this file is a worker");
const database = new DatabaseSync(String(workerData));
database.exec("pragma journal_mode = wal; pragma synchronous = full");
database.exec("create table if not exists things (id integer primary key, bytes blob)");
const insert = database.prepare("insert into things (bytes) values (?)");

port.on("message", (first: Insert[]) => {
  const jobs = [...first];
  for (let more = receiveMessageOnPort(port); more !== undefined; more = receiveMessageOnPort(port))
    jobs.push(...(more.message as Insert[]));
  database.exec("begin immediate");
  for (const { bytes } of jobs) insert.run(bytes);
  database.exec("commit");
  port.postMessage(jobs.map(({ id }) => id));
});
