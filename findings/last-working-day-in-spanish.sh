#!/usr/bin/env bash
# Guess: cronstrue says the same of one expression in each of its languages.
# Seen in cronstrue 3.39.0: "0 9 LW * *", the last working day of the month, is "last day of the week of the month" in
# Spanish, Portuguese and Catalan, and the one nearest to the 15th is "day of the week nearest" to it in these and in
# Italian; French and Romanian have the working day. "0 0 1,15 * 1", on the 1st, the 15th and each Monday, is told with
# "or" in Chinese and with "and" in English and German.
# Source: its page: "Supports all cron expression special characters including * / , - ? L W, #"; crontab(5): with both
# day fields given, the command runs when either matches.
# For users: an editor in Madrid who confirms the plan of publications by its text confirms another one than the editor in
# Paris. Show the next three dates beside the text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts cronstrue@3.39.0

cat >guess.js <<'END'
import {readFileSync} from 'node:fs';
import cronstrue from 'cronstrue/i18n.js';

console.log('cronstrue', JSON.parse(readFileSync('node_modules/cronstrue/package.json')).version);
const said = [
  ['0 9 LW * *', 'de', 'am letzten Werktag des Monats', 'so'],
  ['0 9 LW * *', 'fr', 'le dernier jour ouvrable du mois', 'so'],
  ['0 9 LW * *', 'es', 'en el último día de la semana del mes', 'another day'],
  ['0 9 LW * *', 'pt_BR', 'no último dia da semana do mês', 'another day'],
  ['0 9 LW * *', 'ca', "en l'últim dia de la setmana del mes", 'another day'],
  ['0 9 LW * *', 'ro', 'în ultima zi lucrătoare a lunii', 'so'],
  ['0 0 15W * *', 'fr', 'le jour ouvrable le plus proche du 15 du mois', 'so'],
  ['0 0 15W * *', 'es', 'en el día de la semana más próximo al 15 del mes', 'any day'],
  ['0 0 15W * *', 'pt_BR', 'no dia da semana mais próximo do dia 15 do mês', 'any day'],
  ['0 0 15W * *', 'it', 'il giorno della settimana più vicino al 15 del mese', 'any day'],
  ['0 0 1,15 * 1', 'zh_CN', '或者为星期一', 'or'],
  ['0 0 1,15 * 1', 'en', 'and on Monday', 'and'],
  ['0 0 1,15 * 1', 'de', 'und jeden Montag', 'and'],
];
let changed = false;
for (const [expression, locale, known, meaning] of said) {
  const seen = cronstrue.toString(expression, {locale});
  changed ||= !seen.includes(known);
  console.log(expression, 'expected: the same in each, seen in', locale, JSON.stringify(seen), `(${meaning})`);
}
if (changed) throw new Error('it behaves otherwise now');
END
node guess.js
