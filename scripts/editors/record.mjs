// Open and save every input twice in every editor: node record.mjs CHROMIUM RECORDED [EDITOR...]
// RECORDED holds {inputs}; it is written again with {inputs, editors}. Nothing is typed, and nothing is fetched.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const [executablePath, recorded, ...only] = process.argv.slice(2)

const tinymce = version => ({ package: `tinymce${version}`, scripts: [`tinymce${version}/tinymce.min.js`] })
const bundled = name => ({ package: name, scripts: ['../bundled.js'] })
const FILES = {
  ckeditor4: { package: 'ckeditor4', scripts: ['ckeditor4/ckeditor.js'] },
  ckeditor5: { package: 'ckeditor5', scripts: ['ckeditor5/dist/browser/ckeditor5.umd.js'] },
  froala: { package: 'froala-editor', scripts: ['froala-editor/js/froala_editor.pkgd.min.js'] },
  jodit: { package: 'jodit', scripts: ['jodit/es2021/jodit.min.js'] },
  lexical: bundled('lexical'),
  prosemirror: bundled('prosemirror-view'),
  quill: { package: 'quill', scripts: ['quill/dist/quill.js'] },
  summernote: { package: 'summernote', scripts: ['jquery/dist/jquery.min.js', 'summernote/dist/summernote-lite.min.js'] },
  suneditor: { package: 'suneditor', scripts: ['suneditor/dist/suneditor.min.js'] },
  tiptap: bundled('@tiptap/core'),
  tiptap2: { package: '../tiptap2/node_modules/@tiptap/core', scripts: ['../tiptap2/bundled.js'] },
  trix: { package: 'trix', scripts: ['trix/dist/trix.umd.min.js'] },
  ...Object.fromEntries([4, 5, 6, 7, 8].map(version => [`tinymce${version}`, tinymce(version)])),
}
const NAMES = [
  ...['ckeditor4', 'ckeditor4all', 'ckeditor5', 'ckeditor5ghs', 'froala', 'jodit', 'lexical', 'prosemirror', 'quill'],
  ...['quillsem', 'summernote', 'suneditor', 'tinymce4', 'tinymce4any', 'tinymce5', 'tinymce5any', 'tinymce5custom'],
  ...['tinymce6', 'tinymce7', 'tinymce8', 'tinymce8any', 'tinymce8custom', 'tinymce8raw', 'tiptap', 'tiptap2'],
  ...['tiptapx', 'trix'],
]
const filesOf = name => FILES[name] ?? FILES[name.replace(/(all|any|custom|ghs|raw|sem|x)$/, '')]

for (const folder of ['.', 'tiptap2']) {
  execFileSync(process.execPath, ['node_modules/esbuild/bin/esbuild', `${folder}/bundled.mjs`, '--bundle', '--log-level=error', `--outfile=${folder}/bundled.js`])
}

const { inputs } = JSON.parse(readFileSync(recorded, 'utf8'))
const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']
args.push('--disable-component-update', '--disable-sync', '--allow-file-access-from-files')
const browser = await chromium.launch({ executablePath, args })
const editors = {}
for (const name of only.length ? only : NAMES) {
  const files = filesOf(name)
  const { version } = JSON.parse(readFileSync(`node_modules/${files.package}/package.json`, 'utf8'))
  const page = await browser.newPage()
  await page.route(/^(?!file:|data:|blob:|about:)/, route => route.abort())
  const scripts = [...files.scripts.map(file => `node_modules/${file}`), 'page.js']
  const tags = scripts.map(file => `<script src="${file}"></script>`).join('\n')
  writeFileSync('page.html', `<!DOCTYPE html><meta charset="utf-8"><body><div><div id="text"></div></div>${tags}`)
  await page.goto(pathToFileURL('page.html').href)
  const saved = {}
  try {
    await page.evaluate(async name => {
      window.editor = await window.editors[name](document.getElementById('text'))
    }, name)
    for (const [input, html] of Object.entries(inputs)) saved[input] = await page.evaluate(twice, html)
    editors[name] = { version, saved }
    console.log(`${name} ${version}`)
  } catch (error) {
    console.error(`${name} ${version}: ${error}`)
    process.exitCode = 1
  }
  await page.close()
}
await browser.close()
writeFileSync(recorded, `${JSON.stringify({ inputs, editors }, null, 1)}\n`)

async function twice(html) {
  const open = async html => {
    await window.editor.set(html)
    await new Promise(resolve => setTimeout(resolve, window.editor.patience ?? 60)) // some tidy up after the event
    return window.editor.get()
  }
  const one = await open(html)
  const two = await open(one)
  return two === one ? { one } : { one, two }
}
