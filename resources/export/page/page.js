// The button on top: from what the system asks for to the other look, and back.
(function () {
  "use strict";
  var root = document.documentElement;
  document.getElementById("theme").addEventListener("click", function () {
    root.dataset.theme = root.classList.contains("lp-dark") ? "light" : "dark";
  });
})();
