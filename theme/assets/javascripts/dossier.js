// Lists that can be searched, filtered and sorted, and long ones that open when wanted; without JavaScript all is plain.
(function () {
  "use strict";

  const MOST_ROWS_ON_A_PHONE = 12;
  const MOST_ITEMS = 15;

  function text(cell) {
    return cell ? cell.textContent.trim() : "";
  }

  // What a filter remembers in the page's address: q for the search, c2 for the third column.
  function remembered() {
    return new URLSearchParams(location.hash.startsWith("#?") ? location.hash.slice(2) : "");
  }

  function remember(box, values) {
    if (document.querySelector(".dossier-table[data-filters]") !== box) return;
    const given = new URLSearchParams(Object.entries(values).filter(function (pair) { return pair[1]; })).toString();
    history.replaceState(history.state, "", given ? "#?" + given : location.pathname + location.search);
  }

  function filterBar(box, table, rows, changed) {
    const bar = document.createElement("div");
    bar.className = "dossier-filter";
    const search = document.createElement("input");
    search.type = "search";
    search.placeholder = box.dataset.find;
    search.setAttribute("aria-label", box.dataset.find);
    bar.append(search);
    const selects = [];
    table.querySelectorAll("thead th").forEach(function (head, column) {
      if (!head.dataset.choices) return;
      const select = document.createElement("select");
      select.setAttribute("aria-label", text(head));
      select.add(new Option(box.dataset.all.replace("{column}", text(head)), ""));
      JSON.parse(head.dataset.choices).forEach(function (choice) { select.add(new Option(choice, choice)); });
      select.dataset.column = column;
      selects.push(select);
      bar.append(select);
    });
    const count = document.createElement("output");
    bar.append(count);
    box.prepend(bar);

    function apply() {
      const words = search.value.trim().toLocaleLowerCase().split(/\s+/);
      let shown = 0;
      rows.forEach(function (row) {
        const content = row.textContent.toLocaleLowerCase();
        const fits = selects.every(function (select) {
          return !select.value || text(row.cells[select.dataset.column]).endsWith(select.value);
        }) && words.every(function (word) { return content.includes(word); });
        row.hidden = !fits;
        shown += fits ? 1 : 0;
      });
      selects.forEach(function (select) { select.classList.toggle("is-set", Boolean(select.value)); });
      count.textContent = shown ? box.dataset.count.replace("{shown}", shown).replace("{all}", rows.length) : box.dataset.none;
      changed();
    }

    function applyAndRemember() {
      apply();
      const values = { q: search.value.trim() };
      selects.forEach(function (select) { values["c" + select.dataset.column] = select.value; });
      remember(box, values);
    }

    const before = remembered();
    if (document.querySelector(".dossier-table[data-filters]") === box) {
      search.value = before.get("q") || "";
      selects.forEach(function (select) {
        select.value = before.get("c" + select.dataset.column) || "";
        if (select.selectedIndex < 0) select.value = "";
      });
    }
    search.addEventListener("input", applyAndRemember);
    selects.forEach(function (select) { select.addEventListener("change", applyAndRemember); });
    apply();
  }

  function sortable(table, rows, changed) {
    const heads = table.querySelectorAll("thead th");
    const language = document.documentElement.lang;
    heads.forEach(function (head, column) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      head.dataset.sortable = "";
      button.addEventListener("click", function () {
        const down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const key = function (row) { const cell = row.cells[column]; return (cell && cell.dataset.sort) || text(cell); };
        rows.sort(function (a, b) {
          const one = key(a), other = key(b);
          if (!one || !other) return (one ? 0 : 1) - (other ? 0 : 1); // what is empty stands last
          return one.localeCompare(other, language, { numeric: true }) * (down ? -1 : 1);
        }).forEach(function (row) { table.tBodies[0].append(row); });
        changed();
      });
    });
  }

  // Marks the rows of a long list beyond the first ones; the style sheet hides them until the button is pressed.
  function longList(box, rows, most) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "dossier-all";
    button.addEventListener("click", function () {
      box.classList.add("is-all");
      button.hidden = true;
    });
    box.after(button);
    if (box.tagName !== "UL") box.append(button);
    return function mark() {
      const fitting = rows.filter(function (row) { return !row.hidden; });
      rows.forEach(function (row) { row.classList.remove("is-beyond"); });
      fitting.slice(most).forEach(function (row) { row.classList.add("is-beyond"); });
      button.textContent = box.dataset.more.replace("{n}", fitting.length);
      button.hidden = fitting.length <= most || box.classList.contains("is-all");
    };
  }

  // Material's search dialog has no name of its own.
  function nameSearch() {
    const dialog = document.querySelector(".md-search[role=dialog]");
    const input = dialog && dialog.querySelector("input");
    if (input) dialog.setAttribute("aria-label", input.getAttribute("aria-label") || input.placeholder);
  }

  // Material reads its search field when a key is let go. A word that is pasted, dictated, or chosen by a click from what an
  // input method offers ends with no key, and would find nothing.
  function searchWhateverIsWritten() {
    document.addEventListener("input", function (event) {
      if (event.target.matches(".md-search__input")) event.target.dispatchEvent(new Event("keyup"));
    });
  }

  // What is new since this page was last looked at, kept in this browser only. Headings of days have the day as their id.
  function markSinceLastVisit() {
    const note = document.querySelector("[data-last-visit]:not([data-ready])");
    if (!note) return;
    note.dataset.ready = "";
    const days = Array.from(document.querySelectorAll("h3[id]")).filter(function (each) { return /^\d{4}-\d\d-\d\d$/.test(each.id); });
    const key = "dossier.seen:" + location.pathname;
    try {
      const seen = localStorage.getItem(key);
      const latest = days.reduce(function (most, each) { return each.id > most ? each.id : most; }, seen || "");
      if (latest) localStorage.setItem(key, latest);
      const fresh = seen ? days.filter(function (each) { return each.id > seen; }) : [];
      fresh.forEach(function (each) {
        const badge = document.createElement("span");
        badge.className = "dossier-badge is-info";
        badge.textContent = note.dataset.lastVisit;
        each.append(" ", badge);
      });
      note.hidden = !fresh.length;
    } catch (refused) {
      // A browser that keeps nothing has nothing to compare with.
    }
  }

  function start() {
    nameSearch();
    markSinceLastVisit();
    document.querySelectorAll(".dossier-table:not([data-ready])").forEach(function (box) {
      box.dataset.ready = "";
      const table = box.querySelector("table");
      const rows = Array.from(table.tBodies[0].rows);
      const mark = longList(box, rows, MOST_ROWS_ON_A_PHONE);
      if (rows.length > 2) sortable(table, rows, mark);
      if ("filters" in box.dataset) filterBar(box, table, rows, mark);
      else mark();
    });
    document.querySelectorAll("ul.dossier-items:not([data-ready])").forEach(function (list) {
      list.dataset.ready = "";
      if (list.children.length > MOST_ITEMS + 2) longList(list, Array.from(list.children), MOST_ITEMS)();
    });
  }

  searchWhateverIsWritten();
  if (window.document$) window.document$.subscribe(start);
  else document.addEventListener("DOMContentLoaded", start);
})();
