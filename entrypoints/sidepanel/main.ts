import { startPanel } from "../../src/ui/panel.ts";

const root = document.getElementById("root");
if (root) startPanel(root);
