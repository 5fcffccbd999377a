#!/usr/bin/env bash
# Guess: Editor.js's list of the style "checklist" comes out with its ticks, or at least as a list without numbers.
# Seen in editorjs-html 4.0.5: whatever is not "unordered" is an `ol`, so a checklist is numbered and its ticks are gone;
# an ordered list that begins at 5 begins at 1.
# Source: the README of @editorjs/list 2.0.9, "Output data": `style` is ordered, unordered or checklist; the `meta` of an
# item holds `checked`, that of a list `start`.
# For users: "to do" reads like steps in an order, and what is done no longer shows. Give the parser a function of your
# own for "list".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts editorjs-html@4.0.5

cat >run.cjs <<'END'
const found = require("editorjs-html");
const parser = (found.default ?? found)();
const list = (style, meta, items) => ({ blocks: [{ type: "list", data: { style, meta, items } }] });
const item = (content, meta = {}) => ({ content, meta, items: [] });
const items = [item("Passport", { checked: true }), item("Ticket", { checked: false })];
const checks = parser.parse(list("checklist", {}, items));
const fifth = parser.parse(list("ordered", { start: 5 }, [item("Board")]));
console.log('expected: a list without numbers that tells "Passport" from "Ticket"; <ol start="5">');
console.log("seen:    ", checks, fifth);
process.exit(checks === "<ol><li>Passport</li><li>Ticket</li></ol>" && fifth === "<ol><li>Board</li></ol>" ? 0 : 1);
END
node run.cjs
