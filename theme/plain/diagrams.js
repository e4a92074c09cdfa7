/* Draws the Mermaid diagrams of a page with the copy of Mermaid that lies beside this file: nothing is asked of
 * another host. Mermaid (3.5 MB) is fetched only on pages that have a diagram. Where this script does not run, the
 * diagram's source and the table below it are shown. */
(() => {
  "use strict";
  const MERMAID = new URL("mermaid.min.js", document.currentScript.src).href;
  const sources = new WeakMap();
  let loading = null;
  let queue = Promise.resolve();
  let count = 0;

  function load() {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = MERMAID;
      script.onload = () => resolve(window.mermaid);
      script.onerror = reject;
      document.head.append(script);
    });
    return loading;
  }

  function settings(box) {
    const scheme = document.body.dataset.mdColorScheme;
    const dark = scheme ? scheme === "slate" : matchMedia("(prefers-color-scheme: dark)").matches;
    return {
      startOnLoad: false,
      securityLevel: "strict",
      suppressErrorRendering: true,
      theme: dark ? "dark" : "default",
      look: "classic",
      layout: "dagre",
      maxTextSize: 200000,
      maxEdges: 2000,
      gantt: { useMaxWidth: false, useWidth: Math.max(box.clientWidth, 720), fontSize: 13, barHeight: 22, barGap: 8 },
      flowchart: { useMaxWidth: false, curve: "stepBefore", wrappingWidth: 150 },
    };
  }

  /* A label may hold pictures, forms and addresses that Mermaid's strict mode lets through: only words stay. */
  function harmless(svg) {
    const page = new DOMParser().parseFromString(svg, "text/html");
    for (const each of page.querySelectorAll("foreignObject *")) {
      if (!["DIV", "SPAN", "P", "BR", "B", "I", "EM", "STRONG"].includes(each.tagName)) each.replaceWith(each.textContent);
    }
    for (const each of page.querySelectorAll("image, use, script")) each.remove();
    for (const each of page.querySelectorAll("a")) {
      const address = each.getAttribute("href") ?? each.getAttribute("xlink:href") ?? "";
      if (!/^(https?:|mailto:|#)/i.test(address)) each.replaceWith(...each.childNodes);
    }
    return document.adoptNode(page.querySelector("svg"));
  }

  async function draw(box) {
    if (!box.isConnected) return;
    if (!sources.has(box)) sources.set(box, box.textContent);
    try {
      const mermaid = await load();
      const settled = settings(box);
      const names = [...sources.get(box).matchAll(/^section (.*)$/gm)].map((found) => found[1].length);
      settled.gantt.leftPadding = Math.min(260, Math.max(75, ...names.map((length) => length * 8)));
      mermaid.initialize(settled);
      const { svg } = await mermaid.render(`diagram-${count++}`, sources.get(box));
      box.replaceChildren(harmless(svg));
      box.dataset.drawn = "";
    } catch (error) {
      console.warn("diagram:", error);
    }
  }

  function drawAll() {
    for (const box of document.querySelectorAll(".diagram")) queue = queue.then(() => draw(box));
  }

  if (window.document$) window.document$.subscribe(drawAll);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", drawAll);
  else drawAll();
  let scheme = null;
  addEventListener("DOMContentLoaded", () => {
    scheme = document.body.dataset.mdColorScheme;
    new MutationObserver(() => {
      if (scheme === document.body.dataset.mdColorScheme) return;
      scheme = document.body.dataset.mdColorScheme;
      drawAll();
    }).observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] });
  });
})();
