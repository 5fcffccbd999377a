// Tiptap 2, as one script: `window.tiptap2(element)` gives an editor.
import { Editor } from '@tiptap/core'
import Image from '@tiptap/extension-image'
import Link from '@tiptap/extension-link'
import Table from '@tiptap/extension-table'
import TableCell from '@tiptap/extension-table-cell'
import TableHeader from '@tiptap/extension-table-header'
import TableRow from '@tiptap/extension-table-row'
import StarterKit from '@tiptap/starter-kit'

window.tiptap2 = element =>
  new Editor({
    element,
    extensions: [StarterKit, Image.configure({ inline: true }), Link, Table, TableRow, TableHeader, TableCell],
  })
