// The whole: what is shown beside what, and what follows what.

function start() {
  let speaking = 0, lastTiles = null;
  readPalette();
  const pictures = data.pictures;
  const cells = firstCells();
  const numeric = pictures ? [] : data.columns.map((_, place) => place).filter((place) => !data.columns[place].categories);
  const isPlane = !pictures && data.columns.length === 2 && numeric.length === 2;
  const answer = makeAnswer();
  const neurons = makeNeurons(text(pictures ? "picture" : numeric.length > 1 ? "here" : "sample"));
  const live = element("p", {class: "lp-hidden", role: "status", "aria-live": "polite"});
  const axes = numeric.slice(0, 2);
  const map = numeric.length > 1 ? makeMap(axes, cells, move) : numeric.length ? makeCurve(numeric[0], cells, move) : null;
  const inputs = pictures ? null : makeInputs(cells, changed);
  const picker = !pictures && !isPlane && data.samples ? makePicker(cells, changed) : null;
  const pad = pictures ? makePad(cells, update) : null;

  function firstCells() {
    if (pictures) return new Array(data.columns).fill(0);
    const sample = data.samples && data.samples[0].cells[0];
    return data.columns.map((column, place) => {
      const range = data.ranges[place];
      if (column.categories) return sample ? sample[place] : column.categories[0];
      return Number(fine(sample ? Number(sample[place]) : (range[0] + range[1]) / 2, range));
    });
  }

  function move(places, values) {
    places.forEach((place, at) => { cells[place] = values[at]; });
    changed(places);
  }

  // `places`: the columns that are other than before; `picked`: whether they are a sample now.
  function changed(places, picked) {
    if (picker && !picked) picker.leave();
    if (map && places.some((place) => !axes.includes(place))) map.calculate(200);
    update();
  }

  function update() {
    const told = network.answer(cells);
    answer.show(told);
    neurons.show();
    if (inputs) inputs.show();
    if (map) map.mark();
    clearTimeout(speaking);
    speaking = setTimeout(() => { live.textContent = spoken(told); }, 500);
  }

  function spoken(told) {
    const read = (column, place) => column.name + " " + (column.categories ? cells[place] : short(cells[place]));
    const where = pictures || data.columns.length > 6 ? "" : data.columns.map(read).join(", ") + ": ";
    return where + answer.words(told);
  }

  function recolour() {
    readPalette();
    if (map && map.canvas.width) map.paint();
    if (pad) {
      pad.paint();
      neurons.paintWeights();
    }
    if (lastTiles) neurons.paintMaps(lastTiles);
    update();
    if (legend) legend.replaceChildren(...legendItems());
  }

  function legendItems() {
    const items = data.classes.length && data.classes.length <= 10
      ? data.classes.map((_, place) => element("li", {}, swatch(place), className(place))) : [];
    if (isPlane && data.samples) {
      const shapes = {train: "lp-dot", validation: "lp-diamond", test: "lp-square"};
      data.samples.forEach((part) => items.push(element("li", {}, element("i", {class: shapes[part.part]}),
        text(part.cells.length < part.of ? "some" : "all", {
          count: grouped(part.cells.length, 0), total: grouped(part.of, 0), part: text(part.part),
        }))));
    }
    return items;
  }

  function axisChoice() {
    const select = (which) => {
      const made = element("select", {}, ...numeric.map((place) => element("option", {value: place}, data.columns[place].name)));
      made.value = axes[which];
      made.addEventListener("change", () => {
        const chosen = selects.map((each) => Number(each.value));
        if (chosen[0] === chosen[1]) {
          chosen[1 - which] = axes[which];
          selects[1 - which].value = axes[which];
        }
        map.show(chosen);
        update();
      });
      return made;
    };
    const selects = [select(0), select(1)];
    return element("div", {class: "lp-axes"},
      element("label", {}, text("across"), " ", selects[0]), element("label", {}, text("up"), " ", selects[1]));
  }

  // Put together

  const legend = map ? element("ul", {class: "lp-legend"}) : null;
  const left = element("div", {class: "lp-left"}), right = element("div", {class: "lp-right"});
  if (map && map.whenReady) {
    map.whenReady((tiles) => {
      lastTiles = tiles;
      neurons.paintMaps(tiles);
    });
    if (numeric.length > 2) left.append(axisChoice());
  }
  if (map) {
    left.append(map.canvas, legend);
    if (data.columns.length > numeric.length || numeric.length > 2) left.append(element("p", {class: "lp-note"}, text("slice")));
  }
  if (pad) left.append(pad.box);
  if (pad || map) left.append(answer.box);
  if (pad && pad.samples) left.append(element("h3", {}, text("pick")), pad.samples.box);
  // Where there is no picture, the inputs stand in its place.
  const beside = pad || map ? right : left;
  if (picker) beside.append(element("h3", {}, text("pick")), picker.box);
  if (inputs) beside.append(element("h3", {}, text("inputs")), inputs.box);
  if (map) beside.append(element("p", {class: "lp-note lp-hint"}, text("hint")));
  if (!pad && !map) right.append(element("h3", {}, text("answer")), answer.box);
  right.append(neurons.box);
  section.append(element("div", {class: "lp-columns"}, left, right), live);
  lookAround();
  if (pad) neurons.paintWeights();
  if (map) map.calculate();
  if (picker) picker.go(0);
  recolour();

  // What the neurons answer to the samples, so that bright means bright among those.
  function lookAround() {
    const rows = pad ? (pad.samples ? pad.samples.thumbs.map((each) => each.values) : []) : [].concat(...(data.samples || []).map((part) => part.cells));
    rows.filter((_, place) => place % Math.ceil(rows.length / 100) === 0).forEach((row) => {
      network.answer(row);
      network.layers.slice(0, -1).forEach((outputs, layer) => outputs.forEach((value) => neurons.see(layer, value)));
    });
  }

  // Light or dark as the page says, or else as the system does; light on paper

  const system = matchMedia("(prefers-color-scheme: dark)");
  function follow(printing) {
    const said = section.closest("[data-theme]");
    const dark = !printing && (said ? said.dataset.theme === "dark" : system.matches);
    document.querySelectorAll(".lp-colours").forEach((each) => each.classList.toggle("lp-dark", dark));
    recolour();
  }
  system.addEventListener("change", () => follow());
  new MutationObserver(() => follow()).observe(document.documentElement, {attributes: true, attributeFilter: ["data-theme"]});
  window.addEventListener("beforeprint", () => follow(true));
  window.addEventListener("afterprint", () => follow());
  follow();
}

start();
