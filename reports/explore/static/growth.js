// New ties by country and period: simulated A and B beside the record, drawn by Vega.
import { make } from "./api.js";

const APART = 22;
const AROUND = 42; // pixels of a panel beside its plot: the labels of its axis
let view = null;
let embedded = 0;

function loadVega() {
  if (window.vegaEmbed) return Promise.resolve();
  return new Promise((done, failed) => {
    document.head.append(make("script", { src: "/vega.js", type: "module", onload: done, onerror: () => failed(new Error("the chart could not be loaded")) }));
  });
}

export function rows(shown) {
  const { growth } = shown.a;
  const order = [...new Set(growth.map((row) => row.country))];
  return growth.map((row, at) => ({
    ...row,
    order: order.indexOf(row.country),
    panel: `${row.name} \u00b7 ${role(growth.filter((other) => other.country === row.country))}`,
    a: row.simulated,
    b: shown.b ? shown.b.growth[at].simulated : null,
  }));
}

export async function drawGrowth(box, catalogue, shown, year) {
  await loadVega();
  const across = box.clientWidth;
  const columns = Math.max(1, Math.min(3, Math.floor((across + APART) / 250)));
  const spec = structuredClone(catalogue.growth);
  spec.columns = columns;
  spec.spec.width = Math.floor((across - (columns - 1) * APART) / columns - AROUND);
  spec.datasets = { growth: rows(shown) };
  const turn = ++embedded;
  // `ast`: expressions are read, never compiled, so that the page needs no right to make code.
  const drawn = await window.vegaEmbed(box, spec, { actions: false, renderer: "svg", ast: true });
  if (turn !== embedded) return drawn.finalize();
  view?.finalize();
  view = drawn;
  moveYear(year);
}

export function fillGrowth(shown) {
  if (!view) return false;
  view.view.data("growth", rows(shown)).runAsync();
  return true;
}

export function moveYear(year) {
  view?.view.signal("year", year).runAsync();
}

// The badge of a panel: the role of its recorded cells in the fit.
function role(cells) {
  const late = cells.filter((row) => row.role === "kept back").map((row) => row.first);
  if (cells[0].role === null) return "simulated only";
  return late.length ? `fitted, kept back from ${Math.min(...late)}` : "fitted";
}

export function drawKey(box, shown, catalogue) {
  const recorded = shown.a.growth.some((row) => row.recorded !== null);
  const mark = (kind, text) => make("span", {}, make("i", { class: kind }), text);
  box.replaceChildren(
    mark("line a", "simulated, A (one run)"),
    ...(shown.b ? [mark("line b", "simulated, B (one run)")] : []),
    ...(recorded
      ? [mark("dot", "recorded"), mark("shade", "kept back when the law was tested; elsewhere fitted")]
      : [make("span", { class: "badge only" }, "simulated only")]),
  );
  document.getElementById("growth-source").textContent = recorded ? catalogue.sources.growth : "The record is of all Germany and is not drawn beside a small part of it: open the page with --world germany.";
}
