import { startManager } from "../../src/ui/manager.tsx";

const root = document.getElementById("root");
if (root) startManager(root);
