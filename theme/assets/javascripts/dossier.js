// Lists that can be searched, filtered and sorted; without JavaScript they are plain tables.
(function () {
  "use strict";

  function text(cell) {
    return cell ? cell.textContent.trim() : "";
  }

  function filterBar(box, table, rows) {
    const bar = document.createElement("div");
    bar.className = "dossier-filter";
    const search = document.createElement("input");
    search.type = "search";
    search.placeholder = search.ariaLabel = box.dataset.searchLabel;
    bar.append(search);
    const selects = [];
    table.querySelectorAll("thead th").forEach(function (head, column) {
      if (!head.dataset.choices) return;
      const select = document.createElement("select");
      select.ariaLabel = text(head);
      select.add(new Option(text(head) + ": " + box.dataset.all, ""));
      JSON.parse(head.dataset.choices).forEach(function (choice) { select.add(new Option(choice, choice)); });
      select.dataset.column = column;
      selects.push(select);
      bar.append(select);
    });
    const count = document.createElement("output");
    bar.append(count);
    box.prepend(bar);

    function apply() {
      const wanted = search.value.trim().toLocaleLowerCase();
      let shown = 0;
      rows.forEach(function (row) {
        const fits = selects.every(function (select) {
          return !select.value || text(row.cells[select.dataset.column]).endsWith(select.value);
        }) && (!wanted || row.textContent.toLocaleLowerCase().includes(wanted));
        row.hidden = !fits;
        shown += fits ? 1 : 0;
      });
      count.textContent = shown ? box.dataset.count.replace("{shown}", shown).replace("{all}", rows.length) : box.dataset.none;
    }
    search.addEventListener("input", apply);
    selects.forEach(function (select) { select.addEventListener("change", apply); });
    apply();
  }

  function sortable(table, rows) {
    const heads = table.querySelectorAll("thead th");
    const language = document.documentElement.lang;
    heads.forEach(function (head, column) {
      head.dataset.sortable = "";
      head.tabIndex = 0;
      function sort() {
        const down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const key = function (row) { const cell = row.cells[column]; return (cell && cell.dataset.sort) || text(cell); };
        rows.slice().sort(function (a, b) {
          return key(a).localeCompare(key(b), language, { numeric: true }) * (down ? -1 : 1);
        }).forEach(function (row) { table.tBodies[0].append(row); });
      }
      head.addEventListener("click", sort);
      head.addEventListener("keydown", function (event) { if (event.key === "Enter") sort(); });
    });
  }

  function start() {
    document.querySelectorAll(".dossier-table[data-filters]:not([data-ready])").forEach(function (box) {
      box.dataset.ready = "";
      const table = box.querySelector("table");
      const rows = Array.from(table.tBodies[0].rows);
      filterBar(box, table, rows);
      sortable(table, rows);
    });
  }

  if (window.document$) window.document$.subscribe(start);
  else document.addEventListener("DOMContentLoaded", start);
})();
