// What Word and web pages put on the clipboard, made into what the editor can hold.
// The server cleans it by the rules of files (`asked`); where it does not answer in time, the
// rules here do (`cleaned`). Both give the HTML to paste and the names of what was left out.
const SUPERSCRIPT = { 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹", "+": "⁺", "-": "⁻", "−": "⁻", "=": "⁼", "(": "⁽", ")": "⁾", n: "ⁿ", i: "ⁱ" };
const SUBSCRIPT = { 0: "₀", 1: "₁", 2: "₂", 3: "₃", 4: "₄", 5: "₅", 6: "₆", 7: "₇", 8: "₈", 9: "₉", "+": "₊", "-": "₋", "−": "₋", "=": "₌", "(": "₍", ")": "₎", n: "ₙ", x: "ₓ" };
const DELETED = "del, s, strike, [style*='line-through']";
const HIDDEN = "[hidden], dialog:not([open]), [style*='mso-hide'], [style*='display:none' i], [style*='display: none' i], [style*='visibility:hidden' i], [style*='visibility: hidden' i]";
// Styles that may make words white, clear or tiny, and sheets that hide some: not judged here.
const UNSEEN = new RegExp([
  /opacity\s*:\s*(?:0?\.0\d*|0(?:\.0\d*)?)(?![.\d])/,
  /(?:^|[^\w-])(?:-webkit-text-fill-)?color\s*:\s*(?:white|transparent)(?![\w-])/,
  /(?:^|[^\w-])(?:-webkit-text-fill-)?color\s*:\s*#(?:f{3}|[ef]{6})(?![\da-f])/,
  /(?:^|[^\w-])color\s*:\s*rgb\(\s*(?:2[45]\d[\s,]+){2}2[45]\d\s*\)/,
  /(?:^|[^\w-])color\s*:\s*(?:rgb|hsl)a\([^)]*[,/]\s*0?\.?0*%?\s*\)/,
  /font(?:-size)?\s*:\s*(?:0(?:\.0+)?(?![.\d])|(?:0?\.\d+|1(?:\.0+)?)(?:px|pt))/,
].map(({ source }) => source).join("|"), "i");
const HIDING = /display\s*:\s*none|visibility\s*:\s*hidden|mso-hide|opacity\s*:\s*0|line-through/i;
const REMARKS = "[style*='mso-element:comment'], .msocomanchor, [class*='MsoCommentReference']";
const RAISED = "sup, [style*='vertical-align:super'], [style*='vertical-align: super']";
const LOWERED = "sub, [style*='vertical-align:sub'], [style*='vertical-align: sub']";
const MOVED = "[style*='mso-text-raise'], [style*='position:relative'], [style*='position: relative']";
const FIELDS = "select, textarea, input[value]:not([type='hidden']), svg text";
const MEDIA = "audio, embed, iframe, object, video";
const BLANK = "\u2002"; // no blank for the editor, one for readers
// What the editor would take for an item of a list that it counts itself.
const COUNTED = /^(\s*(?:\d{1,3}|[a-z]|x?(?:i{1,3}|iv|v|vi{1,3}|ix|x))\.)[ \t\r\n]/;
const LINES = /^([ \t]*(?:\d{1,3}|[a-z]|x?(?:i{1,3}|iv|v|vi{1,3}|ix|x))\.)[ \t]/gm;
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

function takenAway(root, selector) {
  const found = [...root.querySelectorAll(selector)].filter((element) => element.textContent.trim());
  found.forEach((element) => element.remove());
  return found.length > 0;
}

function mayHide(page) {
  const styled = [...page.body.querySelectorAll("[style], font[color]")];
  const looks = (element) => `${element.getAttribute("style") ?? ""};color:${element.getAttribute("color") ?? ""}`;
  return styled.some((element) => UNSEEN.test(looks(element)) && element.textContent.trim())
    || [...page.querySelectorAll("style")].some((sheet) => HIDING.test(sheet.textContent));
}

