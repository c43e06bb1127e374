/** The editors as a page has them: each begins with "ab" and says what stands in its own model. */

/** A page of the web with one editor; `text` gives the lines of its model, joined by line breaks; `placed`: whether it knows that the caret is there. */
export interface EditorPage {
  name: string;
  /** A module that mounts the editor into #box and sets `globalThis.text`. */
  source: string;
  /** What is clicked to put the focus there. */
  click: string;
  /** The editor keeps bold text. */
  rich: boolean;
  /** More for the head of the page. */
  head?: string;
}

const box = `const box = document.querySelector("#box");`;
const monaco = `
      globalThis.MonacoEnvironment = { getWorker: () => new Worker("data:text/javascript,") };
      globalThis.reads = 0;
      navigator.clipboard.read = () => { globalThis.reads++; return Promise.reject(new Error("not here")); };
`;
const react = `import { createElement as h, useState, useMemo, useCallback } from "react";
  import { createRoot } from "react-dom/client";`;

export const editorPages: readonly EditorPage[] = [
  {
    name: "ProseMirror",
    click: ".ProseMirror",
    rich: true,
    source: `
      import { EditorState } from "prosemirror-state";
      import { EditorView } from "prosemirror-view";
      import { schema } from "prosemirror-schema-basic";
      import { history, undo } from "prosemirror-history";
      import { keymap } from "prosemirror-keymap";
      import { baseKeymap } from "prosemirror-commands";
      ${box}
      const doc = schema.node("doc", null, [schema.node("paragraph", null, [schema.text("ab")])]);
      const plugins = [history(), keymap({ "Mod-z": undo }), keymap(baseKeymap)];
      const view = new EditorView(box, { state: EditorState.create({ doc, plugins }) });
      globalThis.text = () => view.state.doc.textBetween(0, view.state.doc.content.size, "\\n", "\\n");
      globalThis.bold = () => JSON.stringify(view.state.doc.toJSON()).includes("strong");`,
  },
  {
    name: "Lexical",
    click: "#box",
    rich: true,
    source: `
      import { createEditor, $getRoot, $createParagraphNode, $createTextNode } from "lexical";
      import { registerRichText, HeadingNode, QuoteNode } from "@lexical/rich-text";
      import { registerHistory, createEmptyHistoryState } from "@lexical/history";
      ${box}
      box.contentEditable = "true";
      const editor = createEditor({ nodes: [HeadingNode, QuoteNode], onError: (error) => { throw error; } });
      editor.setRootElement(box);
      registerRichText(editor);
      registerHistory(editor, createEmptyHistoryState(), 300);
      editor.update(() => $getRoot().clear().append($createParagraphNode().append($createTextNode("ab"))), { discrete: true, tag: "history-merge" });
      globalThis.text = () => editor.getEditorState().read(() => $getRoot().getTextContent().replaceAll("\\n\\n", "\\n"));
      globalThis.bold = () => JSON.stringify(editor.getEditorState()).includes('"format":1');`,
  },
  {
    name: "Slate",
    click: "[data-slate-editor]",
    rich: false,
    source: `${react}
      import { createEditor, Node } from "slate";
      import { Slate, Editable, withReact } from "slate-react";
      import { withHistory } from "slate-history";
      ${box}
      const editor = withHistory(withReact(createEditor()));
      const start = [{ type: "paragraph", children: [{ text: "ab" }] }];
      const onKeyDown = (event) => {
        if (event.ctrlKey && event.key === "z") { event.preventDefault(); editor.undo(); }
      };
      createRoot(box).render(h(Slate, { editor, initialValue: start }, h(Editable, { onKeyDown })));
      // Slate looks at the selection a tenth of a second late.
      globalThis.placed = (at) => editor.selection?.anchor.offset === at;
      globalThis.text = () => editor.children.map((node) => Node.string(node)).join("\\n");`,
  },
  {
    name: "Draft.js",
    click: ".public-DraftEditor-content",
    rich: true,
    head: "<script>globalThis.global = globalThis; globalThis.process = { env: {} };</script>",
    source: `${react}
      import { Editor, EditorState, ContentState, getDefaultKeyBinding, RichUtils } from "draft-js";
      ${box}
      let now;
      function App() {
        const [state, setState] = useState(() => EditorState.createWithContent(ContentState.createFromText("ab")));
        now = state;
        return h(Editor, { editorState: state, onChange: setState });
      }
      createRoot(box).render(h(App));
      globalThis.text = () => now.getCurrentContent().getPlainText("\\n");
      globalThis.bold = () => now.getCurrentContent().getBlocksAsArray().some((block) =>
        block.getCharacterList().some((one) => one.hasStyle("BOLD")));`,
  },
  {
    name: "Quill",
    click: ".ql-editor",
    rich: true,
    head: '<link rel="stylesheet" href="/modules/quill/dist/quill.core.css">',
    source: `
      import Quill from "quill";
      ${box}
      box.innerHTML = "<p>ab</p>";
      const quill = new Quill(box, { modules: { toolbar: false } });
      globalThis.text = () => quill.getText().replace(/\\n$/, "");
      globalThis.bold = () => JSON.stringify(quill.getContents()).includes('"bold":true');`,
  },
  {
    name: "CKEditor 5",
    click: ".ck-editor__editable",
    rich: true,
    head: '<link rel="stylesheet" href="/modules/ckeditor5/dist/browser/ckeditor5.css">',
    source: `
      const { ClassicEditor, Essentials, Paragraph, Bold } = await import("/modules/ckeditor5/dist/browser/ckeditor5.js");
      ${box}
      box.innerHTML = "<p>ab</p>";
      const editor = await ClassicEditor.create(box, { licenseKey: "GPL", plugins: [Essentials, Paragraph, Bold], toolbar: ["bold"] });
      globalThis.text = () => {
        const page = new DOMParser().parseFromString(editor.getData().replaceAll("<br>", "\\n"), "text/html");
        return [...page.body.children].map((one) => one.textContent).join("\\n");
      };
      globalThis.bold = () => editor.getData().includes("<strong>");`,
  },
  {
    name: "TinyMCE",
    click: "iframe",
    rich: true,
    head: '<script src="/modules/tinymce/tinymce.min.js"></script>',
    source: `
      ${box}
      const [editor] = await tinymce.init({ target: box, base_url: "/modules/tinymce", suffix: ".min", license_key: "gpl", menubar: false, toolbar: false, promotion: false, branding: false });
      editor.setContent("<p>ab</p>");
      editor.undoManager.clear();
      editor.undoManager.add();
      globalThis.text = () => {
        const page = new DOMParser().parseFromString(editor.getContent().replaceAll(/<br ?\\/?>/g, "\\n").replaceAll("\\n\\n", "\\n"), "text/html");
        return [...page.body.children].map((one) => one.textContent.trim()).join("\\n");
      };
      globalThis.bold = () => /<(b|strong)>/.test(editor.getContent());`,
  },
  {
    name: "CodeMirror 6",
    click: ".cm-content",
    rich: false,
    source: `
      import { EditorView, basicSetup } from "codemirror";
      ${box}
      const view = new EditorView({ doc: "ab", extensions: [basicSetup], parent: box });
      globalThis.text = () => view.state.doc.toString();`,
  },
  {
    name: "Monaco",
    click: ".view-lines",
    rich: false,
    source: `
      import * as monaco from "monaco-editor";
${monaco}      ${box}
      const editor = monaco.editor.create(box, { value: "ab", language: "javascript", minimap: { enabled: false } });
      globalThis.text = () => editor.getModel().getValue();`,
  },
  {
    name: "Monaco with its older text area",
    click: ".view-lines",
    rich: false,
    source: `
      import * as monaco from "monaco-editor";
${monaco}      ${box}
      const editor = monaco.editor.create(box, { value: "ab", language: "javascript", editContext: false, minimap: { enabled: false } });
      globalThis.text = () => editor.getModel().getValue();`,
  },
];

