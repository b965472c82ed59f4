"use strict";
for (const figure of document.querySelectorAll("figure")) {
  const out = figure.querySelector("output");
  if (!out) continue;
  const hint = out.dataset.hint, numbers = text => text.split(" ").map(Number);
  const place = ([low, high, start, end], value) => start + (value - low) / (high - low) * (end - start);
  const set = (node, values) => { for (const name in values) node.setAttribute(name, values[name]); };
  const svgs = [...figure.querySelectorAll("svg[data-rows],svg[data-cells]")];
  const heads = [...figure.querySelectorAll("thead tr > *")].map(cell => cell.textContent);
  const rows = id => [...document.getElementById(id).rows].filter(row => row.cells.length > 1);
  const value = cell => Number(cell.dataset.value);
  const hide = () => {
    svgs.forEach(svg => set(svg.querySelector(".cursor"), { visibility: "hidden" }));
    out.textContent = hint;
  };
  const reader = svg => {
    const cursor = svg.querySelector(".cursor");
    if (svg.dataset.cells) {
      const table = rows(svg.dataset.cells), [left, top, right, bottom] = numbers(svg.dataset.frame);
      const high = table.length, wide = heads.length - 1, [up, across, odds] = svg.dataset.names.split("|");
      const w = (right - left) / wide, h = (bottom - top) / high;
      return {
        wide, high, start: [0, high - 1],
        near: (x, y) => [Math.floor((x - left) / w), Math.floor((y - top) / h)],
        show: (i, j) => set(cursor.firstChild, { x: left + w * i, y: top + h * j }),
        say: (i, j) => `${across} ${heads[i + 1]}, ${up} ${table[j].cells[0].textContent}: ` +
          `${odds} ${table[j].cells[i + 1].textContent}`,
      };
    }
    const bodies = svg.dataset.rows.split(" "), all = bodies.map(rows);
    const x = numbers(svg.dataset.x), y = numbers(svg.dataset.y);
    const at = i => place(x, value(all[0][i].cells[0]));
    return {
      wide: all[0].length, high: 1, start: [all[0].length - 1, 0],
      near: px => [all[0].reduce((best, _, i) => Math.abs(at(i) - px) < Math.abs(at(best) - px) ? i : best, 0), 0],
      show: i => {
        set(cursor.firstChild, { x1: at(i), x2: at(i) });
        all.forEach((body, n) => {
          const v = value(body[i].cells[1]);
          set(cursor.children[n + 1], isFinite(v) ? { cx: at(i), cy: place(y, v), r: 4.5 } : { r: 0 });
        });
      },
      say: i => `${all[0][i].cells[0].textContent}. ` + all.map((body, n) => {
        const name = document.getElementById(bodies[n]).rows[0].cells[0].textContent;
        const cells = [...body[i].cells].slice(1).map((cell, c) => [heads[c + 1], cell.textContent]);
        return `${name}: ` + cells.filter(pair => pair[1]).map(pair => pair.join(" ")).join("; ");
      }).join(". "),
    };
  };
  const readers = svgs.map(reader);
  let i, j;
  svgs.forEach((svg, n) => {
    const { wide, high, start, near, say } = readers[n];
    const go = (a, b) => {
      i = Math.max(0, Math.min(wide - 1, a));
      j = Math.max(0, Math.min(high - 1, b));
      svgs.forEach((each, m) => {
        readers[m].show(i, j);
        set(each.querySelector(".cursor"), { visibility: "visible" });
      });
      out.textContent = say(i, j);
    };
    set(svg, { tabindex: 0, role: "application" });
    svg.addEventListener("focus", () => i === undefined ? go(...start) : go(i, j));
    svg.addEventListener("blur", hide);
    svg.addEventListener("pointerleave", () => document.activeElement === svg || hide());
    svg.addEventListener("pointermove", event => {
      const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      go(...near(point.x, point.y));
    });
    svg.addEventListener("keydown", event => {
      const to = { ArrowLeft: [i - 1, j], ArrowRight: [i + 1, j], ArrowUp: [i, j - 1], ArrowDown: [i, j + 1],
        Home: [0, j], End: [wide - 1, j] }[event.key];
      if (to) { event.preventDefault(); go(...to); }
      if (event.key === "Escape") { hide(); svg.blur(); }
    });
  });
  hide();
}
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach(each => { each.open = true; }));
