// What is wrong on a page as a reader would see it; run in the browser by test_pages.py.
({ english, dense }) => {
  const found = [];
  const foreign = new Set(english);
  const seen = (element) => {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    return box.width > 1 && box.height > 1 && style.visibility !== "hidden" && style.clipPath === "none";
  };
  const said = (element) => element.textContent.trim().slice(0, 60);

  if (document.documentElement.scrollWidth > innerWidth) found.push(`scrolls sideways: ${document.documentElement.scrollWidth}`);

  for (const box of document.querySelectorAll(".dossier-table tbody, .dossier-card, .dossier-facts, .dossier-panel, .dossier-items, .dossier-people, .dossier-note, .dossier-prose, main h1, main h2, main h3, .dossier-badge")) {
    if (!box.textContent.trim()) found.push(`empty: ${box.className || box.tagName}`);
  }
  for (const heading of document.querySelectorAll("article h2")) {
    const next = heading.nextElementSibling;
    if (!next || next.tagName === "H2") found.push(`nothing below: ${said(heading)}`);
  }
  const levels = [...document.querySelectorAll("article :is(h1, h2, h3, h4)")].map((heading) => Number(heading.tagName[1]));
  if (levels[0] !== 1 || levels.filter((level) => level === 1).length !== 1) found.push(`headings begin ${levels.slice(0, 3)}`);
  levels.forEach((level, at) => { if (at && level > levels[at - 1] + 1) found.push(`heading ${level} after ${levels[at - 1]}`); });
  const everything = document.body.innerText;
  const words = new Set(everything.split(/\s+/));
  for (const wrong of ["undefined", "None", "wzxhzdk", "[object Object]", "{n}", "{day}"]) {
    if (words.has(wrong) || (wrong.length > 4 && everything.includes(wrong))) found.push(`says ${wrong}`);
  }

  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent.trim();
    if (text && !node.parentElement.closest("script, style, noscript, svg")) texts.push([text, node]);
  }
  for (const [text, node] of texts) {
    if (foreign.has(text) && seen(node.parentElement)) found.push(`English: ${text}`);
  }
  for (const element of document.querySelectorAll("[title], [aria-label], [placeholder]")) {
    for (const name of ["title", "aria-label", "placeholder"]) {
      if (foreign.has(element.getAttribute(name))) found.push(`English ${name}: ${element.getAttribute(name)}`);
      if (element.getAttribute(name) === "undefined") found.push(`undefined ${name}`);
    }
  }

  if (dense) {
    const boxes = [];
    for (const [text, node] of texts) {
      if (!node.parentElement.closest("article") || !seen(node.parentElement) || node.parentElement.closest("details:not([open])")) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const cut = node.parentElement.closest(".dossier-item-note, .dossier-step-note")?.getBoundingClientRect().bottom ?? Infinity;
      for (const box of range.getClientRects()) {
        if (box.width > 2 && box.height > 2 && box.bottom <= cut + 2) boxes.push([box, text, node.parentElement]);
      }
    }
    boxes.sort((one, other) => one[0].top - other[0].top);
    boxes.forEach(([box, text, element], at) => {
      for (let next = at + 1; next < boxes.length && boxes[next][0].top < box.bottom - 4; next++) {
        const [other, otherText, otherElement] = boxes[next];
        const wide = Math.min(box.right, other.right) - Math.max(box.left, other.left);
        const high = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
        if (wide > 3 && high > 5 && element !== otherElement) found.push(`overlap: ${text.slice(0, 30)} / ${otherText.slice(0, 30)}`);
      }
    });
  }
  return [...new Set(found)];
}