/** What every browser edits by itself. */
export const plainPages: readonly EditorPage[] = [
  {
    name: "an input",
    click: "#target",
    rich: false,
    source: `${box} box.innerHTML = '<input id="target" value="ab">'; globalThis.text = () => document.querySelector("#target").value;`,
  },
  {
    name: "a text area",
    click: "#target",
    rich: false,
    source: `${box} box.innerHTML = '<textarea id="target">ab</textarea>'; globalThis.text = () => document.querySelector("#target").value;`,
  },
  {
    name: "an editing host",
    click: "#target",
    rich: true,
    source: `${box} box.innerHTML = '<div id="target" contenteditable="true">ab</div>'; const target = document.querySelector("#target");
      globalThis.text = () => target.innerText; globalThis.bold = () => /<(b|strong)>/.test(target.innerHTML);`,
  },
  {
    name: "a text area in an open shadow root",
    click: "#box",
    rich: false,
    source: `${box} const root = box.attachShadow({ mode: "open" }); root.innerHTML = '<textarea style="width: 600px; height: 300px">ab</textarea>';
      globalThis.text = () => root.querySelector("textarea").value;`,
  },
  {
    name: "an editing host in an open shadow root",
    click: "#box",
    rich: true,
    source: `${box} const root = box.attachShadow({ mode: "open" }); root.innerHTML = '<div contenteditable="true" style="width: 600px; height: 300px">ab</div>';
      const host = root.querySelector("div");
      globalThis.text = () => host.innerText; globalThis.bold = () => /<(b|strong)>/.test(host.innerHTML);`,
  },
  {
    name: "a text area in a frame in a shadow root",
    click: "#box",
    rich: false,
    source: `${box} const root = box.attachShadow({ mode: "open" });
      const frame = document.createElement("iframe");
      frame.srcdoc = '<!doctype html><textarea style="width: 500px; height: 250px">ab</textarea>';
      frame.style = "width: 600px; height: 300px";
      root.append(frame);
      await new Promise((done) => frame.addEventListener("load", done));
      globalThis.text = () => frame.contentDocument.querySelector("textarea").value;`,
  },
  {
    name: "an editing host in a frame of the same site",
    click: "iframe",
    rich: true,
    source: `${box} const frame = document.createElement("iframe");
      frame.srcdoc = '<!doctype html><body contenteditable="true">ab</body>';
      box.append(frame);
      await new Promise((done) => frame.addEventListener("load", done));
      globalThis.text = () => frame.contentDocument.body.innerText;
      globalThis.bold = () => /<(b|strong)>/.test(frame.contentDocument.body.innerHTML);`,
  },
];
