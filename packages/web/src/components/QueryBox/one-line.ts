import { EditorState, type Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'

const breaks = /[\r\n\u0085\u2028\u2029]+/g

/** One line that is wrapped as it grows: breaks in what is pasted, dropped or set become blanks. */
export const oneLine: Extension = [
  EditorView.lineWrapping,
  EditorView.clipboardInputFilter.of(text => text.replace(breaks, ' ')),
  EditorState.transactionFilter.of(transaction => {
    if (!transaction.docChanged || transaction.newDoc.lines === 1) return transaction
    const text = transaction.newDoc.toString().replace(breaks, ' ')
    return {
      changes: { from: 0, to: transaction.startState.doc.length, insert: text },
      selection: { anchor: text.length },
    }
  }),
]