// Signs that stand high or low by themselves; false where one of them has no such sign.
function set(root, selector, signs) {
  let all = true;
  for (const element of root.querySelectorAll(selector)) {
    const text = element.textContent.trim();
    if (!text) continue;
    if ([...text].every((sign) => sign in signs)) element.replaceWith([...text].map((sign) => signs[sign]).join(""));
    else all = false;
  }
  return all;
}

function marker(list, number) {
  const type = list.getAttribute("type");
  if (type === "a" || type === "A") {
    const letter = LETTERS[(number - 1) % LETTERS.length];
    return `${type === "a" ? letter : letter.toUpperCase()}.${BLANK}`;
  }
  return `${number}.${BLANK}`;
}

// The editor counts every list from 1: one that counts otherwise becomes lines with its numbers.
function counted(root) {
  for (const list of root.querySelectorAll("ol")) {
    const items = [...list.children].filter((child) => child.tagName === "LI");
    const first = list.hasAttribute("start") ? list.start : 1;
    const own = items.some((item) => item.hasAttribute("value"));
    const type = list.getAttribute("type") ?? "1";
    if (first === 1 && !own && type === "1") continue;
    let number = first;
    for (const item of items) {
      number = item.hasAttribute("value") ? item.value : number;
      const line = document.createElement("p");
      line.append(marker(list, number), ...item.childNodes);
      item.replaceWith(line);
      number += 1;
    }
    list.replaceWith(...list.childNodes);
  }
}

// A line that says its own number keeps it.
function numbered(block) {
  let rest = COUNTED.exec(block.textContent)?.[0].length;
  const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  while (rest && texts.nextNode()) {
    const { data } = texts.currentNode;
    if (rest <= data.length) texts.currentNode.data = data.slice(0, rest - 1) + BLANK + data.slice(rest);
    rest = Math.max(0, rest - data.length);
  }
}

// Words without form, with the numbers that stand before lines.
export function kept(text) {
  return text.replace(LINES, `$1${BLANK}`);
}

const PATIENCE = 3000; // ms; whoever pastes waits for it
const LONGEST = 500_000; // characters; what is longer is not sent

// What the server makes of it, its numbers kept from the editor's own lists; null without an answer.
export async function asked(html, address, token) {
  if (html.length > LONGEST) return null;
  const body = new FormData();
  body.append("html", html);
  const headers = { "X-CSRFToken": token, "X-Requested-With": "XMLHttpRequest" };
  try {
    const answer = await fetch(address, {
      method: "POST", body, headers, redirect: "error", signal: AbortSignal.timeout(PATIENCE),
    });
    if (!answer.ok) return null;
    const { html: words, told } = await answer.json();
    const page = new DOMParser().parseFromString(words, "text/html");
    for (const block of page.querySelectorAll("p, h3, h4")) numbered(block);
    return { html: page.body.innerHTML, told };
  } catch {
    return null; // no network, too late, or no JSON
  }
}

export function cleaned(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const root = page.body;
  const told = [];
  if (takenAway(root, REMARKS)) told.push("remarks");
  if (takenAway(root, DELETED)) told.push("deleted");
  if (takenAway(root, HIDDEN)) told.push("hidden");
  if (mayHide(page)) told.push("styles");
  const raised = set(root, RAISED, SUPERSCRIPT);
  const lowered = set(root, LOWERED, SUBSCRIPT);
  if (!raised || !lowered || root.querySelector(MOVED)?.textContent.trim()) told.push("signs");
  if (root.querySelector("math")) told.push("formula");
  if (root.querySelector(FIELDS)) told.push("unread");
  counted(root);
  for (const block of [root, ...root.querySelectorAll("p, div, h1, h2, h3, h4, h5, h6, td")]) numbered(block);
  if (root.querySelector("table")) told.push("table");
  if (root.querySelector("img, svg")) told.push("picture");
  if (root.querySelector(MEDIA)) told.push("media");
  root.querySelectorAll(`img, svg, select, textarea, ${MEDIA}`).forEach((element) => element.remove());
  return { html: root.innerHTML, told };
}
