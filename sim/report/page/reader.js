"use strict";
document.querySelectorAll("output").forEach(out => {
  const all = (what, where = out.parentNode) => [...where.querySelectorAll(what)];
  const set = (node, name, to) => node.setAttribute(name, to);
  const heads = all("thead tr > *").map(cell => cell.textContent);
  const near = (places, to) =>
    places.reduce((best, at, n) => Math.abs(at - to) < Math.abs(places[best] - to) ? n : best, 0);
  let i, j = 0;
  const charts = all("svg[data-x]").map(svg => {
    const { x, y = "0", rows, names } = svg.dataset, xs = x.split(" "), ys = y.split(" ");
    const cursor = svg.querySelector(".cursor"), ids = rows.split(" ");
    const row = (id, n) => all(`#${id} [scope=row]`, document)[n].parentNode;
    const texts = (id, n) => [...row(id, n).cells].map(cell => cell.textContent);
    const told = id => texts(id, i).map((text, c) =>
      c && text && (/: to$/.test(heads[c]) ? ` to ${text}` : `${c > 1 ? ";" : ""} ${heads[c]} ${text}`));
    const line = id => `. ${document.getElementById(id).rows[0].textContent}:` + told(id).slice(1).join("");
    const cell = ([across, up, odds], found) => `${across} ${heads[i + 1]}, ${up} ${found[0]}: ${odds} ${found[i + 1]}`;
    return {
      svg, cursor, xs, ys,
      say: () => names ? cell(names.split("\n"), texts(ids[0], j)) : texts(ids[0], i)[0] + ids.map(line).join(""),
      show: () => [...cursor.children].forEach(mark => {
        const up = mark.dataset.y, label = mark.querySelector("text");
        set(mark, "transform", `translate(${xs[i]} ${up ? up.split(" ")[i] : ys[j]})`);
        if (label) {
          label.textContent = texts(ids[0], i)[1];
          set(label, "text-anchor", i * 2 > xs.length ? "end" : "start");
        }
      }),
    };
  });
  const shown = to => charts.forEach(({ cursor }) => set(cursor, "visibility", to));
  const hide = () => { shown("hidden"); out.textContent = out.dataset.hint; };
  i = charts[0].xs.length - 1;
  charts.forEach(({ svg, xs, ys, say }) => {
    const go = (a, b) => {
      i = Math.max(0, Math.min(xs.length - 1, a));
      j = Math.max(0, Math.min(ys.length - 1, b));
      charts.forEach(chart => chart.show());
      shown("visible");
      out.textContent = say();
    };
    set(svg, "tabindex", 0);
    set(svg, "role", "application");
    set(svg, "aria-roledescription", "chart, read by arrow keys");
    svg.onfocus = () => go(i, j);
    svg.onblur = hide;
    svg.onpointerleave = () => document.activeElement === svg || hide();
    svg.onpointermove = ({ clientX, clientY }) => {
      const at = new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM().inverse());
      go(near(xs, at.x), near(ys, at.y));
    };
    svg.onkeydown = event => {
      const field = ys[1], to = !event.altKey && !event.ctrlKey && !event.metaKey && {
        ArrowLeft: [i - 1, j], ArrowRight: [i + 1, j], Home: [0, j], End: [xs.length - 1, j],
        ArrowUp: field && [i, j - 1], ArrowDown: field && [i, j + 1],
      }[event.key];
      if (to) { event.preventDefault(); go(...to); }
      if (event.key === "Escape") svg.blur();
    };
  });
  hide();
});
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach(part => { part.open = true; }));
