// The inputs by their names: a slider and a number for each column of numbers, a list for each column of texts.

const CROWD = 14;

function makeInputs(cells, onChange) {
  const rows = data.columns.map((column, place) => {
    const id = section.id + "-input-" + place;
    const name = column.written ? text("days", {name: column.name}) : column.name;
    const label = element("label", {htmlFor: id, title: name}, name);
    return column.categories ? listed(column, place, id, label) : sliding(place, id, name, label);
  });

  function listed(column, place, id, label) {
    const select = element("select", {id}, ...column.categories.map((each) => (
      element("option", {value: each}, each || text("empty"))
    )));
    select.addEventListener("change", () => {
      cells[place] = column.categories[select.selectedIndex];
      onChange([place]);
    });
    const show = () => { select.selectedIndex = column.categories.indexOf(cells[place]); };
    return {parts: [label, element("span", {class: "lp-select"}, select)], show};
  }

  function sliding(place, id, name, label) {
    const [low, high, step] = data.ranges[place];
    const [first, last] = [Math.ceil(low / step - 1e-9) * step, Math.floor(high / step + 1e-9) * step];
    const slider = element("input", {id, type: "range", min: first, max: last, step});
    const number = element("input", {type: "number", step: "any", "aria-label": text("value", {name})});
    const take = (value) => {
      if (!Number.isFinite(value)) return;
      cells[place] = value;
      onChange([place]);
    };
    slider.addEventListener("input", () => take(Number(slider.value)));
    number.addEventListener("input", () => { if (number.value !== "") take(Number(number.value)); });
    number.addEventListener("blur", () => show());
    const show = () => {
      const value = Number(cells[place]);
      slider.value = value;
      const share = 100 * (Math.min(last, Math.max(first, value)) - first) / (last - first);
      slider.style.setProperty("--lp-share", share + "%");
      // What was typed, or is a sample's, is shown as it is.
      const plain = value.toFixed(decimals(step)), finer = fine(value, data.ranges[place]);
      const exact = [plain, finer].find((each) => Number(each) === value) || String(Number(value.toPrecision(6)));
      if (document.activeElement !== number) number.value = exact;
      slider.setAttribute("aria-valuetext", number.value);
    };
    return {parts: [label, slider, number], show};
  }

  const box = element("div", {class: rows.length > CROWD ? "lp-inputs lp-crowd" : "lp-inputs"});
  rows.forEach((row) => box.append(...row.parts));
  return {box, show: () => rows.forEach((row) => row.show())};
}

// One sample after the other, with its truth.
function makePicker(cells, onChange) {
  const all = [].concat(...data.samples.map((part) => part.cells.map((each, place) => (
    {part: part.part, cells: each, truth: part.truth[place]}
  ))));
  let place = -1;
  const told = element("span", {class: "lp-picked"});
  const button = (key, sign, by) => {
    const made = element("button", {type: "button", "aria-label": text(key), title: text(key)}, sign);
    made.addEventListener("click", () => go((place + by + all.length + (place < 0 && by < 0 ? 1 : 0)) % all.length));
    return made;
  };
  function go(to) {
    place = to;
    const sample = all[place];
    sample.cells.forEach((cell, column) => { cells[column] = data.columns[column].categories ? cell : Number(cell); });
    told.textContent = text("of", {
      place: place + 1, count: all.length, part: text(sample.part), truth: text("truth", {truth: truthText(sample.truth)}),
    });
    onChange(cells.map((_, column) => column), true);
  }
  const box = element("div", {class: "lp-picker"}, button("previous", "\u2039", -1), button("next", "\u203a", 1), told);
  return {
    box, go,
    // Once an input is moved, it is no sample any more.
    leave: () => { told.textContent = ""; },
  };
}

function truthText(truth) {
  if (data.classes.length) return className(truth);
  return short(truth) + (data.target.unit ? " " + data.target.unit : "");
}
