// The chart's editor: what was pasted is shown as a table and as a chart while one types.
// The server understands and draws; here fields are filled, and what it answered is shown.
const script = document.getElementById("chart-editor-script");
const PAUSE = 450; // ms after the last key
const SUGGESTED = ["title", "source", "notes"];

// Word and web pages put a table on the clipboard as HTML; spreadsheets as text with tabs.
function tableFromHtml(html) {
  const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
  if (!table) return "";
  const rows = [...table.rows].map((row) =>
    [...row.cells].flatMap((cell) => {
      const text = cell.textContent.replace(/\s+/g, " ").trim();
      return [text, ...Array(Math.max(0, Math.min(cell.colSpan, 60) - 1)).fill("")];
    }).join("\t"));
  return rows.join("\n");
}

class ChartEditor extends window.StimulusModule.Controller {
  connect() {
    this.asked = 0;
    this.panel = document.createElement("div");
    this.panel.className = "chart-panel";
    const wrapper = this.field("data").closest("[data-contentpath]");
    wrapper.after(this.panel);
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    this.element.addEventListener("input", (event) => this.changed(event), { signal });
    this.element.addEventListener("change", (event) => this.changed(event), { signal });
    this.field("data").addEventListener("paste", (event) => this.pasted(event), { signal });
    this.panel.addEventListener("click", (event) => this.pressed(event), { signal });
    this.ask();
  }

  disconnect() {
    clearTimeout(this.timer);
    this.listeners.abort();
    this.panel.remove();
  }

  field(name) {
    return this.element.querySelector(`[name$="-${name}"]`);
  }

  // Wagtail's preview and autosave notice what bubbles.
  fill(name, text) {
    const field = this.field(name);
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  changed(event) {
    if (event.target.matches("[data-chart-file]")) {
      if (event.type === "change" && event.target.files.length) this.read(event.target.files[0]);
      return;
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  pasted(event) {
    const text = event.clipboardData.getData("text/plain");
    const table = text.includes("\t") ? "" : tableFromHtml(event.clipboardData.getData("text/html"));
    if (!table) return;
    event.preventDefault();
    const field = this.field("data");
    field.setRangeText(table, field.selectionStart, field.selectionEnd, "end");
    this.fill("data", field.value);
  }

  pressed(event) {
    const chip = event.target.closest("button");
    if (!chip) return;
    if ("chartKind" in chip.dataset) this.fill("kind", chip.dataset.chartKind);
    if ("chartName" in chip.dataset) this.toggle(chip.dataset.chartName);
    clearTimeout(this.timer);
    this.ask();
  }

  toggle(name) {
    const names = this.field("highlight").value.split("、").filter(Boolean);
    const others = names.filter((one) => one !== name);
    this.fill("highlight", (others.length < names.length ? others : [...names, name]).join("、"));
  }

  post(address, body) {
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const headers = { "X-CSRFToken": token, "X-Requested-With": "XMLHttpRequest" };
    return fetch(address, { method: "POST", body, headers });
  }

  async ask() {
    const turn = ++this.asked;
    const body = new FormData();
    for (const field of this.element.querySelectorAll("input[name], select[name], textarea[name]")) {
      const name = field.name.slice(field.name.lastIndexOf("-") + 1);
      if (field.type !== "checkbox" || field.checked) body.append(`chart-${name}`, field.value);
    }
    let answer;
    try {
      const response = await this.post(script.dataset.preview, body);
      answer = await response.json();
    } catch {
      return this.refuse(script.dataset.offline); // the next key asks again
    }
    if (answer.problem) return this.refuse(answer.problem);
    if (turn === this.asked && this.element.isConnected) this.show(answer);
  }

  // A chart that is not of what stands in the field is not shown beside it.
  refuse(sentence) {
    const problem = this.panel.querySelector("[data-chart-problem]");
    problem.textContent = sentence;
    problem.hidden = false;
    for (const old of this.panel.querySelectorAll(".chart-panel__preview, .chart-panel__table")) old.remove();
  }

  show(answer) {
    const focused = this.panel.contains(document.activeElement) ? document.activeElement : null;
    const open = this.panel.querySelector("details")?.open;
    const remarks = this.panel.querySelector("[data-chart-remarks]")?.innerHTML;
    this.panel.innerHTML = answer.html;
    if (remarks) this.panel.querySelector("[data-chart-remarks]").innerHTML = remarks;
    const details = this.panel.querySelector("details");
    if (details && open) details.open = true;
    if (focused) this.focusAgain(focused.dataset);
    for (const name of SUGGESTED) {
      if (answer[name] && !this.field(name).value) this.fill(name, answer[name]);
    }
    const chips = this.panel.querySelector("[data-chart-kind]");
    this.field("kind").closest("[data-contentpath]").hidden = Boolean(chips);
  }

  focusAgain({ chartKind, chartName }) {
    const again = [...this.panel.querySelectorAll("button, input")].find((one) =>
      chartKind !== undefined ? one.dataset.chartKind === chartKind
        : chartName !== undefined ? one.dataset.chartName === chartName
          : "chartFile" in one.dataset);
    again?.focus();
  }

  async read(file) {
    const busy = this.panel.querySelector("[data-chart-busy]");
    busy.hidden = false;
    const body = new FormData();
    body.append("file", file);
    let answer;
    try {
      answer = await (await this.post(script.dataset.file, body)).json();
    } catch {
      answer = { problem: script.dataset.failed };
    }
    busy.hidden = true;
    this.panel.querySelector("[data-chart-file]").value = "";
    if (answer.problem) return this.refuse(answer.problem);
    const remarks = this.panel.querySelector("[data-chart-remarks]");
    remarks.replaceChildren(...answer.remarks.map((text) => {
      const line = document.createElement("p");
      line.className = "chart-panel__remark";
      line.textContent = text;
      return line;
    }));
    this.fill("data", answer.text);
  }
}

window.wagtail.app.register("chart-editor", ChartEditor);
