// The settings of one scenario: base, sliders, systems, events.
import { make } from "./api.js";

const shown = (value) => `× ${value < 10 ? value.toFixed(2) : value.toFixed(1)}`;
// A slider by ratios stands at the logarithm of its factor.
const position = (lever, factor) => (lever.even ? Math.log2(factor) : factor);
const factor = (lever, at) => Math.round((lever.even ? 2 ** at : at) * 1000) / 1000;

export const blank = (seed) => ({ base: "history", seed, title: "", levers: {}, events: {}, off: [] });

export function drawPanel(box, side, wish, catalogue, changed, { remove, copy }) {
  const base = catalogue.scenarios.find((one) => one.name === wish.base);
  const open = new Set([...box.querySelectorAll("details[open]")].map((one) => one.dataset.name));
  const at = box.querySelector(".switches")?.scrollTop ?? 0;
  box.className = side;
  box.replaceChildren(
    bases(wish, catalogue, changed),
    name(wish, changed),
    ...catalogue.levers.map((lever) => slider(lever, wish, changed)),
    switches("systems", "Systems", catalogue.systems, open, (one) => !wish.off.includes(one.name), (one, on) => {
      wish.off = on ? wish.off.filter((kept) => kept !== one.name) : [...wish.off, one.name].sort();
      changed();
    }),
    switches("events", "Dated events", catalogue.events, open, (one) => wish.events[one.name] ?? !base.silent.includes(one.name), (one, on) => {
      if (on === !base.silent.includes(one.name)) delete wish.events[one.name];
      else wish.events[one.name] = on;
      changed();
    }),
    make("div", { class: "buttons" },
      make("button", { type: "button", id: "reset", onclick: () => {
        Object.assign(wish, { title: "", levers: {}, events: {}, off: [] });
        changed(true);
      } }, "Reset"),
      ...(side === "b" ? [make("button", { type: "button", onclick: copy }, "Copy from A"), make("button", { type: "button", id: "remove", onclick: remove }, "Remove B")] : [])),
  );
  for (const one of box.querySelectorAll(".switches")) one.scrollTop = at;
}

function bases(wish, catalogue, changed) {
  const select = make("select", { id: "base", onchange: (event) => {
    wish.base = event.target.value;
    wish.events = {};
    changed(true);
  } }, ...catalogue.scenarios.map((one) => make("option", { value: one.name, selected: one.name === wish.base }, one.title)));
  return make("div", { class: "field" }, make("label", { for: "base" }, "Begin with"), select);
}

function name(wish, changed) {
  const input = make("input", { id: "name", type: "search", maxlength: "120", value: wish.title, placeholder: "a title of your own", onchange: (event) => {
    wish.title = event.target.value;
    changed();
  } });
  return make("div", { class: "field" }, make("label", { for: "name" }, "Call it"), input);
}

function slider(lever, wish, changed) {
  const now = wish.levers[lever.name] ?? 1;
  const output = make("output", {}, shown(now));
  const field = make("div", { class: now === 1 ? "field" : "field changed" });
  const input = make("input", {
    type: "range", id: `lever-${lever.name}`, step: lever.even ? "0.1" : "0.05",
    min: String(position(lever, lever.low)), max: String(position(lever, lever.high)), value: String(position(lever, now)),
    "aria-describedby": `help-${lever.name}`,
    oninput: (event) => {
      const value = factor(lever, Number(event.target.value));
      if (value === 1) delete wish.levers[lever.name];
      else wish.levers[lever.name] = value;
      output.textContent = shown(value);
      field.classList.toggle("changed", value !== 1);
      changed();
    },
  });
  field.append(make("label", { for: `lever-${lever.name}` }, make("span", {}, lever.title), output), input, make("small", { id: `help-${lever.name}` }, lever.help));
  return field;
}

function switches(id, title, rows, open, isOn, turned) {
  const off = rows.filter((one) => !isOn(one)).length;
  const count = make("span", {}, off ? ` (${off} off)` : "");
  const list = rows.map((one) =>
    make("label", { title: one.expects ?? one.real },
      make("input", { type: "checkbox", name: one.name, checked: isOn(one), onchange: (event) => {
        turned(one, event.target.checked);
        const left = rows.filter((other) => !isOn(other)).length;
        count.textContent = left ? ` (${left} off)` : "";
      } }),
      make("span", {}, one.year ? `${one.year} ${one.title}` : one.title),
      ...(one.real ? [make("small", {}, one.real)] : [])));
  return make("details", { "data-name": id, open: open.has(id) }, make("summary", {}, title, count), make("div", { class: "switches", id }, ...list));
}
