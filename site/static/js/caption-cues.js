// Captions as rows {start, end, text} in seconds, and as the WebVTT that the field keeps.
const TIME = /^(?:(\d+):)?(?:(\d+):)?(\d+(?:[.,]\d{1,3})?)$/;
const FULL_WIDTH = { "：": ":", "。": ".", "．": ".", "，": "," };

// Seconds of `1:02.5`, `0:01:02,500`, `62`; null of anything else.
export function seconds(text) {
  const plain = text.trim().replace(/[：。．，]/g, (sign) => FULL_WIDTH[sign])
    .replace(/[０-９]/g, (digit) => String(digit.charCodeAt(0) - 0xff10));
  const found = plain.match(TIME);
  if (!found) return null;
  const [first, second, rest] = [found[1], found[2], Number(found[3].replace(",", "."))];
  if (second !== undefined) return Number(first) * 3600 + Number(second) * 60 + rest;
  return Number(first ?? 0) * 60 + rest;
}

// `1:02.500`, with hours where there are any.
export function shown(time) {
  const [hours, minutes, rest] = parts(time);
  const tail = rest.padStart(6, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

function parts(time) {
  const thousandths = Math.round(time * 1000);
  const minutes = Math.floor(thousandths / 60_000);
  const rest = ((thousandths % 60_000) / 1000).toFixed(3);
  return [Math.floor(minutes / 60), minutes % 60, rest];
}

function stamp(time) {
  const [hours, minutes, rest] = parts(time);
  return `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}:${rest.padStart(6, "0")}`;
}

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean).join("\n");

// Rows in the order of time, without those that say nothing yet: what is half written is no fault.
export function webvtt(rows) {
  const said = rows.map((row) => ({ ...row, text: lines(row.text) })).filter((row) => row.text);
  if (!said.length) return "";
  said.sort((one, other) => one.start - other.start);
  const cues = said.map((row) => `${stamp(row.start)} --> ${stamp(row.end)}\n${escaped(row.text)}`);
  return `${["WEBVTT", ...cues].join("\n\n")}\n`;
}
