// The map of one history: every tie comes once with its years; the browser shows those of a year.

const BEND = 0.08; // as in the reports: how far a line bows out
const TOGETHER = 24; // lines of one stroke; between strokes, crossings darken
const INK = "#1d2730";

export class TieMap {
  constructor(figure, map) {
    this.figure = figure;
    this.canvas = figure.querySelector("canvas");
    this.hover = figure.querySelector(".hover");
    this.map = map;
    this.land = new Path2D(map.land);
    this.borders = new Path2D(map.borders);
    this.shown = null;
    this.canvas.addEventListener("mousemove", (event) => this.#name(event));
    this.canvas.addEventListener("mouseleave", () => (this.hover.hidden = true));
  }

  resize() {
    const across = this.canvas.parentElement.clientWidth;
    if (!across) return;
    const dense = Math.min(window.devicePixelRatio || 1, 2);
    this.scale = (across / this.map.width) * dense;
    this.canvas.width = Math.round(this.map.width * this.scale);
    this.canvas.height = Math.round(this.map.height * this.scale);
    this.ground = document.createElement("canvas");
    this.ground.width = this.canvas.width;
    this.ground.height = this.canvas.height;
    const pen = this.ground.getContext("2d");
    pen.scale(this.scale, this.scale);
    pen.fillStyle = "#fbfbf9";
    pen.fillRect(0, 0, this.map.width, this.map.height);
    pen.fillStyle = "#efece4";
    pen.strokeStyle = "#cfcbc0";
    pen.lineWidth = 0.5;
    pen.fill(this.land, "evenodd");
    pen.stroke(this.land);
    pen.strokeStyle = "rgba(29,39,48,.28)";
    pen.lineWidth = 0.6;
    pen.stroke(this.borders);
  }

  show(data) {
    this.shown = data;
    this.size = new Map();
  }

  // Numbers of the ties that live at the end of a year, oldest first, and how many were ever founded.
  static alive(data, year) {
    const { founded, ended } = data.ties;
    const living = [];
    let ever = 0;
    for (; ever < founded.length && founded[ever] <= year; ever++)
      if (!ended[ever] || ended[ever] > year) living.push(ever);
    return { living, ever };
  }

  draw(year, town) {
    if (!this.canvas.parentElement.clientWidth) return;
    if (!this.ground) this.resize();
    const pen = this.canvas.getContext("2d");
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.drawImage(this.ground, 0, 0);
    if (!this.shown) return;
    pen.scale(this.scale, this.scale);
    const { places, ties } = this.shown;
    const { living } = TieMap.alive(this.shown, year);
    const seen = living.filter((tie) => places.x[ties.a[tie]] !== null && places.x[ties.b[tie]] !== null);
    const mine = town === null ? [] : seen.filter((tie) => places.id[ties.a[tie]] === town || places.id[ties.b[tie]] === town);
    const faint = town === null ? 1 : 0.25;
    // Many lines need to be fainter than few; a line keeps at least half a pixel on a phone.
    const opacity = Math.min(0.7, Math.max(0.2, 22 / Math.sqrt(Math.max(seen.length, 1)))) * faint;
    const thin = Math.max(0.6, 0.55 / this.scale);
    for (const era of [...this.map.eras].reverse()) {
      const lines = seen.filter((tie) => ties.founded[tie] >= era.first && ties.founded[tie] <= era.last);
      this.#lines(pen, lines, era.colour, thin, opacity);
      const fresh = lines.filter((tie) => ties.founded[tie] === year);
      if (year < this.shown.until) this.#lines(pen, fresh, era.colour, thin * 2.2, Math.max(0.75 * faint, opacity));
      this.#lines(pen, mine.filter((tie) => lines.includes(tie)), era.colour, 2.4, 0.95);
    }
    this.#seats(pen, seen, faint);
    if (town !== null) this.#names(pen, mine, town);
    this.alive = living;
    this.canvas.setAttribute("aria-label", `Map of Europe in ${year}: ${living.length} living ties of one simulated history.`);
  }

  #lines(pen, lines, colour, width, opacity) {
    const { places, ties } = this.shown;
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.globalAlpha = opacity;
    for (let from = 0; from < lines.length; from += TOGETHER) {
      pen.beginPath();
      for (const tie of lines.slice(from, from + TOGETHER)) {
        const [a, b] = [ties.a[tie], ties.b[tie]];
        const [xa, ya, xb, yb] = [places.x[a], places.y[a], places.x[b], places.y[b]];
        pen.moveTo(xa, ya);
        pen.quadraticCurveTo((xa + xb) / 2 - (yb - ya) * BEND, (ya + yb) / 2 + (xb - xa) * BEND, xb, yb);
      }
      pen.stroke();
    }
    pen.globalAlpha = 1;
  }

