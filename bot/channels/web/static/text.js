// Small pieces of the page. Words always go in as text.

const DIGITS = /\+?\d(?: ?\d)+/g;
const UK_NUMBER = /^0(?: ?\d){9,10}$|^0800(?: ?\d){4}$/; // the second as in 0800 1111

/** An element with words in it. */
export function element(name, classes = "", text = "") {
  const node = document.createElement(name);
  node.className = classes;
  node.textContent = text;
  return node;
}

/** A button that does something. */
export function button(label, run) {
  const node = element("button", "", label);
  node.type = "button";
  node.addEventListener("click", run);
  return node;
}

/** Plain text as paragraphs, and lines that begin with a dash as a list. */
export function blocks(text) {
  return text.split(/\n{2,}/).flatMap((block) => {
    const lines = block.split("\n");
    const first = lines.findIndex((line) => line.startsWith("- "));
    if (first < 0 || !lines.slice(first).every((line) => line.startsWith("- "))) return [element("p", "", block)];
    const list = element("ul");
    list.append(...lines.slice(first).map((line) => element("li", "", line.slice(2))));
    return first ? [element("p", "", lines.slice(0, first).join("\n")), list] : [list];
  });
}

/** The same block with its phone numbers as links: those of the page's own list, and full UK numbers. Nothing else. */
export function linked(block) {
  for (const part of block.matches("ul") ? block.children : [block]) {
    part.replaceChildren(...pieces(part.textContent));
    part.dir = "auto";
  }
  return block;
}

function pieces(text) {
  const known = listed();
  const found = [];
  let from = 0;
  for (const { 0: number, index } of text.matchAll(DIGITS)) {
    const address = known.get(number) ?? (UK_NUMBER.test(number) ? `tel:${number.replaceAll(" ", "")}` : null);
    if (!address) continue;
    const link = element("a", "number", number);
    link.href = address;
    found.push(text.slice(from, index), link);
    from = index + number.length;
  }
  return [...found, text.slice(from)];
}

// The numbers that the page came with, as they are written, and their links.
function listed() {
  const links = document.querySelectorAll("#numbers a");
  return new Map(Array.from(links, (link) => [link.textContent, link.getAttribute("href")]));
}
