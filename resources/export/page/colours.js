// Small tools: elements, texts, numbers, and colours of answers.

const section = document.currentScript.closest(".lp");
const data = JSON.parse(section.querySelector(".lp-data").textContent);
const network = liveNetwork(data);
const MINUS = "\u2212", ABSENT = "\u2013";

function element(kind, properties, ...children) {
  const made = document.createElement(kind);
  for (const [name, value] of Object.entries(properties || {})) {
    if (name === "class") made.className = value;
    else if (name in made && name !== "list") made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

function text(key, values) {
  return data.texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// A bare number is no name; that of a picture's class is.
function className(place) {
  const name = data.classes[place];
  return /^\d+$/.test(name) && !data.pictures ? text("class", {name}) : name;
}

// Numbers

function signed(written) {
  return /^-[0.,]*$/.test(written) ? written.slice(1) : written.replace(/-/g, MINUS);
}

function grouped(value, decimals) {
  const [whole, part] = value.toFixed(decimals).split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? "." + part : "");
}

// Some four digits of a number of any size.
function short(value) {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return ABSENT;
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) return signed(value.toExponential(2).replace("+", ""));
  return signed(grouped(value, size < 10 ? 3 : size < 100 ? 2 : size < 1000 ? 1 : 0));
}

// What is not quite certain is not said to be.
function percent(share) {
  if (!Number.isFinite(share)) return ABSENT;
  if (share < 1 && share > 0.9995) return "> 99.9 %";
  if (share > 0 && share < 0.0005) return "< 0.1 %";
  return signed((100 * share).toFixed(1)) + " %";
}

// As finely as a slider or the mouse can tell.
function fine(value, [low, high]) {
  return value.toFixed(decimals((high - low) / 200));
}

// The decimals that steps of a size have.
function decimals(step) {
  return Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
}

// Colours, as [red, green, blue] from the style sheet, so that they are told once

const CANVAS = 0.75, NEURON = 0.94;
let palette = {};

function readPalette() {
  const style = getComputedStyle(section);
  const read = (name) => style.getPropertyValue("--lp-" + name).trim();
  const rgb = (name) => [1, 3, 5].map((at) => parseInt(read(name).slice(at, at + 2), 16));
  palette = {
    undecided: rgb("undecided"),
    classes: Array.from({length: 10}, (_, place) => rgb("class-" + place)),
    text: read("text"),
    card: read("card"),
    field: read("field"),
    quiet: read("quiet"),
  };
}

function classColour(place) {
  return palette.classes[place % palette.classes.length];
}

function css(rgb) {
  return "rgb(" + rgb.map(Math.round).join(",") + ")";
}

function between(first, second, share) {
  return first.map((value, place) => value + (second[place] - value) * share);
}

function clipped(share) {
  return share !== share ? 0 : Math.min(1, Math.max(0, share));
}

// From -1, the first colour, over the undecided tone to 1, the second.
function diverging(value, strength) {
  if (value !== value) return palette.undecided;
  const size = Math.min(1, Math.abs(value));
  return between(palette.undecided, palette.classes[value < 0 ? 0 : 1], strength * size);
}

// Of several classes, blended by their shares and faded the less one stands out.
function blended(shares, strength) {
  const known = shares.map(clipped), count = known.length;
  const total = Math.max(1, known.reduce((sum, each) => sum + each, 0));
  const largest = Math.max(...known) / total;
  const standing = count > 1 ? Math.max(0, (largest * count - 1) / (count - 1)) : 1;
  return palette.undecided.map((tone, channel) => known.reduce(
    (sum, share, place) => sum + share / total * standing * strength * (classColour(place)[channel] - tone), tone,
  ));
}

const lone = data.layers[data.layers.length - 1].units === 1;

function answerColour(values, strength) {
  if (!data.classes.length) {
    const [low, high] = data.between;
    return diverging(2 * (values[0] - low) / (high - low) - 1, strength);
  }
  return lone ? diverging(2 * values[1] - 1, strength) : blended(values, strength);
}

function truthColour(truth) {
  return data.classes.length ? classColour(truth) : answerColour([truth], 1);
}

// A neuron's output from -1 to 1: between its bounds where it has two, or else about the largest that was seen.
function level(layer, value, largest) {
  const bounds = data.layers[layer].bounds;
  if (bounds) return 2 * (value - bounds[0]) / (bounds[1] - bounds[0]) - 1;
  return largest > 0 ? value / largest : 0;
}
