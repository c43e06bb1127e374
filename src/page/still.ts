/** Whether a field is still the one that was planned for: a page may change it between scan and writing. */
import type { Hindrance } from "../core/form/field.ts";
import { opensList, tickRole } from "./aria.ts";
import { kindOf, sortOf } from "./control.ts";
import type { Scan } from "./scan.ts";
import { sight } from "./visible.ts";
import { attribute, labelText } from "./words.ts";

/** Why the field of this number can not be written now, or null. Looks at one field alone, closely. */
export function hindranceOf({ live, seen }: Scan, n: number): Hindrance | null {
  const control = live[n];
  const was = seen[n];
  if (!control?.isConnected || !was) return "changed";
  const { field, labels, own } = was;
  const { tag, type } = kindOf(control);
  const around = control.closest("label");
  const same =
    tag === field.tag &&
    type === field.type &&
    (["id", "autocomplete", "placeholder"] as const).every(
      (name) => attribute(control, name) === field[name],
    ) &&
    (tickRole(control) !== "" || attribute(control, "name") === field.name) &&
    (around === null || labels.includes(around)) &&
    // A list that the page draws may stand in its own label, with all that is chosen from.
    (labelText(control, labels) === own || opensList(control) || sortOf(control) === "list");
  if (!same) return "changed";
  return sight(true)(control, sortOf(control) === "tick" ? labels : []);
}
