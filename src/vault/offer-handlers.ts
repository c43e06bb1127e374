/** The rows about what watched pages have sent, and about which sites are watched. */
import { Failure } from "../core/failure.ts";
import { siteTestOf } from "./sites.ts";
import type { Draft, Item } from "../core/item.ts";
import type { Ask, Handlers, Offer } from "../wire/protocol.ts";
import { readItem } from "./items.ts";
import { isSite, merged, sentIn, standing } from "./offer-item.ts";
import { changeOffers, keptOffers } from "./offers.ts";
import type { Opened } from "./opened.ts";
import { needsStepUp, saveItem } from "./save-item.ts";
import { stepUp, use, type Vault } from "./vault.ts";
import { tellAll } from "./typed.ts";
import { listWatched, setNever, setWatched } from "./watched.ts";

type OfferHandlers = Pick<
  Handlers,
  "offer.list" | "offer.save" | "offer.drop" | "watch.list" | "watch.set" | "watch.never"
>;

/** Offers and watched sites. */
export function offerHandlers(vault: Vault): OfferHandlers {
  const { world } = vault;
  const forget = (id: string) => changeOffers(world, (kept) => kept.filter((one) => one.id !== id));
  const watched = async (site: string, work: () => Promise<void>) => {
    if (!isSite(site)) throw new Failure("INVALID");
    await work();
    return listWatched(vault);
  };
  return {
    "offer.list": async () => {
      const opened = await use(vault);
      const offers: Offer[] = [];
      for (const kept of (await keptOffers(world)).filter(({ offered }) => offered)) {
        const offer = await standing(vault, opened, kept);
        if (offer === null) await forget(kept.id);
        else offers.push(offer);
      }
      return { offers };
    },
    "offer.save": async (ask) => {
      const opened = await use(vault);
      const draft = await draftIn(vault, opened, ask);
      const item: Item = (await needsStepUp(world, opened, draft))
        ? await stepUp(vault, opened, ask.password, (key) => saveItem(world, opened, draft, key))
        : await saveItem(world, opened, draft, null);
      await forget(ask.id);
      return item;
    },
    "offer.drop": async ({ id, never }) => {
      await use(vault);
      const kept = (await keptOffers(world)).find((one) => one.id === id);
      if (never && kept !== undefined) {
        await setNever(vault, { origin: kept.origin, on: true, what: "capture" });
        await changeOffers(world, (all) => all.filter(({ origin }) => origin !== kept.origin));
      } else await forget(id);
      return null;
    },
    "watch.list": () => listWatched(vault),
    "watch.set": (ask) =>
      watched(ask.site, async () => {
        await setWatched(vault, ask);
        await tellAll(vault);
      }),
    "watch.never": (ask) => watched(ask.origin, () => setNever(vault, ask)),
  };
}

/** What is saved: the new item, or the one named with what was sent in it. NOT_FOUND where the offer is over. */
async function draftIn(vault: Vault, opened: Opened, ask: Ask<"offer.save">): Promise<Draft> {
  const { world } = vault;
  const kept = (await keptOffers(world)).find(({ id, offered }) => id === ask.id && offered);
  const sent = kept === undefined ? null : await sentIn(vault, opened, kept);
  if (kept === undefined || sent === null) throw new Failure("NOT_FOUND");
  const fields = sent.draft.fields.map((field) =>
    field.key === "username" && ask.username !== null ? { ...field, value: ask.username } : field,
  );
  const draft = { ...sent.draft, title: ask.title, fields };
  if (ask.into === null) return draft;
  const {
    id,
    rev,
    kind,
    title,
    tags,
    favourite,
    origins,
    fields: own,
  } = await readItem(world, opened, ask.into);
  const item: Draft = { id, rev, kind, title, tags, favourite, origins, fields: own };
  if (kind !== draft.kind) throw new Failure("INVALID");
  const belongs = await siteTestOf(vault, opened, kept.origin);
  const next = merged(item, draft, kept.origin);
  return belongs(origins) ? { ...next, origins } : next;
}
