// A canvas that is read with the mouse, a finger or the arrow keys, and what is written along its edges.

// `onPlace` is told shares of the width and, from below, of the height; `onMove` steps to the right and up.
function makeCanvas(label, draw, onPlace, onMove) {
  const canvas = element("canvas", {class: "lp-map", tabIndex: 0, role: "application", "aria-label": label});
  const share = (value) => Math.min(1, Math.max(0, value));

  function goTo(event) {
    const box = canvas.getBoundingClientRect();
    onPlace([share((event.clientX - box.left) / box.width), share(1 - (event.clientY - box.top) / box.height)]);
  }

  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerType === "mouse" || event.buttons) goTo(event);
  });
  canvas.addEventListener("pointerdown", goTo);
  canvas.addEventListener("keydown", (event) => {
    const move = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1]}[event.key];
    if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    onMove(move.map((each) => each * (event.shiftKey ? 10 : 1)));
  });
  new ResizeObserver(() => {
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const width = Math.round(canvas.clientWidth * ratio), height = Math.round(canvas.clientHeight * ratio);
    if (width && height && (width !== canvas.width || height !== canvas.height)) {
      canvas.width = width;
      canvas.height = height;
      draw();
    }
  }).observe(canvas);
  return canvas;
}

// A value so many steps of its slider further, within its range.
function moved(place, value, steps) {
  const [low, high, step] = data.ranges[place];
  return Math.min(high, Math.max(low, Number((value + steps * step).toPrecision(12))));
}

function cut(name) {
  return name.length > 24 ? name.slice(0, 23) + "\u2026" : name;
}

// Round numbers between two ends, each with its text.
function ticks([low, high]) {
  const power = Math.pow(10, Math.floor(Math.log10((high - low) / 4)));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= (high - low) / 5);
  const found = [];
  for (let count = Math.ceil(low / step - 1e-9); count * step <= high + 1e-9 * step; count++) {
    found.push([count * step, signed(grouped(count * step, decimals(step)))]);
  }
  return found;
}

// Writes on a soft ground, since colours and points lie below: at shares of the width and the height, kept off the edges.
function writer(context, unit) {
  context.font = 11 * unit + "px system-ui, sans-serif";
  context.textBaseline = "middle";
  context.textAlign = "left";
  return (written, across, down, align) => {
    const {width, height} = context.canvas, room = context.measureText(written).width + 4 * unit;
    const x = align === "left" ? 6 * unit : align === "right" ? width - 6 * unit - room : across * width - room / 2;
    const y = Math.min(height - 11 * unit, Math.max(12 * unit, down * height));
    context.globalAlpha = 0.72;
    context.fillStyle = palette.card;
    context.fillRect(x, y - 7 * unit, room, 14 * unit);
    context.globalAlpha = 1;
    context.fillStyle = palette.text;
    context.fillText(written, x + 2 * unit, y);
    return room / width;
  };
}

// Along both edges, where the axes' names leave room; `taken` is the share that the name below has.
function writeTicks(write, across, up, taken) {
  ticks(across).forEach(([value, written]) => {
    const share = (value - across[0]) / (across[1] - across[0]);
    if (share > 0.06 && share < 0.93 - taken) write(written, share, 1, "center");
  });
  ticks(up).forEach(([value, written]) => {
    const share = (up[1] - value) / (up[1] - up[0]);
    if (share > 0.08 && share < 0.92) write(written, 0, share, "left");
  });
}
