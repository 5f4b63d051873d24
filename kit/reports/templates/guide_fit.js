// Letters differ from machine to machine: the sheet is set as large as it still stands on one page of A4.
const PAGE = 276; // millimetres between the margins, less one to spare
const NARROW = 680; // pixels; below it the page is laid out for a phone and cannot be measured for paper
const SMALLEST = 6.5; // points
const LARGEST = 11.5;
const ruler = document.createElement("div");
ruler.style.cssText = "position:absolute;visibility:hidden;height:100mm";
document.body.append(ruler);
const parts = document.querySelectorAll("main > *");

function height() {
  const top = parts[0].getBoundingClientRect().top;
  return ((parts[parts.length - 1].getBoundingClientRect().bottom - top) / ruler.offsetHeight) * 100;
}

function fits(/** @type {number} */ size) {
  document.documentElement.style.setProperty("--size", `${size}pt`);
  return height() <= PAGE;
}

if (window.innerWidth > NARROW) {
  let size = LARGEST;
  while (!fits(size) && size > SMALLEST) size -= 0.25;
}
ruler.remove();
