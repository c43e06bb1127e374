/** What watched pages have sent: the popup opens on it, one after the other. */
import type { Offer } from "../../wire/protocol.ts";
import { say } from "../../wire/words.ts";
import { ask, attempt, refresh, toast } from "./app.ts";
import { stepUp } from "./step-up.ts";
import { list, show } from "./view.ts";

/** Shows the next offer; answers whether there is one. */
export async function resumeOffer(): Promise<boolean> {
  const { offers } = await ask("offer.list", {});
  const [offer] = offers;
  if (offer !== undefined) show({ name: "offer", offer });
  return offer !== undefined;
}

/** The next offer, or the list. */
async function goOn(): Promise<void> {
  if (!(await resumeOffer())) show({ name: "list" });
  await refresh();
}

/** Keeps it as the user has it before them; null in `into` makes a new item. */
export function saveOffer(
  offer: Offer,
  { title, username, into }: { title: string; username: string | null; into: string | null },
): Promise<void> {
  return attempt(async () => {
    const saved = await stepUp("save", (password) =>
      ask("offer.save", { id: offer.id, title, username, into, password }),
    );
    if (saved === null) return;
    list.again();
    await goOn();
    toast(say("edit.saved"), {
      words: say("offer.show"),
      run: () => show({ name: "item", id: saved.id }),
    });
  });
}

/** The user does not want it; `never`: nor anything else of that site. */
export function dropOffer(offer: Offer, never: boolean): Promise<void> {
  return attempt(async () => {
    await ask("offer.drop", { id: offer.id, never });
    await goOn();
  });
}
