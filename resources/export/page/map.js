// The map: the answers over two of the inputs, calculated here by the network, with the samples and the point on it.

const COARSE = 28;
const BUDGET = 4e8;
const SLICE = 12;

function makeMap(axes, point, onPoint) {
  const named = () => text("map", {across: data.columns[axes[0]].name, up: data.columns[axes[1]].name});
  const canvas = makeCanvas(named(), () => draw(), (shares) => onPoint(axes, axes.map((axis, place) => {
    const [low, high] = data.ranges[axis];
    return Number(fine(low + shares[place] * (high - low), [low, high]));
  })), (moves) => onPoint(axes, axes.map((axis, place) => moved(axis, point[axis], moves[place]))));
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
    return Math.max(32, Math.min(360, Math.floor(Math.sqrt(BUDGET / cost))));
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
    const write = writer(context, size / canvas.clientWidth || 1), [across, up] = region();
    const [first, second] = axes.map((axis) => data.columns[axis].name);
    const taken = write(cut(first) + " \u2192", 1, 1, "right");
    write("\u2191 " + cut(second), 0, 0, "left");
    writeTicks(write, across, up, taken);
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

  return {
    canvas, calculate, paint, mark,
    whenReady: (told) => { ready = told; },
    show: (chosen) => {
      axes.splice(0, 2, ...chosen);
      canvas.setAttribute("aria-label", named());
      calculate();
    },
  };
}
