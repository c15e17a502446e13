// Pictures: drawn with the mouse or a finger, picked from the samples, or changed pixel by pixel with the keyboard.

const INK = 168, STROKE = 0.12;

function makePad(cells, onChange) {
  const {height, width, margin} = data.pictures;
  const ink = document.createElement("canvas");
  ink.width = ink.height = INK;
  ink.getContext("2d", {willReadFrequently: true});
  const canvas = element("canvas", {class: "lp-pad", width: 2 * INK, height: 2 * INK, role: "img", "aria-label": text("pad")});
  const seen = element("canvas", {
    class: "lp-seen", width: 16 * width, height: 16 * height, tabIndex: 0, role: "application", "aria-label": text("pixels"),
  });
  const clear = element("button", {type: "button"}, text("clear"));
  const told = element("span", {});
  let last = null, empty = true, cursor = [Math.floor(width / 2), Math.floor(height / 2)];

  function stroke(event) {
    const box = canvas.getBoundingClientRect(), context = ink.getContext("2d");
    const to = [(event.clientX - box.left) / box.width * INK, (event.clientY - box.top) / box.height * INK];
    const from = last || to;
    context.strokeStyle = "#fff";
    context.lineCap = context.lineJoin = "round";
    context.lineWidth = STROKE * INK;
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(to[0] + 0.01, to[1]);
    context.stroke();
    last = to;
    empty = false;
    told.textContent = "";
    shrink();
    paint();
    onChange();
  }

  // The strokes in the middle, with the margin that samples leave; each pixel is the mean ink of its area.
  function shrink() {
    const image = ink.getContext("2d").getImageData(0, 0, INK, INK).data;
    const at = (x, y) => image[4 * (y * INK + x) + 3] / 255;
    let left = INK, right = -1, top = INK, bottom = -1;
    for (let y = 0; y < INK; y++) {
      for (let x = 0; x < INK; x++) {
        if (at(x, y) > 0.02) {
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = Math.max(bottom, y);
        }
      }
    }
    cells.fill(0);
    if (right < 0) return;
    const wide = right - left + 1, tall = bottom - top + 1;
    const scale = (1 - 2 * margin) * Math.min(height / tall, width / wide);
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const value = at(x, y);
        if (value) spread(value, (x - left - wide / 2) * scale + width / 2, (y - top - tall / 2) * scale + height / 2, scale);
      }
    }
    for (let place = 0; place < cells.length; place++) cells[place] = Math.min(1, Math.max(0, cells[place]));
  }

  // A cell of ink over the pixels that it covers.
  function spread(value, x, y, size) {
    for (let row = Math.max(0, Math.floor(y)); row < Math.min(height, y + size); row++) {
      const down = Math.min(row + 1, y + size) - Math.max(row, y);
      for (let column = Math.max(0, Math.floor(x)); column < Math.min(width, x + size); column++) {
        const across = Math.min(column + 1, x + size) - Math.max(column, x);
        if (down > 0 && across > 0) cells[row * width + column] += value * down * across;
      }
    }
  }

  function paint() {
    const context = canvas.getContext("2d");
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.globalCompositeOperation = "source-over";
    context.drawImage(ink, 0, 0, canvas.width, canvas.height);
    context.globalCompositeOperation = "source-in";
    context.fillStyle = palette.text;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.globalCompositeOperation = "source-over";
    if (empty) {
      context.font = "26px system-ui, sans-serif";
      context.textAlign = "center";
      context.fillStyle = palette.quiet;
      context.fillText(text("draw"), canvas.width / 2, canvas.height / 2);
    }
    paintPixels(seen.getContext("2d"), cells, seen.width / width);
    if (document.activeElement === seen) {
      const size = seen.width / width, outline = seen.getContext("2d");
      outline.strokeStyle = css(classColour(0));
      outline.lineWidth = 3;
      outline.strokeRect(cursor[0] * size + 1.5, cursor[1] * size + 1.5, size - 3, size - 3);
    }
  }

  function paintPixels(context, pixels, size) {
    context.clearRect(0, 0, width * size, height * size);
    context.fillStyle = palette.text;
    for (let place = 0; place < width * height; place++) {
      context.globalAlpha = clipped(pixels[place]);
      context.fillRect(place % width * size, Math.floor(place / width) * size, size, size);
    }
    context.globalAlpha = 1;
  }

  function wipe() {
    ink.getContext("2d").clearRect(0, 0, INK, INK);
    empty = true;
    told.textContent = "";
  }

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    last = null;
    stroke(event);
  });
  canvas.addEventListener("pointermove", (event) => { if (event.buttons && last) stroke(event); });
  canvas.addEventListener("pointerup", () => { last = null; });
  clear.addEventListener("click", () => {
    wipe();
    cells.fill(0);
    paint();
    onChange();
  });
  seen.addEventListener("focus", paint);
  seen.addEventListener("blur", paint);
  seen.addEventListener("keydown", (event) => {
    const moves = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1]};
    if (moves[event.key]) {
      cursor = [(cursor[0] + moves[event.key][0] + width) % width, (cursor[1] + moves[event.key][1] + height) % height];
    } else if (event.key === " ") {
      const place = cursor[1] * width + cursor[0];
      cells[place] = cells[place] > 0.5 ? 0 : 1;
      wipe();
      onChange();
    } else {
      return;
    }
    event.preventDefault();
    paint();
  });

  // The samples as small pictures to press.
  function makeSamples() {
    const part = data.samples[0], size = width * height, pixels = network.bytes(part.packed);
    const box = element("div", {class: "lp-samples"});
    const thumbs = part.truth.map((truth, place) => {
      const values = Array.from(pixels.subarray(place * size, (place + 1) * size), (each) => each / part.levels);
      const scale = Math.max(1, Math.round(32 / width));
      const thumb = element("canvas", {width: width * scale, height: height * scale});
      const name = text("sampleOf", {part: text(part.part), truth: truthText(truth)});
      const button = element("button", {type: "button", "aria-label": name, title: name}, thumb);
      button.addEventListener("click", () => pick(values, name));
      box.append(button);
      return {values, name, paint: () => paintPixels(thumb.getContext("2d"), values, scale)};
    });
    return {box, thumbs};
  }

  function pick(values, name) {
    values.forEach((value, place) => { cells[place] = value; });
    wipe();
    told.textContent = name;
    paint();
    onChange();
  }

  const samples = data.samples ? makeSamples() : null;
  if (samples && samples.thumbs.length) pick(samples.thumbs[0].values, samples.thumbs[0].name);
  return {
    box: element("div", {class: "lp-drawing"},
      element("figure", {}, canvas, element("figcaption", {}, clear)),
      element("figure", {}, seen, element("figcaption", {}, text("seen"), element("br"), told))),
    samples,
    paint: () => {
      paint();
      if (samples) samples.thumbs.forEach((thumb) => thumb.paint());
    },
  };
}
