/** What two people do with a mailbox, at the doors of their vaults in memory. */
import { connectedTo, newOffice } from "./post.ts";
import { pair, saved, takeAll } from "./sharing.ts";
import { type Coffer, draftOf, password } from "./steps.ts";
import { there } from "./world.ts";

/** How letters are sent here. */
export const mailTerms = { critical: false, days: 7, reads: 3, proof: password };

export async function ownCard(coffer: Coffer) {
  return there((await coffer.ask["share.me"]({})).me);
}

/** Anna writes to Bert, who has a mailbox; both are connected, each to a server of their own. */
export async function mailScene() {
  const two = await pair();
  const { anna, bert, bertHere } = two;
  const office = newOffice(() => bert.world.time.now);
  await connectedTo(bert, office);
  await connectedTo(anna, office, "https://other.example");
  await bert.ask["mailbox.make"]({ proof: password });
  const { mailbox } = await ownCard(bert);
  await anna.ask["contact.add"]({ text: there(mailbox), contact: null });
  return { ...two, office, to: bertHere.id };
}

export async function sendNote(from: Coffer, to: string, title = "Note", change = {}) {
  const id = await saved(from, draftOf("note", title, { body: `body of ${title}` }));
  return from.ask["share.mail"]({ to, items: [{ id, fields: null }], ...mailTerms, ...change });
}

export async function letters(coffer: Coffer) {
  return (await coffer.ask["mailbox.state"]({})).letters;
}

/** Opens the only letter and takes all of it, as the screen does. */
export async function takeLetter(coffer: Coffer): Promise<void> {
  const [letter] = await letters(coffer);
  const { text } = await coffer.ask["mailbox.text"]({ id: there(letter).id });
  await takeAll(coffer, text);
  await coffer.ask["mailbox.drop"]({ id: there(letter).id });
}
