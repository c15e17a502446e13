// The network of this page: rows as people have them go in, answers come out.
//
// It knows nothing of the page, so that the program can run it too: before the page is kept, its answers are compared
// with those of the network that was trained. It is written for old engines on purpose.

function liveNetwork(data) {
  "use strict";

  // In single precision the trained network rounded every result; so does this one.
  var round = data.precision === "float32" ? Math.fround : function (value) { return value; };

  // Activations

  function sigmoid(z) { return (Math.tanh(z * 0.5) + 1) * 0.5; }

  var activations = {
    linear: function (z) { return z; },
    tanh: Math.tanh,
    relu: function (z) { return Math.max(z, 0); },
    sigmoid: sigmoid,
    leaky_relu: function (z) { return Math.max(z, z * 0.01); },
    elu: function (z) { return Math.max(z, Math.expm1(Math.min(z, 0))); },
    softplus: function (z) { return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))); },
    silu: function (z) { return sigmoid(z) * z; },
    gelu: function (z) { return z * (0.5 * (1 + erf(z * Math.SQRT1_2))); },
    sine: Math.sin,
    step: function (z) { return z > 0 ? 1 : z === z ? 0 : z; },
  };

  function softmax(z) {
    var largest = z.reduce(function (a, b) { return Math.max(a, b); }, -Infinity);
    var total = 0;
    for (var i = 0; i < z.length; i++) {
      z[i] = round(Math.exp(round(z[i] - largest)));
      total += z[i];
    }
    for (i = 0; i < z.length; i++) z[i] = round(z[i] / round(total));
  }

  // The error function by the rational functions of W. J. Cody (1969), good to the last digit or two.
  var small = [
    [1.85777706184603153e-1, 3.1611237438705656, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3],
    [1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3],
  ];
  var middle = [
    [2.15311535474403846e-8, 5.6418849698867009e-1, 8.88314979438837594, 6.61191906371416295e1,
     2.98635138197400131e2, 8.8195222124176909e2, 1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3],
    [1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3,
     3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3],
  ];
  var large = [
    [1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1,
     1.60837851487422766e-2, 6.58749161529837803e-4],
    [1, 2.56852019228982242, 1.87295284992346725, 5.27905102951428412e-1, 6.05183413124413191e-2,
     2.33520497626869185e-3],
  ];

  function ratio(pair, x) {
    var values = pair.map(function (coefficients) {
      return coefficients.reduce(function (total, each) { return total * x + each; }, 0);
    });
    return values[0] / values[1];
  }

  function erf(x) {
    var size = Math.min(Math.abs(x), 6);
    var found;
    if (size <= 0.46875) {
      found = size * ratio(small, size * size);
    } else if (size <= 4) {
      found = 1 - Math.exp(-size * size) * ratio(middle, size);
    } else {
      var inverse = 1 / (size * size);
      found = 1 - Math.exp(-size * size) * (1 / Math.sqrt(Math.PI) - inverse * ratio(large, inverse)) / size;
    }
    return x < 0 ? -found : found;
  }

  // Arrays: numbers as they are, where they are many packed as base64 of their bytes, the lowest first

  var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  function bytes(text) {
    var found = new Uint8Array(Math.floor(text.replace(/=+$/, "").length * 3 / 4));
    var held = 0, bits = 0, place = 0;
    for (var i = 0; i < text.length && text[i] !== "="; i++) {
      held = (held << 6 | alphabet.indexOf(text[i])) & 0xffffff;
      bits += 6;
      if (bits >= 8) {
        bits -= 8;
        found[place++] = held >> bits & 255;
      }
    }
    return found;
  }

  function numbers(array) {
    if (!array) return null;
    var size = array.kind === "float32" ? 4 : 8;
    // What is no number of JSON stands as a text: NaN, Infinity. Single precision is written as shortly as it can be.
    if (!array.packed) {
      return Float64Array.from(array.numbers, size === 4 ? function (each) { return Math.fround(each); } : Number);
    }
    var view = new DataView(bytes(array.packed).buffer);
    var found = new Float64Array(view.byteLength / size);
    for (var i = 0; i < found.length; i++) {
      found[i] = size === 4 ? view.getFloat32(4 * i, true) : view.getFloat64(8 * i, true);
    }
    return found;
  }

  // From a row's cells to what the network is shown

  var pixels = typeof data.columns === "number";
  var columns = pixels ? [] : data.columns;
  var places = {};
  columns.forEach(function (column, place) { places[column.name] = place; });
  var inputs = (data.inputs || columns.map(function (column) { return {column: column.name}; })).map(function (input) {
    return {
      first: places[input.column],
      second: places[input.second === undefined ? input.column : input.second],
      category: input.category,
      formula: input.formula,
    };
  });
  var mean = numbers(data.arrays["preprocessing.mean"]);
  var scale = numbers(data.arrays["preprocessing.scale"]);
  var matrix = numbers(data.arrays["preprocessing.matrix"]);
  var x = new Float64Array(pixels ? data.columns : inputs.length);
  var shown = new Float64Array(x.length);

  function isEmpty(cell) { return cell === null || cell === undefined || cell !== cell; }

  function filled(cells, place) {
    var fill = columns[place].fill;
    return isEmpty(cells[place]) && fill !== undefined ? fill : cells[place];
  }

  function number(cells, place) {
    var cell = filled(cells, place);
    return isEmpty(cell) ? NaN : Number(cell);
  }

  function valueOf(input, cells) {
    var known = columns[input.first].categories;
    if (known) {
      var cell = filled(cells, input.first);
      return known.indexOf(cell) < 0 ? NaN : Number(cell === input.category);
    }
    var value = number(cells, input.first);
    switch (input.formula) {
      case "square": return value * value;
      case "product": return value * number(cells, input.second);
      case "sine": return Math.sin(value);
      case "cosine": return Math.cos(value);
      default: return value;
    }
  }

  function prepare(cells) {
    var i, j, total;
    for (i = 0; i < x.length; i++) x[i] = pixels ? cells[i] : valueOf(inputs[i], cells);
    for (i = 0; i < x.length; i++) {
      if (!mean) {
        total = x[i];
      } else if (scale) {
        total = (x[i] - mean[i]) * scale[i];
      } else {
        for (j = 0, total = 0; j < x.length; j++) total += (x[j] - mean[j]) * matrix[j * x.length + i];
      }
      shown[i] = round(total);
    }
    return shown;
  }

  // The layers

  // Weights come (inputs, units); those of a unit are wanted side by side.
  function byUnit(weight, fanIn, units) {
    return weight.map(function (_, at) { return weight[at % fanIn * units + Math.floor(at / fanIn)]; });
  }

  var layers = data.layers.map(function (facts, place) {
    function array(kind) { return numbers(data.arrays[facts.name + "." + kind]); }
    var variance = array("running_variance");
    var fanIn = place ? data.layers[place - 1].units : x.length;
    return {
      fanIn: fanIn,
      weight: byUnit(array("weight"), fanIn, facts.units),
      bias: array("bias"),
      gamma: array("gamma"),
      beta: array("beta"),
      mean: array("running_mean"),
      deviation: variance && variance.map(function (each) { return round(Math.sqrt(round(each + data.epsilon))); }),
      activation: activations[facts.activation],
      a: new Float64Array(facts.units),
    };
  });

  function answerOf(layer, input) {
    var a = layer.a, weight = layer.weight, fanIn = layer.fanIn;
    for (var unit = 0; unit < a.length; unit++) {
      var z = 0;
      for (var i = 0, at = unit * fanIn; i < fanIn; i++, at++) z += input[i] * weight[at];
      if (layer.gamma) {
        z = round(round(round(z) - layer.mean[unit]) / layer.deviation[unit]);
        z = round(round(z * layer.gamma[unit]) + layer.beta[unit]);
      } else {
        z = round(z + layer.bias[unit]);
      }
      a[unit] = layer.activation ? round(layer.activation(z)) : z;
    }
    if (!layer.activation) softmax(a);
    return a;
  }

  // What the outputs say

  function decided(outputs) {
    if (outputs.length === 1) return Number(outputs[0] > data.threshold);
    var best = 0;
    for (var i = 0; i < outputs.length; i++) {
      if (outputs[i] !== outputs[i]) return i;
      if (outputs[i] > outputs[best]) best = i;
    }
    return best;
  }

  function answer(cells) {
    var a = prepare(cells), last = layers[layers.length - 1].activation;
    var missing = a.some(function (value) { return value !== value; });
    layers.forEach(function (layer) { a = answerOf(layer, a); });
    if (!data.classes.length) {
      return {values: [missing ? NaN : round(round(a[0] * data.target.scale) + data.target.mean)], decided: -1};
    }
    var values = Array.from(a, function (value) { return last === Math.tanh ? round((1 + value) / 2) : value; });
    if (data.classes.length === 2 && values.length === 1) values = [round(1 - values[0]), values[0]];
    return missing
      ? {values: values.map(function () { return NaN; }), decided: -1}
      : {values: values, decided: decided(a)};
  }

  return {
    // The answer to a row: values, one a class or the value alone; decided, a class's number, -1 where there is none.
    answer: answer,
    // What each layer made of the row that was asked last: its neurons' outputs.
    layers: layers.map(function (layer) { return layer.a; }),
    // A layer's weights (units, inputs), row by row.
    weights: function (layer) { return layers[layer].weight; },
    bytes: bytes,
  };
}
