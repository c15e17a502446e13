// The curve: the answers over the one input that is a number, the others as they are set.

const CURVE_STEPS = 240;

function makeCurve(place, point, onPoint) {
  const [low, high] = data.ranges[place], classes = data.classes.length;
  const several = classes > 2 || (classes && !lone);
  const label = text("curve", {across: data.columns[place].name});
  const canvas = makeCanvas(label, draw, ([share]) => (
    onPoint([place], [Number(fine(low + share * (high - low), [low, high]))])
  ), ([steps]) => onPoint([place], [moved(place, point[place], steps)]));
  canvas.classList.add("lp-curve");
  const colour = (line) => css(classColour(classes ? line : 1));
  let answers = [], up = [0, 1];

  function calculate() {
    const cells = point.slice();
    answers = Array.from({length: CURVE_STEPS + 1}, (_, step) => {
      cells[place] = low + step / CURVE_STEPS * (high - low);
      return network.answer(cells).values;
    });
    const shown = [].concat(...answers, ...samples().map((sample) => [sample.truth])).filter(Number.isFinite);
    const ends = shown.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [Infinity, -Infinity]);
    const room = 0.12 * (ends[1] - ends[0]) || 1;
    const isShare = classes && data.layers[data.layers.length - 1].activation !== "linear";
    up = isShare ? [-0.14, 1.1] : shown.length ? [ends[0] - room, ends[1] + room] : [0, 1];
    draw();
  }

  // The samples can be seen where their answers are values of this very input.
  function samples() {
    if (classes || data.columns.length > 1) return [];
    return [].concat(...(data.samples || []).map((part) => (
      part.cells.map((cells, at) => ({value: Number(cells[0]), truth: part.truth[at]}))
    )));
  }

  function draw() {
    const {width, height} = canvas, context = canvas.getContext("2d"), unit = width / canvas.clientWidth || 1;
    if (!width || !answers.length) return;
    const x = (value) => (value - low) / (high - low) * width, y = (value) => (up[1] - value) / (up[1] - up[0]) * height;
    context.fillStyle = palette.field;
    context.fillRect(0, 0, width, height);
    samples().forEach((sample) => {
      context.beginPath();
      context.arc(x(sample.value), y(sample.truth), 2.5 * unit, 0, 7);
      context.fillStyle = palette.quiet;
      context.fill();
    });
    // Of two classes that are one output, the second; its share of the first is what is left.
    const lines = answers[0].map((_, line) => line).filter((line) => several || !classes || line === 1);
    lines.forEach((line) => {
      context.beginPath();
      answers.forEach((values, step) => {
        if (Number.isFinite(values[line])) context.lineTo(x(low + step / CURVE_STEPS * (high - low)), y(values[line]));
      });
      context.lineWidth = 2.5 * unit;
      context.lineJoin = "round";
      context.strokeStyle = colour(line);
      context.stroke();
    });
    const write = writer(context, unit);
    const taken = write(cut(data.columns[place].name) + " \u2192", 1, 1, "right");
    const name = !classes ? data.target.name : several ? text("likely") : text("likelyOf", {name: className(1)});
    write("\u2191 " + cut(name), 0, 0, "left");
    writeTicks(write, [low, high], up, taken);
    const values = network.answer(point).values;
    context.setLineDash([3 * unit, 3 * unit]);
    context.strokeStyle = palette.text;
    context.lineWidth = unit;
    context.beginPath();
    context.moveTo(x(point[place]), 0);
    context.lineTo(x(point[place]), height);
    context.stroke();
    context.setLineDash([]);
    lines.forEach((line) => {
      context.beginPath();
      context.arc(x(point[place]), y(values[line]), 5 * unit, 0, 7);
      context.fillStyle = palette.card;
      context.fill();
      context.lineWidth = 2.5 * unit;
      context.strokeStyle = colour(line);
      context.stroke();
    });
  }

  return {canvas, calculate, mark: draw, paint: draw};
}
