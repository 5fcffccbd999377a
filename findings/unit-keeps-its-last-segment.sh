#!/usr/bin/env bash
# Guess: the npm package xliff reads a unit of XLIFF 2.0 that a translation tool split into sentences as the whole
# text: its segments one after the other.
# Seen in 6.4.0: only the last segment is there. The sentences before it, source and target, are gone, and writing the
# file again makes the loss permanent. A marked term (<mrk>) inside a segment loses its words too.
# Source: XLIFF 2.0 on <unit>: it has one or more segments, and their order is that of the text.
# For users: tools that segment are the usual ones, so most paragraphs that come back from translators are cut down to
# their last sentence, and no error is raised. Have the segments joined before such a file is read with this package.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts xliff@6.4.0

cat >guess.js <<'END'
import {readFileSync} from 'node:fs';
import xliff from 'xliff';

console.log('xliff', JSON.parse(readFileSync('node_modules/xliff/package.json')).version);
const file = `<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="de">
<file id="f"><unit id="about">
<segment id="s1"><source>We grow tea. </source><target>Wir bauen Tee an. </target></segment>
<segment id="s2"><source>We ship it.</source><target>Wir versenden ihn.</target></segment>
</unit><unit id="term">
<segment><source>Pick <mrk id="m" type="term">first flush</mrk> leaves</source></segment>
</unit></file></xliff>`;
const read = await xliff.xliff2js(file);
const {about, term} = read.resources.f;
console.log('expected', 'We grow tea. We ship it.', '|', 'Wir bauen Tee an. Wir versenden ihn.');
console.log('seen    ', about.source, '|', about.target);
console.log('seen    ', JSON.stringify(term.source), 'of "Pick first flush leaves"');
const again = await xliff.js2xliff(read);
if (
  about.source !== 'We ship it.' || about.target !== 'Wir versenden ihn.' ||
  JSON.stringify(term).includes('first flush') || again.includes('We grow tea')
) {
  throw new Error('it behaves otherwise now');
}
END
node guess.js
