// The page: what is wished for, what is shown, and the year that all of it stands in.
import { ask, download, make, number, save } from "./api.js";
import { drawGrowth, drawKey, fillGrowth, moveYear } from "./growth.js";
import { TieMap } from "./map.js";
import { blank, drawPanel } from "./panel.js";
import { setUpStrategies } from "./strategies.js";
import { drawTown, findTown } from "./town.js";

const at = (id) => document.getElementById(id);
const PAUSE = 90; // ms that a slider rests before its answer is asked for
const STEP = 220; // ms of a year at the slowest

const state = { side: "a", wish: { a: blank(1), b: null }, shown: { a: null, b: null }, under: {}, year: 2025, town: null, playing: null };
let catalogue, maps, isReady;
const ready = new Promise((done) => (isReady = done));

// ---------------------------------------------------------------- what is wished for

let resting;
function changed(redraw = false) {
  if (redraw) panel();
  clearTimeout(resting);
  const side = state.side;
  const began = performance.now();
  say("Simulating …", 0);
  resting = setTimeout(() => simulate(side, began), PAUSE);
}

function panel() {
  const { side } = state;
  for (const one of ["a", "b"]) at(`tab-${one}`).setAttribute("aria-selected", String(one === side));
  at("tab-b").textContent = state.wish.b ? "Scenario B" : "Compare with B";
  at("panel").setAttribute("aria-labelledby", `tab-${side}`);
  drawPanel(at("panel"), side, state.wish[side], catalogue, changed, { remove: removeB, copy: () => {
    state.wish.b = structuredClone(state.wish.a);
    changed(true);
  } });
}

function choose(side) {
  state.side = side;
  const fresh = side === "b" && !state.wish.b;
  if (fresh) state.wish.b = structuredClone(state.wish.a);
  panel();
  if (fresh) simulate("b");
}

function removeB() {
  state.under.b?.abort();
  state.wish.b = state.shown.b = null;
  choose("a");
  arrange();
}

async function simulate(side, began = performance.now()) {
  const wish = structuredClone(state.wish[side]);
  if (!wish) return;
  state.under[side]?.abort(); // what was asked for before is stale, and ends
  const mine = (state.under[side] = new AbortController());
  document.body.classList.add("stale");
  try {
    const data = await ask("/history", wish, { signal: mine.signal, told: (news) => {
      say(`Scenario ${side.toUpperCase()}: ${news.what} …`, news.done / news.of);
      if (news.so_far) soFar(news.so_far, mine, side);
    } });
    await ready; // the map may still be on its way
    if (state.under[side] !== mine) return;
    delete state.under[side];
    state.shown[side] = data;
    arrange();
    opened();
    quiet(`Scenario ${side.toUpperCase()}: ${number(data.ties.founded.length)} ties in ${data.until - data.start + 1} years, ${((performance.now() - began) / 1000).toFixed(1)} s.`);
  } catch (error) {
    if (state.under[side] !== mine || mine.signal.aborted) return;
    delete state.under[side];
    quiet(error.message, true);
  }
}

// The very first history is shown as far as it is: its ties until the year that is simulated.
async function soFar(data, mine, side) {
  await ready;
  if (side !== "a" || state.shown.a || state.under.a !== mine) return;
  maps.a.show(data);
  maps.a.draw(data.until, null);
  document.querySelector(".map-a .year").textContent = String(data.until);
  at("title-a").textContent = "The history so far";
  document.body.classList.remove("stale");
  opened();
}

function opened() {
  document.body.dataset.first ??= Math.round(performance.now()); // ms until the first picture
}

function say(text, share) {
  const box = document.querySelector(".status");
  box.className = "status busy";
  at("status").textContent = text;
  at("progress").style.width = `${100 * share}%`;
}

function quiet(text, wrong = false) {
  if (Object.keys(state.under).length && !wrong) return;
  document.body.classList.remove("stale");
  document.querySelector(".status").className = wrong ? "status wrong" : "status";
  at("status").textContent = text;
}

// ---------------------------------------------------------------- what is shown

function arrange() {
  const two = Boolean(state.shown.b);
  document.querySelector(".maps").classList.toggle("two", two);
  document.querySelector(".map-b").hidden = !two;
  for (const side of ["a", "b"]) {
    const data = state.shown[side];
    if (!data) continue;
    maps[side].show(data);
    document.querySelector(`.map-${side}`).dataset.seed = data.seed;
    at(`title-${side}`).textContent = two ? `${side.toUpperCase()}: ${data.title}` : data.title;
    for (const one of document.querySelectorAll(`.map-${side} .seed`)) one.textContent = data.seed;
  }
  if (!state.shown.a) return;
  const last = Math.max(state.shown.a.until, state.shown.b?.until ?? 0);
  const slider = at("year");
  const ended = state.year >= Number(slider.max);
  slider.max = String(last);
  slider.min = String(state.shown.a.start);
  for (const map of Object.values(maps)) map.resize();
  setYear(ended ? last : Math.min(state.year, last));
  drawKey(at("growth-key"), state.shown, catalogue);
  if (!fillGrowth(state.shown)) drawGrowth(at("growth"), catalogue, state.shown, state.year).catch((error) => quiet(error.message, true));
  if (state.town) drawTown(at("town-answer"), state.town, state.shown, catalogue);
}

function setYear(year) {
  state.year = year;
  at("year").value = String(year);
  for (const one of document.querySelectorAll(".year")) one.textContent = String(year);
  for (const side of ["a", "b"]) if (state.shown[side]) maps[side].draw(Math.min(year, state.shown[side].until), state.town?.id ?? null);
  moveYear(year);
  numbers(year);
}

