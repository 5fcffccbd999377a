// The editors that come as modules only, as one script.
import { CodeHighlightNode, CodeNode } from '@lexical/code'
import { $generateHtmlFromNodes, $generateNodesFromDOM } from '@lexical/html'
import { LinkNode } from '@lexical/link'
import { ListItemNode, ListNode } from '@lexical/list'
import { HeadingNode, QuoteNode, registerRichText } from '@lexical/rich-text'
import { TableCellNode, TableNode, TableRowNode } from '@lexical/table'
import { Editor } from '@tiptap/core'
import Image from '@tiptap/extension-image'
import { TableKit } from '@tiptap/extension-table'
import StarterKit from '@tiptap/starter-kit'
import { $getRoot, $insertNodes, createEditor } from 'lexical'
import { DOMParser as Reader, DOMSerializer, Schema } from 'prosemirror-model'
import { schema as basic } from 'prosemirror-schema-basic'
import { addListNodes } from 'prosemirror-schema-list'
import { EditorState } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'

const parsed = html => new DOMParser().parseFromString(html, 'text/html')

window.tiptap = element => new Editor({ element, extensions: [StarterKit] })
window.tiptapx = element =>
  new Editor({ element, extensions: [StarterKit, Image.configure({ inline: true }), TableKit] })

window.prosemirror = element => {
  const nodes = addListNodes(basic.spec.nodes, 'paragraph block*', 'block')
  const schema = new Schema({ nodes, marks: basic.spec.marks })
  const view = new EditorView(element, { state: EditorState.create({ schema }) })
  return {
    set(html) {
      const doc = Reader.fromSchema(schema).parse(parsed(html).body)
      view.updateState(EditorState.create({ doc }))
    },
    get() {
      const out = document.createElement('div')
      out.append(DOMSerializer.fromSchema(schema).serializeFragment(view.state.doc.content))
      return out.innerHTML
    },
  }
}

window.lexical = element => {
  const editor = createEditor({
    namespace: 'recorded',
    nodes: [
      ...[CodeHighlightNode, CodeNode, HeadingNode, LinkNode, ListItemNode, ListNode, QuoteNode],
      ...[TableCellNode, TableNode, TableRowNode],
    ],
    onError(error) {
      throw error
    },
  })
  editor.setRootElement(element)
  registerRichText(editor)
  return {
    set(html) {
      editor.update(
        () => {
          $getRoot().clear().select()
          $insertNodes($generateNodesFromDOM(editor, parsed(html)))
        },
        { discrete: true },
      )
    },
    get: () => editor.read(() => $generateHtmlFromNodes(editor)),
  }
}
