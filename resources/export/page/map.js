// The map: the answers over two of the inputs, calculated here by the network, with the samples and the point on it.

const COARSE = 28;
const BUDGET = 4e8;
const SLICE = 12;

function makeMap(axes, point, onPoint) {
  const canvas = element("canvas", {
    class: "lp-map", tabIndex: 0, role: "application",
    "aria-label": text("map", {across: data.columns[axes[0]].name, up: data.columns[axes[1]].name}),
  });
  const picture = document.createElement("canvas");
  const ground = document.createElement("canvas");
  let token = 0, answers = null, side = 0, ready = () => {};
  const tiles = data.layers.slice(0, -1).map(() => null);
  const region = () => axes.map((axis) => data.ranges[axis]);

  // As fine as the network is quick.
  function finest() {
    let cost = 40;
    let fanIn = data.inputs ? data.inputs.length : data.columns.length;
    for (const layer of data.layers) {
      cost += 1.5 * fanIn * layer.units + 15 * layer.units;
      fanIn = layer.units;
    }
    return Math.max(32, Math.min(240, Math.floor(Math.sqrt(BUDGET / cost))));
  }

  function cellsAt(cells, column, row, count) {
    const [[left, right], [bottom, top]] = region();
    cells[axes[0]] = left + (column + 0.5) / count * (right - left);
    cells[axes[1]] = top - (row + 0.5) / count * (top - bottom);
    return cells;
  }

  // Every neuron's small map, and a first one of the answers.
  function begin() {
    const cells = point.slice(), found = new Array(COARSE * COARSE);
    data.layers.slice(0, -1).forEach((layer, place) => {
      tiles[place] = new Float64Array(Math.min(layer.units, MOST_TILES) * COARSE * COARSE);
    });
    for (let at = 0; at < found.length; at++) {
      found[at] = network.answer(cellsAt(cells, at % COARSE, Math.floor(at / COARSE), COARSE)).values;
      tiles.forEach((tile, place) => {
        const outputs = network.layers[place];
        for (let unit = 0; unit * found.length < tile.length; unit++) tile[unit * found.length + at] = outputs[unit];
      });
    }
    answers = found;
    side = COARSE;
    paint();
    ready(tiles);
  }

  function refine(mine, count, found) {
    if (mine !== token) return;
    const cells = point.slice(), ends = performance.now() + SLICE;
    while (found.length < count * count && performance.now() < ends) {
      for (let column = 0, row = found.length / count; column < count; column++) {
        found.push(network.answer(cellsAt(cells, column, row, count)).values);
      }
    }
    if (found.length < count * count) {
      setTimeout(refine, 0, mine, count, found);
    } else {
      answers = found;
      side = count;
      paint();
    }
  }

  function calculate(delay) {
    const mine = ++token;
    begin();
    setTimeout(refine, delay || 0, mine, finest(), []);
  }

  function paint() {
    picture.width = picture.height = side;
    const context = picture.getContext("2d"), image = context.createImageData(side, side);
    answers.forEach((values, at) => {
      const rgb = answerColour(values, CANVAS);
      for (let channel = 0; channel < 3; channel++) image.data[4 * at + channel] = rgb[channel];
      image.data[4 * at + 3] = 255;
    });
    context.putImageData(image, 0, 0);
    draw();
  }

  function draw() {
    const size = canvas.width;
    if (!size || !answers) return;
    ground.width = ground.height = size;
    const context = ground.getContext("2d");
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = "high";
    context.drawImage(picture, 0, 0, size, size);
    if (data.columns.length === 2) drawSamples(context, size);
    drawAxes(context, size);
    mark();
  }

  function position(cells, size) {
    const [[left, right], [bottom, top]] = region();
    return [(cells[axes[0]] - left) / (right - left) * size, (top - cells[axes[1]]) / (top - bottom) * size];
  }

  const outlines = {
    train: (context, x, y, r) => context.arc(x, y, r, 0, 7),
    validation: (context, x, y, r) => {
      context.moveTo(x, y - 1.3 * r);
      [[1.3, 0], [0, 1.3], [-1.3, 0]].forEach(([across, down]) => context.lineTo(x + across * r, y + down * r));
      context.closePath();
    },
    test: (context, x, y, r) => context.rect(x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r),
  };

  function drawSamples(context, size) {
    const total = (data.samples || []).reduce((sum, part) => sum + part.cells.length, 0);
    const radius = size / 380 * (total > 600 ? 2.4 : 3);
    context.lineWidth = Math.max(1, size / 420);
    // Points of values have the colours of the map, so that a dark line has to set them off.
    context.strokeStyle = data.classes.length ? palette.card : palette.text;
    for (const part of data.samples || []) {
      part.cells.forEach((cells, place) => {
        const [x, y] = position(cells, size);
        context.beginPath();
        outlines[part.part](context, x, y, radius);
        context.fillStyle = css(truthColour(part.truth[place]));
        context.fill();
        context.stroke();
      });
    }
  }

  function drawAxes(context, size) {
    const unit = size / canvas.clientWidth || 1;
    context.font = 11 * unit + "px system-ui, sans-serif";
    context.textBaseline = "middle";
    const write = (written, x, y, align) => {
      const width = context.measureText(written).width + 4 * unit;
      const left = align === "left" ? x : align === "right" ? x - width : x - width / 2;
      context.globalAlpha = 0.72;
      context.fillStyle = palette.card;
      context.fillRect(left, y - 7 * unit, width, 14 * unit);
      context.globalAlpha = 1;
      context.fillStyle = palette.text;
      context.textAlign = "left";
      context.fillText(written, left + 2 * unit, y);
      return width;
    };
    const names = axes.map((axis) => data.columns[axis].name);
    const fit = (name) => name.length > 24 ? name.slice(0, 23) + "\u2026" : name;
    const taken = write(fit(names[0]) + " \u2192", size - 6 * unit, size - 11 * unit, "right");
    write("\u2191 " + fit(names[1]), 6 * unit, 12 * unit, "left");
    const [across, up] = region();
    ticks(across[0], across[1]).forEach(([value, written]) => {
      const x = (value - across[0]) / (across[1] - across[0]) * size;
      if (x > 20 * unit && x < size - taken - 24 * unit) write(written, x, size - 11 * unit, "center");
    });
    ticks(up[0], up[1]).forEach(([value, written]) => {
      const y = (up[1] - value) / (up[1] - up[0]) * size;
      if (y > 30 * unit && y < size - 28 * unit) write(written, 6 * unit, y, "left");
    });
  }

  function ticks(low, high) {
    const power = Math.pow(10, Math.floor(Math.log10((high - low) / 4)));
    const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= (high - low) / 5);
    const found = [];
    for (let count = Math.ceil(low / step - 1e-9); count * step <= high + 1e-9 * step; count++) {
      found.push([count * step, signed(grouped(count * step, decimals(step)))]);
    }
    return found;
  }

  function mark() {
    const size = canvas.width, context = canvas.getContext("2d");
    if (!size) return;
    context.drawImage(ground, 0, 0);
    const [x, y] = position(point, size), unit = size / canvas.clientWidth || 1;
    context.lineWidth = unit;
    context.strokeStyle = palette.text;
    context.globalAlpha = 0.6;
    context.setLineDash([3 * unit, 3 * unit]);
    context.beginPath();
    context.moveTo(0, y);
    context.lineTo(size, y);
    context.moveTo(x, 0);
    context.lineTo(x, size);
    context.stroke();
    context.setLineDash([]);
    context.globalAlpha = 1;
    context.beginPath();
    context.arc(x, y, 6 * unit, 0, 7);
    context.fillStyle = palette.card;
    context.fill();
    context.lineWidth = 2.5 * unit;
    context.stroke();
  }

  function goTo(event) {
    const box = canvas.getBoundingClientRect(), [across, up] = region();
    const share = (value) => Math.min(1, Math.max(0, value));
    const x = share((event.clientX - box.left) / box.width), y = share((event.clientY - box.top) / box.height);
    onPoint(axes, [
      Number(fine(across[0] + x * (across[1] - across[0]), across)), Number(fine(up[1] - y * (up[1] - up[0]), up)),
    ]);
  }

  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerType === "mouse" || event.buttons) goTo(event);
  });
  canvas.addEventListener("pointerdown", goTo);
  canvas.addEventListener("keydown", (event) => {
    const moves = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1]};
    const move = moves[event.key];
    if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const far = event.shiftKey ? 10 : 1;
    onPoint(axes, axes.map((axis, place) => {
      const [low, high, step] = data.ranges[axis];
      return Math.min(high, Math.max(low, Number((point[axis] + far * step * move[place]).toPrecision(12))));
    }));
  });
  new ResizeObserver(() => {
    const size = Math.round(canvas.clientWidth * Math.min(2, window.devicePixelRatio || 1));
    if (size && size !== canvas.width) {
      canvas.width = canvas.height = size;
      draw();
    }
  }).observe(canvas);

  return {
    canvas, calculate, paint, mark,
    whenReady: (told) => { ready = told; },
    show: (chosen) => {
      axes.splice(0, 2, ...chosen);
      canvas.setAttribute("aria-label", text("map", {across: data.columns[axes[0]].name, up: data.columns[axes[1]].name}));
      calculate();
    },
  };
}
