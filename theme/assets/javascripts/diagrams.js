/* Draws the diagrams of a page when they come into view, in the page's colours, with bars that link to their pages.
 *
 * The diagram plugin calls `mermaid.initialize(…)` on every page that has a diagram; this file answers that call and
 * fetches the real script (3.5 MB) only when a diagram is about to be seen. A diagram made from records stands in a
 * <figure class="dossier-diagram"> whose table holds the same facts: states, progress and links are read from there,
 * so that nothing is said twice and no text from a record ever passes through innerHTML.
 */
(() => {
  "use strict";
  if (window.mermaid && window.mermaid.isDossierLoader) return;

  const ENGINE = new URL("../vendor/mermaid.min.js", document.currentScript.src).href;
  const NARROWEST = 640;
  const ROW = 30;
  const TALL = 15;
  const SVG = "http://www.w3.org/2000/svg";

  const sources = new WeakMap();
  const drawnWidths = new WeakMap();
  const sheetsOf = new Map();
  const asked = new WeakSet();
  let given = {};
  let engine = null;
  let queue = Promise.resolve();
  let count = 0;

  /* ---- when to draw ------------------------------------------------------------------------------------------ */

  const inSight = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        inSight.unobserve(entry.target);
        draw(entry.target);
      }
    },
    { rootMargin: "400px 0px" },
  );

  const widths = new ResizeObserver((entries) => {
    for (const entry of entries) {
      const drawn = drawnWidths.get(entry.target);
      if (drawn && Math.abs(drawn - pictureWidth(entry.target)) > 24) draw(entry.target);
    }
  });

  let schemeSeen = null;
  const scheme = new MutationObserver(() => {
    if (schemeSeen === document.body.dataset.mdColorScheme) return;
    schemeSeen = document.body.dataset.mdColorScheme;
    for (const box of document.querySelectorAll("div.mermaid[data-drawn]")) if (!figureOf(box)) draw(box);
  });

  function begin() {
    for (const box of document.querySelectorAll("div.mermaid")) {
      if (sources.has(box)) continue;
      sources.set(box, box.textContent);
      const figure = figureOf(box);
      if (figure) {
        figure.classList.add("is-waiting");
        box.style.minHeight = `${rowsOf(figure).length * ROW + 100}px`;
        offerSource(figure, box);
      }
      inSight.observe(box);
      widths.observe(box);
    }
    schemeSeen = document.body.dataset.mdColorScheme;
    scheme.disconnect();
    scheme.observe(document.body, { attributes: true, attributeFilter: ["data-md-color-scheme"] });
  }

  function load() {
    engine ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = ENGINE;
      script.onload = () => {
        const real = window.mermaid;
        window.mermaid = loader;
        real.startOnLoad = false;
        real.initialize({ startOnLoad: false });
        resolve(real);
        if ("requestIdleCallback" in window) requestIdleCallback(drawTheRest);
      };
      script.onerror = () => reject(new Error("the diagram script could not be loaded"));
      document.head.append(script);
    });
    return engine;
  }

  function drawTheRest() {
    for (const box of document.querySelectorAll("div.mermaid")) {
      inSight.unobserve(box);
      if (sources.has(box) && !asked.has(box)) draw(box);
    }
  }

  function draw(box) {
    asked.add(box);
    queue = queue.then(() => drawNow(box)).catch(() => undefined);
  }

  async function drawNow(box) {
    const figure = figureOf(box);
    try {
      const real = await load();
      if (!box.isConnected) return;
      const width = pictureWidth(box);
      real.initialize(settings(box, width));
      const { svg, sheets } = await withoutInlineStyles(() => real.render(`diagram-${count++}`, sources.get(box)));
      keepSheets(box, sheets);
      const picture = harmless(svg);
      box.replaceChildren(picture);
      box.dataset.drawn = "";
      box.style.minHeight = "";
      drawnWidths.set(box, width);
      if (figure) finish(figure, picture);
    } catch (error) {
      console.warn("diagram:", error);
      box.textContent = sources.get(box);
      box.classList.add("is-broken");
      if (figure) figure.classList.remove("is-waiting");
    }
  }

  /* The engine's picture as elements, without anything that acts or that reaches another address. */
  function harmless(text) {
    const parsed = new DOMParser().parseFromString(laidAside(text), "text/html");
    const picture = parsed.querySelector("svg");
    if (!picture) throw new Error("nothing was drawn");
    for (const element of picture.querySelectorAll("script,iframe,object,embed,form,input,button,img,video,audio,link,meta,base")) {
      element.remove();
    }
    for (const element of [picture, ...picture.querySelectorAll("*")]) {
      for (const { name, value } of [...element.attributes]) {
        const address = name === "href" || name === "xlink:href" || name === "src";
        if (name.startsWith("on") || (address && !isOnThisSite(value))) element.removeAttribute(name);
      }
    }
    return putOn(document.importNode(picture, true));
  }

  function isOnThisSite(address) {
    try {
      const url = new URL(address, document.baseURI);
      return url.origin === location.origin && /^(https?|file):$/.test(url.protocol);
    } catch {
      return false;
    }
  }

  /* ---- no inline styles -----------------------------------------------------------------------------------------
   *
   * The site's content security policy refuses <style> elements and style attributes, wherever they are parsed. The
   * engine writes both and measures with them, so while it draws, the same declarations take the ways that the policy
   * leaves open to the site's own scripts: a style sheet that the document adopts, and the style property of an element.
   * In a text that is parsed, a style attribute is laid aside as `data-style` and put on afterwards.
   */

  async function withoutInlineStyles(drawing) {
    const sheets = [];
    const { setAttribute } = Element.prototype;
    const { parseFromString } = DOMParser.prototype;
    const inner = Object.getOwnPropertyDescriptor(Element.prototype, "innerHTML");
    document.createElement = function (name, options) {
      return name === "style" ? styleSheet(sheets) : Document.prototype.createElement.call(this, name, options);
    };
    Element.prototype.setAttribute = function (name, value) {
      if (name === "style" && this.style) this.style.cssText = value;
      else setAttribute.call(this, name, value);
    };
    DOMParser.prototype.parseFromString = function (text, type) {
      return parseFromString.call(this, laidAside(text), type);
    };
    Object.defineProperty(Element.prototype, "innerHTML", {
      ...inner,
      set(text) {
        const aside = laidAside(text);
        inner.set.call(this, aside);
        if (aside !== text) putOn(this);
      },
    });
    try {
      const { svg } = await drawing();
      return { svg, sheets };
    } catch (error) {
      drop(sheets);
      throw error;
    } finally {
      delete document.createElement;
      Element.prototype.setAttribute = setAttribute;
      DOMParser.prototype.parseFromString = parseFromString;
      Object.defineProperty(Element.prototype, "innerHTML", inner);
    }
  }

  /* What stands in for a <style> element: whatever is written into it becomes a sheet of the document. */
  function styleSheet(sheets) {
    const stand = make("metadata", {});
    const adopt = {
      set(css) {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
        sheets.push(sheet);
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
      },
    };
    return Object.defineProperties(stand, { innerHTML: adopt, textContent: adopt });
  }

  function drop(sheets) {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => !sheets.includes(sheet));
  }

  /* A picture's sheets stay as long as it does. */
  function keepSheets(box, sheets) {
    for (const [other, old] of sheetsOf) {
      if (other !== box && other.isConnected) continue;
      drop(old);
      sheetsOf.delete(other);
    }
    sheetsOf.set(box, sheets);
  }

  /* In HTML that a browser has written, `<` begins a tag and nothing else. */
  function laidAside(text) {
    const tags = /<[a-z](?:[^"'>]|"[^"]*"|'[^']*')*>/gi;
    const attribute = /("[^"]*"|'[^']*')|(\s)style(?=\s*=)/gi;
    const renamed = (piece, quoted, space) => quoted ?? `${space}data-style`;
    return String(text).replace(tags, (tag) => tag.replace(attribute, renamed));
  }

  function putOn(root) {
    for (const element of [root, ...root.querySelectorAll("[data-style]")]) {
      if (!element.dataset?.style) continue;
      element.style.cssText = element.dataset.style;
      element.removeAttribute("data-style");
    }
    return root;
  }

  /* ---- how it is drawn --------------------------------------------------------------------------------------- */

  function settings(box, width) {
    const figure = figureOf(box);
    const family = getComputedStyle(figure ?? box.parentElement).fontFamily;
    const fixed = {
      startOnLoad: false,
      securityLevel: "strict",
      theme: "base",
      look: "classic",
      layout: "dagre",
      suppressErrorRendering: true,
      maxTextSize: 200000,
      maxEdges: 2000,
      fontFamily: family,
      secure: [
        "secure", "securityLevel", "startOnLoad", "maxTextSize", "maxEdges", "suppressErrorRendering", "themeCSS",
        "fontFamily", "altFontFamily", "dompurifyConfig",
      ],
      dompurifyConfig: { ALLOWED_TAGS: ["b", "i", "em", "strong", "code", "br", "p", "span", "#text"], ALLOWED_ATTR: ["class"], ALLOW_DATA_ATTR: false },
    };
    if (!figure) return { ...given, ...fixed, themeVariables: { ...colours(), ...given.themeVariables } };
    return { ...fixed, themeVariables: { fontSize: "13px" }, themeCSS: OURS, ...shape(figure, width) };
  }

  function shape(figure, width) {
    const names = [...figure.querySelectorAll("[data-section]")].map((cell) => cell.textContent.trim());
    const bold = `600 13px ${getComputedStyle(figure).fontFamily}`;
    const longest = Math.max(0, ...names.map((name) => textWidth(name, bold)));
    return {
      gantt: {
        useMaxWidth: false,
        useWidth: width,
        fontSize: 13,
        sectionFontSize: 13,
        barHeight: 22,
        barGap: ROW - 22,
        topPadding: 50,
        gridLineStartPadding: 50,
        leftPadding: Math.ceil(Math.min(longest, width / 4)) + (longest ? 28 : 12),
        rightPadding: 28,
        numberSectionStyles: 2,
        topAxis: true,
      },
      flowchart: {
        useMaxWidth: false,
        htmlLabels: true,
        curve: "stepBefore",
        wrappingWidth: 230,
        nodeSpacing: 10,
        rankSpacing: 36,
        padding: 8,
        diagramPadding: 4,
      },
    };
  }

  /* Diagrams that people write by hand: the engine computes with colours, so it needs values, not variables. */
  function colours() {
    const style = getComputedStyle(document.body);
    const dark = document.body.dataset.mdColorScheme === "slate";
    return {
      darkMode: dark,
      background: dark ? "#1e2129" : "#ffffff",
      primaryColor: dark ? "#2b3a55" : "#e3ecf9",
      primaryTextColor: dark ? "#e6e9ef" : "#1d2433",
      primaryBorderColor: dark ? "#6f93cf" : "#5b7fb8",
      lineColor: dark ? "#a9b3c4" : "#55617a",
      secondaryColor: dark ? "#3a3550" : "#efeaf8",
      tertiaryColor: dark ? "#283540" : "#eef3f6",
      fontSize: "14px",
      fontFamily: style.fontFamily,
    };
  }

  const OURS = `
    .section { stroke: none; opacity: 1; }
    .section0 { fill: var(--diagram-band); } .section1 { fill: transparent; } .is-plain .section0 { fill: transparent; }
    .exclude-range { fill: var(--diagram-day-off); }
    .grid .tick line { stroke: var(--diagram-line); opacity: 1; } .grid path { stroke: none; }
    .grid .tick text { fill: var(--diagram-quiet); font-size: 12px; font-family: inherit; }
    .sectionTitle tspan, .sectionTitle { fill: var(--diagram-text); font-weight: 600; font-size: 13px; }
    rect.task { fill: var(--diagram-planned); stroke: var(--diagram-planned-edge); stroke-width: 1; }
    rect.task.is-done { fill: var(--diagram-done); stroke: var(--diagram-done-edge); }
    rect.task.is-active { fill: var(--diagram-active); stroke: var(--diagram-active-edge); }
    rect.task.is-late { fill: var(--diagram-late); stroke: var(--diagram-late-edge); stroke-dasharray: 4 2; }
    rect.task.is-summary { fill: var(--diagram-summary); stroke: var(--diagram-summary); }
    rect.task.is-critical { stroke: var(--diagram-critical); stroke-width: 2.5; }
    rect.milestone { fill: var(--diagram-milestone); stroke: var(--diagram-milestone); }
    rect.milestone.is-done { fill: var(--diagram-done); stroke: var(--diagram-done-edge); }
    rect.milestone.is-late { fill: var(--diagram-late); stroke: var(--diagram-late-edge); }
    rect.milestone.is-critical { stroke: var(--diagram-critical); }
    rect.progress { fill: var(--diagram-progress); pointer-events: none; }
    rect.is-summary + rect.progress { fill: var(--diagram-summary-progress); }
    rect.hatch { pointer-events: none; } .hatching { stroke: var(--diagram-hatch); stroke-width: 2; }
    text.label-of-task { fill: var(--diagram-text) !important; font-size: 13px; font-style: normal; font-family: inherit;
      paint-order: stroke; stroke: var(--diagram-paper); stroke-width: 3px; stroke-linejoin: round; }
    text.label-of-task.is-inside { fill: var(--diagram-on-bar) !important; stroke: none; }
    rect.is-summary ~ text.label-of-task.is-inside { fill: var(--diagram-on-summary) !important; }
    text.label-of-task.is-strong { font-weight: 600; }
    a { cursor: pointer; } a:hover text.label-of-task, a:focus-visible text.label-of-task { text-decoration: underline !important; }
    rect.vert { fill: none; stroke: none; }
    .as-of-line { stroke: var(--diagram-as-of); stroke-width: 2; stroke-dasharray: 4 3; }
    .as-of-flag { fill: var(--diagram-as-of); } text.vertText { fill: var(--diagram-on-as-of) !important; font-size: 12px; font-weight: 600; }
    .node rect.label-container { fill: var(--diagram-node); stroke: var(--diagram-node-edge); stroke-width: 1; }
    .node.doneWork rect.label-container { fill: var(--diagram-done); stroke: var(--diagram-done-edge); }
    .node.activeWork rect.label-container { fill: var(--diagram-node); stroke: var(--diagram-active-edge); stroke-width: 2; }
    .node.lateWork rect.label-container { fill: var(--diagram-late); stroke: var(--diagram-late-edge); stroke-width: 2; stroke-dasharray: 5 2; }
    .node .nodeLabel { color: var(--diagram-text); display: block; width: 230px; white-space: normal; text-align: start;
      line-height: 1.35; font-size: 13px; overflow-wrap: anywhere; }
    .node .nodeLabel p { margin: 0; text-align: start; } .node b { font-weight: 600; }
    .node a:hover b { text-decoration: underline; }
    .node rect.track { fill: var(--diagram-line); stroke: none; } .node rect.gauge { fill: var(--diagram-gauge); stroke: none; }
    .edgePaths path, .flowchart-link { stroke: var(--diagram-branch); stroke-width: 1.3; fill: none; }
  `;

  function pictureWidth(box) {
    const { paddingLeft, paddingRight } = getComputedStyle(box);
    return Math.max(NARROWEST, Math.floor(box.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight)));
  }

  /* ---- what is added to a picture of records ------------------------------------------------------------------ */

  function finish(figure, picture) {
    figure.classList.remove("is-waiting");
    figure.classList.add("is-drawn");
    const caption = figure.querySelector("figcaption");
    if (caption) picture.setAttribute("aria-label", caption.textContent.trim());
    if (figure.dataset.kind === "gantt") finishGantt(figure, picture);
    else finishTree(figure, picture);
  }

  function finishGantt(figure, picture) {
    hatching(picture);
    fitAxes(figure, picture);
    moveAsOf(picture);
    fitSections(figure, picture);
    for (const row of rowsOf(figure)) {
      const bar = picture.querySelector(`[id="${picture.id}-${row.dataset.row}"]`);
      const label = picture.querySelector(`[id="${picture.id}-${row.dataset.row}-text"]`);
      if (!bar || !label) continue;
      bar.classList.add(...marksOf(row));
      label.setAttribute("class", "label-of-task");
      const parts = [bar, ...overlays(picture, bar, row), label];
      placeLabel(picture, bar, label, row);
      linked(row, parts, bar);
    }
  }

  function marksOf(row) {
    const marks = [`is-${row.dataset.state}`];
    if ("critical" in row.dataset) marks.push("is-critical");
    if ("summary" in row.dataset) marks.push("is-summary");
    return marks;
  }

  function overlays(picture, bar, row) {
    const added = [];
    if (bar.classList.contains("milestone")) return added;
    const x = number(bar, "x"), y = number(bar, "y"), width = number(bar, "width"), height = number(bar, "height");
    const progress = Math.min(100, Math.max(0, Number(row.dataset.progress) || 0));
    if (row.dataset.state !== "done" && progress > 0) {
      added.push(make("rect", { class: "progress", x, y: y + 1, rx: 2, width: (width * progress) / 100, height: height - 2 }));
    }
    if (row.dataset.state === "late") {
      added.push(make("rect", { class: "hatch", x, y, rx: 3, width, height, fill: `url(#${picture.id}-hatching)` }));
    }
    return added;
  }

  function hatching(picture) {
    const pattern = make("pattern", {
      id: `${picture.id}-hatching`, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)",
    });
    pattern.append(make("line", { class: "hatching", x1: 0, y1: 0, x2: 0, y2: 7 }));
    const definitions = make("defs", {});
    definitions.append(pattern);
    picture.prepend(definitions);
  }

  /* Inside the bar where it fits, else right of it, else left; what fits nowhere is shortened and told in full as its title. */
  function placeLabel(picture, bar, label, row) {
    const edge = picture.viewBox.baseVal.width - 6;
    const x = number(bar, "x"), width = number(bar, "width");
    const diamond = bar.classList.contains("milestone");
    const needed = label.getComputedTextLength();
    const line = picture.querySelector(".as-of-line");
    const place = (at, anchor, inside) => {
      const beyond = line ? number(line, "x1") - at : -1;
      if (anchor === "start" && !inside && beyond > -3 && beyond < 12 && at + 16 + needed < edge) at += beyond + 6;
      label.setAttribute("x", at);
      label.style.textAnchor = anchor;
      label.classList.toggle("is-inside", inside);
    };
    if ("summary" in row.dataset) label.classList.add("is-strong");
    if (!diamond && needed + 12 <= width) return place(x + 7, "start", true);
    const right = edge - (x + width + 6), left = x - 12;
    if (needed <= right) return place(x + width + 6, "start", false);
    if (needed <= left) return place(x - 6, "end", false);
    if (!diamond && width > right && width > left) {
      shorten(label, width - 14);
      return place(x + 7, "start", true);
    }
    shorten(label, Math.max(right, left));
    return right >= left ? place(x + width + 6, "start", false) : place(x - 6, "end", false);
  }

  function shorten(label, room) {
    const full = label.textContent;
    const letters = [...new Intl.Segmenter().segment(full)].map((piece) => piece.segment);
    let fits = 0, tooMany = letters.length;
    while (tooMany - fits > 1) {
      const middle = (fits + tooMany) >> 1;
      label.textContent = `${letters.slice(0, middle).join("")}…`;
      if (label.getComputedTextLength() <= room) fits = middle;
      else tooMany = middle;
    }
    label.textContent = `${letters.slice(0, fits).join("").trimEnd()}…`;
    label.dataset.full = full;
  }

  function fitSections(figure, picture) {
    const room = picture.querySelector(".grid").transform.baseVal.consolidate().matrix.e - 20;
    const labels = [...picture.querySelectorAll("text.sectionTitle")];
    picture.classList.toggle("is-plain", labels.length < 2);
    for (const label of labels) {
      const line = label.querySelector("tspan") ?? label;
      label.setAttribute("y", number(label, "y") - 4); // the engine counts from below its first row
      line.textContent = line.textContent.replaceAll("\u2060", "");
      if (!line.textContent || label.getComputedTextLength() <= room) continue;
      const full = line.textContent;
      shorten(line, room);
      const title = make("title", {});
      title.textContent = full;
      label.prepend(title);
    }
  }

  /* Dates stand at the top; a tall chart has them at the bottom as well, and no date covers the one before it. */
  function fitAxes(figure, picture) {
    const [bottom, top] = picture.querySelectorAll("g.grid");
    const tall = rowsOf(figure).length > TALL;
    const { width, height } = picture.viewBox.baseVal;
    const cut = height - 50 + (tall ? 24 : 2);
    picture.setAttribute("viewBox", `0 0 ${width} ${cut}`);
    picture.setAttribute("width", width);
    picture.setAttribute("height", cut);
    if (!tall) bottom?.querySelectorAll("text").forEach((text) => text.remove());
    top?.querySelectorAll("text").forEach((text) => text.setAttribute("y", "-8"));
    for (const axis of [bottom, top]) {
      let free = -Infinity;
      for (const text of axis?.querySelectorAll("text") ?? []) {
        const { left, right } = text.getBoundingClientRect();
        if (left < free) text.remove();
        else free = right + 8;
      }
    }
  }

  /* The engine writes the as-of date below the chart; here it becomes a flag at the top of its line. */
  function moveAsOf(picture) {
    const line = picture.querySelector("rect.vert"), text = picture.querySelector("text.vertText");
    if (!line || !text) return;
    const x = number(line, "x"), bottom = number(line, "y") + number(line, "height") - 44;
    const half = text.getComputedTextLength() / 2 + 7;
    const middle = Math.min(Math.max(x, half + 2), picture.viewBox.baseVal.width - half - 2);
    text.setAttribute("x", middle);
    text.setAttribute("y", 17);
    text.style.textAnchor = "middle";
    picture.querySelector("rect.task").before(make("line", { class: "as-of-line", x1: x, x2: x, y1: 22, y2: bottom }));
    text.before(make("rect", { class: "as-of-flag", x: middle - half, y: 3, width: 2 * half, height: 20, rx: 3 }));
  }

  function finishTree(figure, picture) {
    const edges = new Map();
    for (const row of rowsOf(figure)) {
      const node = [...picture.querySelectorAll(`g.node[id*="-${row.dataset.row}-"]`)].find((found) =>
        new RegExp(`-${row.dataset.row}-\\d+$`).test(found.id),
      );
      const box = node?.querySelector("rect.label-container");
      if (!box) continue;
      const x = number(box, "x"), y = number(box, "y"), width = number(box, "width"), height = number(box, "height");
      const progress = Math.min(100, Math.max(0, Number(row.dataset.progress) || 0));
      const track = make("rect", { class: "track", x: x + 1, y: y + height - 4, width: width - 2, height: 3 });
      const gauge = make("rect", { class: "gauge", x: x + 1, y: y + height - 4, width: ((width - 2) * progress) / 100, height: 3 });
      box.after(track, gauge);
      const [left, middle] = node.getAttribute("transform").match(/-?[\d.]+/g).map(Number);
      edges.set(row.dataset.row, { left: left + x, right: left + x + width, middle: middle + y + height / 2 });
      linked(row, [...node.children], box);
    }
    for (const path of picture.querySelectorAll("path.flowchart-link")) {
      const [, parent, child] = path.id.match(/L_(n\d+)_(n\d+)_/) ?? [];
      const from = edges.get(parent), to = edges.get(child);
      if (!from || !to) continue;
      const bend = to.left - 18;
      path.setAttribute("d", `M${from.right},${from.middle}H${bend}V${to.middle}H${to.left}`);
    }
  }

  /* Wraps the parts of a row in a link to its page; a click goes to the page's own link, so that moving between
     pages without loading them anew works as everywhere. */
  function linked(row, parts, first) {
    const link = row.querySelector("a[href]");
    const target = link && isOnThisSite(link.getAttribute("href")) ? link : null;
    // A whole address: Material makes relative ones whole by `element.href = …`, which a link in SVG does not take.
    const group = make(target ? "a" : "g", target ? { href: target.href } : {});
    const title = make("title", {});
    title.textContent = parts.map((part) => part.dataset.full ?? part.textContent).filter(Boolean).join(" · ");
    first.before(group);
    group.append(title, ...parts);
    if (!target) return;
    group.addEventListener("click", (event) => {
      if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      target.click();
    });
  }

  /* ---- small things ------------------------------------------------------------------------------------------- */

  function figureOf(box) {
    return box.closest("figure.dossier-diagram");
  }

  function rowsOf(figure) {
    return [...figure.querySelectorAll("[data-row]")];
  }

  function make(name, attributes) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  }

  function number(element, name) {
    return Number(element.getAttribute(name)) || 0;
  }

  function textWidth(text, font) {
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = font;
    return pen.measureText(text).width;
  }

  /* ---- the source, to be taken elsewhere ---------------------------------------------------------------------- */

  function offerSource(figure, box) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "dossier-copy";
    button.textContent = figure.dataset.copy;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(sources.get(box).trim() + "\n");
        button.textContent = figure.dataset.copied;
        setTimeout(() => { button.textContent = figure.dataset.copy; }, 2000);
      } catch {
        showSource(button, sources.get(box).trim()); // a page from a disk or over plain http may not reach the clipboard
      }
    });
    box.before(button);
  }

  function showSource(button, source) {
    const text = document.createElement("pre");
    text.textContent = source;
    button.replaceWith(text);
    getSelection().selectAllChildren(text);
  }

  const loader = {
    isDossierLoader: true,
    initialize(settingsFromSite) {
      given = settingsFromSite ?? {};
      begin();
    },
  };
  window.mermaid = loader;
})();