  #seats(pen, seen, faint) {
    const { places, ties } = this.shown;
    const used = new Set();
    for (const tie of seen)
      for (const place of [ties.a[tie], ties.b[tie]]) if (places.country[place] === "DE") used.add(place);
    pen.fillStyle = INK;
    pen.globalAlpha = faint;
    for (const place of used) pen.fillRect(places.x[place] - 0.6, places.y[place] - 0.6, 1.2, 1.2);
    pen.globalAlpha = 1;
  }

  #names(pen, mine, town) {
    const { places, ties } = this.shown;
    const size = Math.max(12, 11 / this.scale * Math.min(window.devicePixelRatio || 1, 2));
    pen.font = `600 ${size}px system-ui, sans-serif`;
    pen.textAlign = "center";
    const taken = [];
    const ends = [...new Set(mine.flatMap((tie) => [ties.a[tie], ties.b[tie]]))];
    ends.sort((one, other) => (places.id[other] === town) - (places.id[one] === town));
    for (const place of ends) {
      const [x, y, name] = [places.x[place], places.y[place], places.name[place]];
      pen.beginPath();
      pen.arc(x, y, places.id[place] === town ? 5 : 3, 0, 7);
      pen.fillStyle = INK;
      pen.fill();
      const half = pen.measureText(name).width / 2;
      if (taken.some(([u, v, w]) => Math.abs(u - x) < w + half && Math.abs(v - y) < size)) continue;
      taken.push([x, y, half]);
      pen.lineWidth = 3.5;
      pen.strokeStyle = "rgba(255,254,252,.9)";
      pen.lineJoin = "round";
      pen.strokeText(name, x, y - 8);
      pen.fillText(name, x, y - 8);
    }
  }

  // The place under the pointer that has ties now: its number in `places`, or null.
  place(event) {
    if (!this.shown || !this.alive) return null;
    const box = this.canvas.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * this.map.width;
    const y = ((event.clientY - box.top) / box.height) * this.map.height;
    const { places, ties } = this.shown;
    let best = null;
    let near = (9 / box.width) * this.map.width;
    for (const tie of this.alive)
      for (const place of [ties.a[tie], ties.b[tie]]) {
        if (places.x[place] === null) continue;
        const away = Math.hypot(places.x[place] - x, places.y[place] - y);
        if (away < near) [best, near] = [place, away];
      }
    return best;
  }

  #name(event) {
    const place = this.place(event);
    this.hover.hidden = place === null;
    if (place === null) return;
    const { places, ties } = this.shown;
    const held = this.alive.filter((tie) => ties.a[tie] === place || ties.b[tie] === place).length;
    const box = this.canvas.getBoundingClientRect();
    this.hover.textContent = `${places.name[place]} (${places.country[place]}): ${held} living ${held === 1 ? "tie" : "ties"}`;
    const x = (places.x[place] / this.map.width) * box.width;
    this.hover.style.left = `${Math.min(Math.max(x, 90), box.width - 90)}px`;
    this.hover.style.top = `${Math.max((places.y[place] / this.map.height) * box.height, 44)}px`;
  }
}
