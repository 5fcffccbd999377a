// Opens files with the package `xliff` and saves them: node xliff.cjs FOLDER FILE12 FILE2
const fs = require("fs");
const path = require("path");
const [folder, one, two] = process.argv.slice(2);
const xliff = require(path.join(folder, "node_modules", "xliff"));
const opened = (name) => fs.readFileSync(name, "utf8");
(async () => {
  fs.writeFileSync(one, await xliff.jsToXliff12(await xliff.xliff12ToJs(opened(one))));
  fs.writeFileSync(two, await xliff.js2xliff(await xliff.xliff2js(opened(two))));
})();
