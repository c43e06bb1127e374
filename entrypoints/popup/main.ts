import { startPopup } from "../../src/ui/popup.tsx";

const root = document.getElementById("root");
if (root) startPopup(root);
