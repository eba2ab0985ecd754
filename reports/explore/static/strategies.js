// Strategies in pairs of runs: chosen, run with a sign of how far, shown with their bands.
import { ask, make, save } from "./api.js";

export function setUpStrategies(form, box, catalogue, seed) {
  const choices = form.querySelector(".choices");
  const first = ["school_exchange", "small_grants"];
  choices.append(...catalogue.strategies.map((one) =>
    make("label", {}, make("input", { type: "checkbox", name: one.name, checked: first.includes(one.name) }), make("span", {}, one.title || one.name))));
  form.querySelector("#pairs").append(...catalogue.replications.map((count) => make("option", { value: String(count) }, String(count))));
  const stop = form.querySelector("#stop");
  let under = null;
  stop.addEventListener("click", () => under?.abort());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const names = [...choices.querySelectorAll("input:checked")].map((one) => one.name);
    under?.abort();
    const mine = (under = new AbortController());
    const state = make("p", { class: "note" }, "Waiting for its turn …");
    const bar = make("i");
    box.className = "answer";
    box.replaceChildren(state, make("span", { class: "bar" }, bar));
    stop.hidden = false;
    try {
      const wanted = { names, replications: Number(form.querySelector("#pairs").value), seed: seed() };
      const result = await ask("/strategies", wanted, { signal: mine.signal, told: (news) => {
        state.textContent = `Running pairs of histories: ${news.what}`;
        bar.style.width = `${(100 * news.done) / news.of}%`;
      } });
      draw(box, result);
    } catch (error) {
      if (under === mine) box.replaceChildren(make("p", { class: mine.signal.aborted ? "note" : "wrong" }, mine.signal.aborted ? "Stopped." : error.message));
    }
    if (under === mine) stop.hidden = true;
  });
}

function picture(one) {
  const figure = make("figure", {}, make("div", { class: "top" }, make("h3", {}, one.title), ...(one.badge ? [make("span", { class: "badge only" }, one.badge)] : [])));
  // Drawn by the server itself out of what ships; names inside were escaped there.
  const svg = make("div", { class: one.narrow ? "wide" : "" });
  svg.innerHTML = one.wide;
  figure.append(svg);
  if (one.narrow) {
    const narrow = make("div", { class: "narrow" });
    narrow.innerHTML = one.narrow;
    figure.append(narrow);
  }
  if (one.source) figure.append(make("p", { class: "source" }, one.source));
  return figure;
}

function draw(box, result) {
  const [gains, ...panels] = result.figures;
  box.replaceChildren(
    make("p", {}, make("span", { class: "badge only" }, `simulated only: ${result.pairs} pairs of runs`)),
    ...result.verdict.map((text) => make("p", { class: "verdict" }, text)),
    picture(gains),
    make("h3", {}, "Difference in living ties, year by year"),
    make("div", { class: "minis" }, ...panels.map(picture)),
    ...result.sure.map((text) => make("p", { class: "note" }, text)),
    make("p", {}, make("button", { type: "button", onclick: () => save(new Blob([result.page], { type: "text/html" }), "compare.html") }, "Whole page (HTML)"),
      make("small", {}, "  The same again: "), make("code", {}, result.command)),
  );
}
