// The answer in figures and bars, and the neurons, each as bright as it is sure.

const MOST_TILES = 64, MOST_BARS = 12, FEW = 8, SEVERAL = 16;

function swatch(place) {
  return element("i", {class: "lp-swatch", style: "background:" + css(classColour(place))});
}

function makeAnswer() {
  const box = element("div", {class: "lp-answer"});
  const count = data.classes.length, last = data.layers[data.layers.length - 1].activation;
  const together = last === "softmax" || lone;
  const isShare = last !== "linear";
  const figure = (value) => isShare ? percent(value) : short(value);
  const note = !count || together ? "" : text(isShare ? "shares" : "outputs");

  function show(answer) {
    const {values, decided} = answer;
    box.replaceChildren();
    box.classList.toggle("lp-two", count === 2 && isShare);
    if (!values.every(Number.isFinite)) box.append(element("p", {class: "lp-none"}, text("none")));
    else if (!count) showValue(values[0]);
    else if (count === 2 && isShare) showTwo(values, decided);
    else showBars(values, decided);
  }

  function showValue(value) {
    const [low, high] = data.between, share = clipped((value - low) / (high - low));
    box.append(
      element("p", {class: "lp-value"}, element("span", {}, data.target.name), element("strong", {}, truthText(value))),
      element("div", {class: "lp-scale"}, element("i", {style: "left:" + 100 * share + "%"})),
      element("p", {class: "lp-ends"}, element("span", {}, short(low)), element("span", {}, short(high))),
    );
  }

  function showTwo(values, decided) {
    const side = (place) => element("span", {class: place === decided ? "lp-likely" : ""},
      swatch(place), element("b", {}, className(place)), element("span", {class: "lp-share"}, figure(values[place])));
    const share = clipped(values[0] / (clipped(values[0]) + clipped(values[1]) || 1));
    box.append(side(0), element("div", {class: "lp-bar"},
      element("i", {style: "width:" + 100 * share + "%;background:" + css(classColour(0))}),
      element("i", {style: "flex:1;background:" + css(classColour(1))})), side(1));
    if (note) box.append(element("p", {class: "lp-note"}, note));
  }

  // Where there are many classes, the likeliest.
  function showBars(values, decided) {
    let shown = values.map((_, place) => place);
    if (count > MOST_BARS) {
      shown = shown.sort((a, b) => values[b] - values[a]).slice(0, MOST_BARS);
    }
    const list = element("ul", {class: "lp-bars"});
    for (const place of shown) {
      list.append(element("li", {class: place === decided ? "lp-likely" : ""},
        swatch(place), element("b", {title: className(place)}, className(place)),
        element("div", {class: "lp-bar"}, element("i", {
          style: "width:" + 100 * clipped(values[place]) + "%;background:" + css(classColour(place)),
        })),
        element("span", {class: "lp-share"}, figure(values[place]))));
    }
    box.append(list);
    const told = [count > MOST_BARS ? text("more", {count: count - MOST_BARS}) : "", note].filter(Boolean).join(" ");
    if (told) box.append(element("p", {class: "lp-note"}, told));
  }

  // The answer in words, for those who hear it.
  function words(answer) {
    if (!answer.values.every(Number.isFinite)) return text("none");
    if (!count) return data.target.name + " " + truthText(answer.values[0]);
    return className(answer.decided) + ", " + figure(answer.values[answer.decided]);
  }

  return {box, show, words};
}

function makeNeurons(title) {
  const hidden = data.layers.slice(0, -1);
  const box = element("div", {class: "lp-neurons"}, element("h3", {}, title));
  const largest = hidden.map(() => 0);
  if (!hidden.length) box.append(element("p", {class: "lp-note"}, text("direct")));
  const layers = hidden.map((layer, place) => {
    const list = element("ul", {
      class: "lp-tiles" + (layer.units > SEVERAL ? " lp-many" : layer.units <= FEW ? " lp-few" : ""),
      "aria-label": text("layerLong", {layer: place + 1, units: layer.units, activation: layer.title}),
    });
    const tiles = Array.from({length: Math.min(layer.units, MOST_TILES)}, (_, unit) => {
      const canvas = element("canvas", {width: COARSE, height: COARSE, "aria-hidden": "true"});
      const name = element("span", {class: "lp-name", "aria-hidden": "true"}, "a", element("sub", {}, String(unit + 1)));
      const value = element("b", {});
      const spoken = element("span", {class: "lp-hidden"}, text("neuron", {unit: unit + 1, layer: place + 1}));
      const item = element("li", {}, canvas, element("span", {}, name, spoken, value));
      list.append(item);
      return {item, canvas, value};
    });
    box.append(element("h4", {}, text("layer", {layer: place + 1}), " ", element("span", {}, layer.units + " " + layer.title)), list);
    if (layer.units > MOST_TILES) {
      box.append(element("p", {class: "lp-note"}, text("hidden", {count: layer.units - MOST_TILES})));
    }
    return tiles;
  });

  function see(layer, value) {
    if (Number.isFinite(value)) largest[layer] = Math.max(largest[layer], Math.abs(value));
  }

  // Every neuron's map over the plane.
  function paintMaps(maps) {
    const size = COARSE * COARSE;
    layers.forEach((tiles, layer) => {
      if (!data.samples) maps[layer].forEach((value) => see(layer, value));
      tiles.forEach((tile, unit) => {
        const own = maps[layer].subarray(unit * size, (unit + 1) * size);
        const most = own.reduce((found, each) => Math.max(found, Math.abs(each)), 0);
        paintTile(tile, size, (at) => diverging(level(layer, own[at], most), NEURON));
      });
    });
  }

  // Of pictures, what each neuron of the first layer weighs the pixels by.
  function paintWeights() {
    const {width, height} = data.pictures, size = width * height, weights = network.weights(0);
    (layers[0] || []).forEach((tile, unit) => {
      tile.canvas.width = width;
      tile.canvas.height = height;
      const own = weights.subarray(unit * size, (unit + 1) * size);
      const most = own.reduce((found, each) => Math.max(found, Math.abs(each)), 0) || 1;
      paintTile(tile, size, (at) => diverging(own[at] / most, NEURON));
    });
  }

  function paintTile(tile, size, colour) {
    const context = tile.canvas.getContext("2d");
    const image = context.createImageData(tile.canvas.width, tile.canvas.height);
    for (let at = 0; at < size; at++) {
      const rgb = colour(at);
      for (let channel = 0; channel < 3; channel++) image.data[4 * at + channel] = rgb[channel];
      image.data[4 * at + 3] = 255;
    }
    context.putImageData(image, 0, 0);
    tile.painted = true;
  }

  // Each neuron's output to the row that was asked last.
  function show() {
    layers.forEach((tiles, layer) => {
      network.layers[layer].forEach((value) => see(layer, value));
      tiles.forEach((tile, unit) => {
        const value = network.layers[layer][unit], now = level(layer, value, largest[layer]);
        const colour = css(diverging(now, 1));
        tile.value.textContent = Number.isFinite(value) ? signed(value.toFixed(Math.abs(value) < 100 ? 2 : 0)) : ABSENT;
        tile.item.style.setProperty("--lp-glow", colour);
        tile.item.style.setProperty("--lp-lit", Number.isFinite(now) ? Math.min(1, Math.abs(now)).toFixed(3) : "0");
        if (!tile.painted) tile.canvas.style.background = colour;
      });
    });
  }

  return {box, see, paintMaps, paintWeights, show};
}
