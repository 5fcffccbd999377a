// Every editor behind one shape: `editors[name](element)` gives `{set, get}`, or a promise of it.
/* global tinymce, CKEDITOR, FroalaEditor, Quill, jQuery, Jodit, SUNEDITOR */
const tinymceOf = (folder, options) => async element => {
  const [editor] = await tinymce.init({
    target: element,
    base_url: `node_modules/${folder}`,
    suffix: '.min',
    license_key: 'gpl',
    plugins: 'code image link lists media table',
    ...options,
  })
  return { set: html => editor.setContent(html), get: () => editor.getContent() }
}

const any = { valid_elements: '*[*]' }
const custom = { custom_elements: 'wf-component,wf-prop' }
const kept = { ...custom, extended_valid_elements: 'wf-component[*],wf-prop[*]' }

const ckeditor4 = options => element =>
  new Promise(resolve => {
    CKEDITOR.replace(element, {
      ...options,
      versionCheck: false,
      on: {
        instanceReady: ({ editor }) =>
          resolve({
            set: html => new Promise(done => editor.setData(html, { callback: done })),
            get: () => editor.getData(),
          }),
      },
    })
  })

const ckeditor5 = everything => async element => {
  const kit = CKEDITOR
  const plugins = [
    ...['Essentials', 'Paragraph', 'Heading', 'Bold', 'Italic', 'Underline', 'Strikethrough', 'Subscript', 'Superscript'],
    ...['Code', 'CodeBlock', 'Link', 'List', 'Table', 'TableToolbar', 'BlockQuote', 'HorizontalLine', 'Alignment'],
    ...['ImageBlock', 'ImageInline', ...(everything ? ['GeneralHtmlSupport', 'HtmlComment'] : [])],
  ].map(name => kit[name])
  const allow = [{ name: /.*/, attributes: true, classes: true, styles: true }]
  const editor = await kit.ClassicEditor.create(element, {
    licenseKey: 'GPL',
    plugins,
    ...(everything ? { htmlSupport: { allow } } : {}),
  })
  return { set: html => editor.setData(html), get: () => editor.getData() }
}

const quill = get => element => {
  const editor = new Quill(element, { theme: 'snow' })
  return { set: html => editor.clipboard.dangerouslyPasteHTML(html), get: () => get(editor) }
}

const tiptap = make => element => {
  const editor = window[make](element)
  return { set: html => editor.commands.setContent(html), get: () => editor.getHTML() }
}

window.editors = {
  ckeditor4: ckeditor4({}),
  ckeditor4all: ckeditor4({ allowedContent: true }),
  ckeditor5: ckeditor5(false),
  ckeditor5ghs: ckeditor5(true),
  froala: element =>
    new Promise(resolve => {
      const editor = new FroalaEditor(element, {}, () =>
        resolve({ set: html => editor.html.set(html), get: () => editor.html.get() }),
      )
    }),
  jodit: element => {
    const editor = Jodit.make(element)
    return { set: html => void (editor.value = html), get: () => editor.value, patience: 500 } // it cleans up late
  },
  lexical: element => window.lexical(element),
  prosemirror: element => window.prosemirror(element),
  quill: quill(editor => editor.root.innerHTML),
  quillsem: quill(editor => editor.getSemanticHTML()),
  summernote: element => {
    jQuery(element).summernote()
    return {
      set: html => void jQuery(element).summernote('code', html),
      get: () => jQuery(element).summernote('code'),
    }
  },
  suneditor: element => {
    const editor = SUNEDITOR.create(element, {})
    return { set: html => editor.$.html.set(html), get: () => editor.$.html.get() }
  },
  tiptap: tiptap('tiptap'),
  tiptapx: tiptap('tiptapx'),
  tiptap2: tiptap('tiptap2'),
  trix: element => {
    const editor = document.createElement('trix-editor')
    const field = document.createElement('input')
    field.id = 'trix'
    field.type = 'hidden'
    editor.setAttribute('input', 'trix')
    element.replaceWith(field, editor)
    return new Promise(resolve => {
      editor.addEventListener('trix-initialize', () =>
        resolve({ set: html => editor.editor.loadHTML(html), get: () => field.value }),
      )
    })
  },
  ...Object.fromEntries(
    [4, 5, 6, 7, 8].map(version => [`tinymce${version}`, tinymceOf(`tinymce${version}`, {})]),
  ),
  ...Object.fromEntries([4, 5, 8].map(version => [`tinymce${version}any`, tinymceOf(`tinymce${version}`, any)])),
  tinymce5custom: tinymceOf('tinymce5', kept),
  tinymce8custom: tinymceOf('tinymce8', custom),
  tinymce8raw: tinymceOf('tinymce8', { entity_encoding: 'raw' }),
}
