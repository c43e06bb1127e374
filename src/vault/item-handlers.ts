/** The rows that change items, and the one that shows critical values. */
import type { Handlers } from "../wire/protocol.ts";
import { itemEntry, readCritical } from "./items.ts";
import { needsStepUp, saveItem } from "./save-item.ts";
import { changeIndex, eraseItems, restoreItems, trashItems } from "./trash.ts";
import { stepUp, stillOpen, use, type Vault } from "./vault.ts";
import { applyEdits } from "./write.ts";

type ItemHandlers = Pick<
  Handlers,
  "item.reveal" | "item.save" | "item.favourite" | "item.trash" | "item.restore" | "item.erase"
>;

/** Save, reveal, favourite and the trash. */
export function itemHandlers(vault: Vault): ItemHandlers {
  const { world } = vault;
  return {
    "item.reveal": async ({ id, password }) => {
      const opened = await use(vault);
      const entry = itemEntry(opened, id);
      const still = stillOpen(vault);
      return stepUp(vault, opened, password, async (key) => {
        const { values } = await readCritical(world, opened, entry, key);
        await applyEdits(world, opened, [], [{ event: "revealed", recId: entry.recId }]).catch(
          () => undefined,
        );
        still();
        return { values };
      });
    },
    "item.save": async ({ draft, password }) => {
      const opened = await use(vault);
      // A password that is not needed is not used: no second of waiting for nothing.
      if (!(await needsStepUp(world, opened, draft))) return saveItem(world, opened, draft, null);
      return stepUp(vault, opened, password, (key) => saveItem(world, opened, draft, key));
    },
    "item.favourite": async ({ id, on }) => {
      await changeIndex(world, await use(vault), [id], () => ({ favourite: on }));
      return null;
    },
    "item.trash": async ({ ids }) => ({ count: await trashItems(world, await use(vault), ids) }),
    "item.restore": async ({ ids }) => ({
      count: await restoreItems(world, await use(vault), ids),
    }),
    "item.erase": async ({ ids }) => ({ count: await eraseItems(world, await use(vault), ids) }),
  };
}
