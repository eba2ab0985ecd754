// My town: the partners it found in the histories on the page, and those that the law holds likely.
import { ask, make } from "./api.js";

const years = (from, to) => (to ? `${from}–${to}` : `since ${from}`);

// A place as a sentence of the server names it: Neustadt (Hessen) (DE-HE, 9,115 inhabitants, id 2864091)
const PLACE = /([^;:]+?) \((district, )?(DE-[A-Z]{2}), ([^()]*?), id (\d+)\)/g;

// Why there is no answer; where the sentence names places that may be meant, each is a button.
function refused(text, again) {
  const meant = [...text.matchAll(PLACE)];
  if (!meant.length) return [make("p", { class: "wrong" }, sentence(text))];
  const head = text.slice(0, meant[0].index).replace(/[:;\s]+$/, "");
  const more = /and (\d+) more/.exec(text);
  return [
    make("p", { class: "wrong" }, `${sentence(head)} Which one?`),
    make("p", { class: "meant" }, ...meant.map(([, name, district, land, people, id]) =>
      make("button", { type: "button", onclick: () => again(id) }, make("b", {}, name.trim()), ` ${district ?? ""}${land}, ${people}`))),
    ...(more ? [make("p", { class: "note" }, `And ${more[1]} more: write the Land behind a comma, as in Neustadt, DE-SN.`)] : []),
  ];
}

export async function findTown(text, box, again) {
  box.replaceChildren(make("p", { class: "note" }, "Looking it up …"));
  try {
    const town = await ask("/town", { place: text });
    return town;
  } catch (error) {
    box.className = "answer";
    box.replaceChildren(...refused(error.message, again));
    return null;
  }
}

const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? "" : ".");

export function partnersOf(data, id) {
  const { places, ties, words } = data;
  const own = places.id.indexOf(id);
  const found = [];
  if (own < 0) return found;
  for (let tie = 0; tie < ties.founded.length; tie++) {
    if (ties.a[tie] !== own && ties.b[tie] !== own) continue;
    const other = ties.a[tie] === own ? ties.b[tie] : ties.a[tie];
    found.push({
      name: places.name[other], country: places.country[other], founded: ties.founded[tie], ended: ties.ended[tie],
      form: words.form[ties.form[tie]], kind: words.kind[ties.kind[tie]], motive: words.motive[ties.motive[tie]].replaceAll("_", " "), km: ties.km[tie],
    });
  }
  return found;
}

export function drawTown(box, town, shown, catalogue) {
  const sides = ["a", "b"].filter((side) => shown[side]);
  box.className = "answer";
  box.replaceChildren(
    make("h3", {}, town.title),
    ...(town.note ? [make("p", { class: "note" }, town.note)] : []),
    make("div", { class: "pair" },
      ...sides.map((side) => simulated(side, partnersOf(shown[side], town.id), catalogue, sides.length > 1)),
      likely(town)),
  );
}

const told = (partners) => {
  const ended = partners.filter((one) => one.ended).length;
  return ended ? `${partners.length - ended} living, ${ended} ended` : `${partners.length}`;
};

function simulated(side, partners, catalogue, named) {
  const rows = partners.map((one) =>
    make("tr", {},
      make("td", {}, make("b", {}, one.name), `, ${catalogue.countries[one.country] ?? one.country}`,
        make("small", {}, `${one.kind === "twinning" ? one.form : one.kind}, out of ${one.motive}, ${Math.round(one.km)} km`)),
      make("td", { class: "num" }, years(one.founded, one.ended))));
  return make("div", { class: `simulated-${side}` },
    make("h4", {}, make("span", { class: `dot ${side}` }), named ? ` Partners in this run of ${side.toUpperCase()}: ${told(partners)}` : ` Partners in this run: ${told(partners)}`, " ", make("span", { class: "badge only" }, "one run")),
    rows.length ? make("div", { class: "long", tabindex: "0" }, make("table", {}, make("tbody", {}, ...rows))) : make("p", { class: "note" }, "It found none in this history. With other luck it may."));
}

function likely(town) {
  const rows = town.candidates.map((one) => {
    const bar = make("i");
    bar.style.width = `${Math.max(1, 100 * one.weight)}%`;
    return make("tr", {},
      make("td", {}, make("b", {}, one.name), `, ${one.country}`, make("small", {}, one.reasons.slice(0, 3).join("; "))),
      make("td", { class: "num" }, one.chance, make("span", { class: "bar" }, bar)));
  });
  return make("div", { class: "likely" },
    make("h4", {}, "Likely partners by the law of choice ", make("span", { class: "badge only" }, "estimated")),
    make("div", { class: "long", tabindex: "0" }, make("table", {}, make("tbody", {}, ...rows))),
    make("p", { class: "note" }, `${town.told} The chance is that a search abroad ends there, before the other side is asked, by the default history whatever the settings. More: jumelage match.`));
}
