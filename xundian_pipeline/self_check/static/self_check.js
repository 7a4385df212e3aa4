"use strict";

// A file goes to the server as it is, its name in a header; the answer is HTML that the server has escaped.

const form = document.getElementById("form");
const file = document.getElementById("file");
const nameShown = document.getElementById("chosen");
const feed = document.getElementById("feed");
const day = document.getElementById("day");
const status = document.getElementById("status");
const answer = document.getElementById("answer");
const mostBytes = Number(form.dataset.mostBytes);

let running = null;
let workbook = null;

function say(text, isTrouble = false) {
  status.textContent = text;
  status.classList.toggle("trouble", isTrouble);
}

function clear() {
  answer.replaceChildren();
  if (workbook) URL.revokeObjectURL(workbook);
  workbook = null;
}

function offerWorkbook(link, content) {
  const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
  const type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  workbook = URL.createObjectURL(new Blob([bytes], { type }));
  link.href = workbook;
}

function show(received, seconds) {
  answer.innerHTML = received.html;
  const link = answer.querySelector("a[download]");
  if (link) offerWorkbook(link, received.workbook);
  const heading = answer.querySelector("h2");
  say(`查完了，用了 ${seconds.toFixed(1)} 秒。`);
  heading.focus();
}

async function contentOf(chosen) {
  if (chosen.size > mostBytes) throw new Error(form.dataset.tooLong);
  try {
    return await chosen.arrayBuffer();
  } catch {
    throw new Error("文件读不出来：它可能是文件夹，或选好以后改动过。请重新选择。");
  }
}

async function ask(chosen, signal) {
  const body = await contentOf(chosen);
  const headers = {
    "Content-Type": "application/octet-stream",
    "X-File-Name": encodeURIComponent(chosen.name),
    "X-Feed": encodeURIComponent(feed.value),
    "X-Assessment-Date": encodeURIComponent(day.value),
  };
  let response;
  try {
    response = await fetch("check", { method: "POST", headers, body, signal });
    return await response.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error("没有连上服务器，请稍后再查；仍不行请联系系统管理员。");
  }
}

async function check() {
  const chosen = file.files[0];
  if (chosen) nameShown.textContent = chosen.name;
  if (running) running.abort();
  clear();
  if (!chosen) {
    say("请先选择文件。", true);
    file.focus();
    return;
  }
  const mine = new AbortController();
  running = mine;
  document.body.classList.add("busy");
  say("正在检查……");
  const started = performance.now();
  try {
    const received = await ask(chosen, mine.signal);
    if (running === mine) show(received, (performance.now() - started) / 1000);
  } catch (error) {
    if (running === mine) say(error.message, true);
  } finally {
    if (running === mine) {
      running = null;
      document.body.classList.remove("busy");
    }
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  check();
});
file.addEventListener("change", () => {
  if (file.files.length) check();
});

document.addEventListener("dragover", (event) => {
  event.preventDefault();
  document.body.classList.add("dropping");
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) document.body.classList.remove("dropping");
});
document.addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("dropping");
  const dropped = event.dataTransfer.files;
  if (dropped.length === 1) {
    file.files = dropped;
    check();
  } else {
    say(dropped.length ? "一次查一个文件，请一个一个拖进来。" : "拖进来的不是文件，请拖一个表格文件。", true);
  }
});
