"use strict";

// Before the first paint, so that nothing flashes.
{
  const chosen = localStorage.getItem("posthorn.theme");
  if (chosen) document.documentElement.dataset.theme = chosen;
}