function counts(data, year) {
  const { places, ties } = data;
  const { living, ever } = TieMap.alive(data, Math.min(year, data.until));
  const inner = living.filter((tie) => places.country[ties.a[tie]] === "DE" && places.country[ties.b[tie]] === "DE").length;
  const of = (code) => living.filter((tie) => places.country[ties.a[tie]] === code || places.country[ties.b[tie]] === code).length;
  return { "living ties": living.length, "of them with France": of("FR"), "with Poland": of("PL"), "with the United Kingdom": of("GB"), "between German places": inner, "founded so far": ever, "ended so far": ever - living.length };
}

function numbers(year) {
  if (!state.shown.a) return;
  at("numbers-year").textContent = String(year);
  const a = counts(state.shown.a, year);
  const b = state.shown.b && counts(state.shown.b, year);
  const signed = (value) => (value > 0 ? "+" : value < 0 ? "−" : "±") + number(Math.abs(value));
  const table = at("numbers");
  table.tHead.replaceChildren(...(b ? [make("tr", {}, make("th", {}), ...["A", "B", "B less A"].map((text) => make("th", { class: "num" }, text)))] : []));
  table.tBodies[0].replaceChildren(...Object.entries(a).map(([name, value]) =>
    make("tr", {}, make("th", {}, name), make("td", { class: "num" }, number(value)), ...(b ? [make("td", { class: "num" }, number(b[name])), make("td", { class: "num" }, signed(b[name] - value))] : []))));
}

// ---------------------------------------------------------------- through time

function play() {
  if (state.playing) return pause();
  if (state.year >= Number(at("year").max)) setYear(Number(at("year").min));
  at("play").textContent = "❚❚";
  at("play").setAttribute("aria-label", "Pause");
  let last = performance.now();
  const step = (now) => {
    const pace = STEP / Number(at("speed").value);
    if (now - last >= pace) {
      last = now;
      setYear(state.year + 1);
      if (state.year >= Number(at("year").max)) return pause();
    }
    state.playing = requestAnimationFrame(step);
  };
  state.playing = requestAnimationFrame(step);
}

function pause() {
  cancelAnimationFrame(state.playing);
  state.playing = null;
  at("play").textContent = "▶";
  at("play").setAttribute("aria-label", "Play");
}

// ---------------------------------------------------------------- towns, files, luck

async function search(text) {
  const box = at("town-answer");
  box.replaceChildren();
  const turn = (state.turn = (state.turn ?? 0) + 1);
  const town = text.trim() ? await findTown(text, box, search) : null;
  if (turn !== state.turn) return; // another was looked for in the meantime
  state.town = town;
  at("forget").hidden = !town;
  if (town) at("place").value = town.name;
  if (town && state.shown.a) drawTown(box, town, state.shown, catalogue);
  setYear(state.year);
}

async function take(name) {
  const { side } = state;
  try {
    if (name === "map.png") at(`map-${side}`).toBlob((image) => save(image, name));
    else await download(name, state.wish[side]);
  } catch (error) {
    quiet(error.message, true);
  }
}

function reseed(seed) {
  if (!Number.isInteger(seed) || seed < 0 || seed > catalogue.most_seed) {
    quiet(`The seed must be a whole number from 0 to ${catalogue.most_seed}.`, true);
    return;
  }
  at("seed").value = String(seed);
  for (const side of ["a", "b"]) {
    if (!state.wish[side]) continue;
    state.wish[side].seed = seed;
    say("Simulating …", 0);
    simulate(side);
  }
}

// ---------------------------------------------------------------- the beginning

function eras(list) {
  at("eras").append(...list.map((era) => {
    const line = make("i");
    line.style.background = era.colour;
    return make("li", {}, line, era.label, ...(era.event ? [" ", make("small", {}, era.event)] : []));
  }));
}

async function begin() {
  say("Loading …", 0);
  simulate("a"); // the first history is under way before anything else is there
  catalogue = await (await fetch("/catalogue")).json();
  maps = Object.fromEntries(["a", "b"].map((side) => [side, new TieMap(document.querySelector(`.map-${side}`), catalogue.map)]));
  maps.a.resize();
  maps.a.draw(state.year, null);
  isReady();
  eras(catalogue.map.eras);
  at("map-source").textContent = catalogue.map.source;
  panel();
  setUpStrategies(at("strategies"), at("strategies-answer"), catalogue, () => state.wish.a.seed);
  for (const side of ["a", "b"]) {
    at(`tab-${side}`).addEventListener("click", () => choose(side));
    maps[side].canvas.addEventListener("click", (event) => {
      const place = maps[side].place(event);
      const { places } = state.shown[side] ?? {};
      if (place !== null && places.country[place] === "DE") {
        at("place").value = places.name[place];
        search(String(places.id[place]));
      }
    });
  }
  at("play").addEventListener("click", play);
  at("year").addEventListener("input", (event) => {
    if (state.playing) pause();
    setYear(Number(event.target.value));
  });
  at("town").addEventListener("submit", (event) => {
    event.preventDefault();
    search(at("place").value);
  });
  at("forget").addEventListener("click", () => {
    at("place").value = "";
    search("");
  });
  at("seed").addEventListener("change", (event) => reseed(Number(event.target.value)));
  at("roll").addEventListener("click", () => reseed((state.wish.a.seed + 1) % catalogue.most_seed));
  for (const button of document.querySelectorAll("[data-file]")) button.addEventListener("click", () => take(button.dataset.file));
  let resized;
  window.addEventListener("resize", () => {
    clearTimeout(resized);
    resized = setTimeout(() => {
      for (const map of Object.values(maps)) map.resize();
      setYear(state.year);
      if (state.shown.a) drawGrowth(at("growth"), catalogue, state.shown, state.year);
    }, 150);
  });
}

begin().catch((error) => quiet(error.message, true));
