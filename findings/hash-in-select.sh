#!/usr/bin/env bash
# Guess: two parsers of ICU MessageFormat make the same text of one valid message; a "#" inside a select that stands
# inside a plural is the number in both.
# Seen: @messageformat/core 3.4.1 writes "1,234 messages for her". intl-messageformat 12.1.5 writes "# messages for
# her": to it a "#" belongs only to the plural that it stands in directly, as in ICU itself. Neither reports anything.
# Source: the ICU guide, "Formatting messages", says of "#" that it is replaced in the style of a plural, and that
# gender and number may be nested in either order.
# For users: messages that pass from one of these libraries to the other change their text where a select is inside a
# plural. Select outside and plural inside is read alike.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts intl-messageformat@12.1.5 @messageformat/core@3.4.1

cat >guess.js <<'END'
import {readFileSync} from 'node:fs';
import {IntlMessageFormat} from 'intl-messageformat';
import MessageFormat from '@messageformat/core';

for (const name of ['intl-messageformat', '@messageformat/core']) {
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version);
}
const inside =
  '{n, plural, one {# message} other {{who, select, female {# messages for her} other {# messages}}}}';
const outside =
  '{who, select, female {{n, plural, one {# message} other {# messages for her}}} other {# messages}}';
const values = {n: 1234, who: 'female'};
const both = (message) => [
  new IntlMessageFormat(message, 'en').format(values),
  new MessageFormat('en').compile(message)(values),
];
console.log('expected', Array(2).fill('1,234 messages for her'));
console.log('seen    ', both(inside), 'with select inside plural');
console.log('seen    ', both(outside), 'with plural inside select');
if (
  JSON.stringify(both(inside)) !== JSON.stringify(['# messages for her', '1,234 messages for her']) ||
  JSON.stringify(both(outside)) !== JSON.stringify(Array(2).fill('1,234 messages for her'))
) {
  throw new Error('it behaves otherwise now');
}
END
node guess.js
