/** The mirror's side of the channel: a question at a time, and what is told to the operator where the answer is no good. */
import type { Channel, Message } from "./channel.ts";

/** Something that an honest primary does not do. */
export class Fault extends Error {}

/** The answer of the primary; an error where it says goodbye instead. */
export async function ask(channel: Channel, about: Record<string, unknown>): Promise<Message> {
  channel.send({ about, bytes: new Uint8Array(0) });
  const answer = await channel.next();
  if (answer === null) throw new Error("goodbye");
  return answer;
}
