import {
  acceptCompletion,
  autocompletion,
  closeCompletion,
  completionStatus,
  moveCompletionSelection,
  startCompletion,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { lintKeymap, setDiagnostics } from '@codemirror/lint'
import { Compartment, EditorState, Prec } from '@codemirror/state'
import { EditorView, keymap, placeholder } from '@codemirror/view'
import type { Entity, QueryProblem } from '@patchyard/query'
import { type RefObject, useEffect, useImperativeHandle, useRef } from 'react'
import { type AskCompletion, completionSource } from './completion-source.ts'
import { diagnosticsOf } from './diagnostics.ts'
import { editorLook } from './editor-look.ts'
import { oneLine } from './one-line.ts'
import { queryColours } from './query-colours.ts'

export interface EditorHandle {
  focus(): void
}

interface QueryEditorProps {
  readonly entity: Entity
  readonly label: string
  readonly hint: string
  /** Id of the element that says what is wrong. */
  readonly describedBy: string
  readonly text: string
  readonly errors: readonly QueryProblem[]
  readonly warnings: readonly QueryProblem[]
  readonly startsFocused: boolean
  readonly handle: RefObject<EditorHandle | null>
  readonly ask: AskCompletion
  onChange(text: string): void
  /** Enter. */
  onRun(): void
  /** Escape, when no list of completions is open. */
  onLeave(): void
}

/** Tab takes the marked word of an open list, or its first; without a list it leaves the box as everywhere. */
function takeOffered(view: EditorView): boolean {
  if (completionStatus(view.state) !== 'active') return false
  if (!acceptCompletion(view)) {
    moveCompletionSelection(true)(view)
    return acceptCompletion(view)
  }
  return true
}

/** Behind the last word there is no line to go down to: the list of what fits opens. */
const offerAtEnd = (view: EditorView): boolean =>
  completionStatus(view.state) === null &&
  view.state.selection.main.head === view.state.doc.length &&
  startCompletion(view)

const attributes = (label: string, describedBy: string, isWrong: boolean): Record<string, string> => ({
  'aria-label': label,
  'aria-multiline': 'false',
  'aria-describedby': describedBy,
  'aria-invalid': String(isWrong),
  spellcheck: 'false',
  autocapitalize: 'off',
})

/** The text field of a query box. Its own file, because the editor is as large as the rest of the page and comes later. */
export default function QueryEditor(props: QueryEditorProps) {
  const { entity, label, hint, describedBy, text, errors, warnings } = props
  const place = useRef<HTMLDivElement>(null)
  const shown = useRef<EditorView>(null)
  const live = useRef(props)
  const named = useRef(new Compartment())
  useEffect(() => {
    live.current = props
  })

  useEffect(() => {
    const parent = place.current
    if (parent === null) return
    const editor = new EditorView({
      parent,
      state: EditorState.create({
        doc: live.current.text,
        selection: { anchor: live.current.text.length },
        extensions: [
          oneLine,
          history(),
          queryColours(),
          editorLook,
          placeholder(hint),
          named.current.of(EditorView.contentAttributes.of(attributes(label, describedBy, false))),
          autocompletion({
            override: [completionSource(entity, (...asked) => live.current.ask(...asked))],
            activateOnTypingDelay: 150,
            interactionDelay: 0,
            // Enter runs the query unless somebody went into the list.
            selectOnOpen: false,
            icons: false,
          }),
          Prec.high(
            keymap.of([
              { key: 'Tab', run: takeOffered },
              { key: 'ArrowDown', run: offerAtEnd },
            ]),
          ),
          keymap.of([
            {
              key: 'Enter',
              run: view => {
                closeCompletion(view)
                live.current.onRun()
                return true
              },
            },
            {
              key: 'Escape',
              run: () => {
                live.current.onLeave()
                return true
              },
            },
            ...lintKeymap.filter(binding => binding.key === 'F8'),
            ...historyKeymap,
            ...defaultKeymap.filter(binding => binding.key !== 'Enter' && binding.key !== 'Escape'),
          ]),
          EditorView.updateListener.of(update => {
            if (update.docChanged) live.current.onChange(update.state.doc.toString())
          }),
        ],
      }),
    })
    shown.current = editor
    if (live.current.startsFocused) editor.focus()
    return () => {
      shown.current = null
      editor.destroy()
    }
    // One editor for one entity; everything else reaches it below.
  }, [entity, label, hint, describedBy])

  useEffect(() => {
    const editor = shown.current
    if (editor === null || editor.state.doc.toString() === text) return
    editor.dispatch({
      changes: { from: 0, to: editor.state.doc.length, insert: text },
      selection: { anchor: text.length },
    })
  }, [text])

  useEffect(() => {
    const editor = shown.current
    if (editor === null) return
    editor.dispatch(setDiagnostics(editor.state, diagnosticsOf(editor.state.doc.toString(), errors, warnings)))
    editor.dispatch({
      effects: named.current.reconfigure(
        EditorView.contentAttributes.of(attributes(label, describedBy, errors.length > 0)),
      ),
    })
  }, [errors, warnings, label, describedBy])

  useImperativeHandle(props.handle, () => ({ focus: () => shown.current?.focus() }))
  return <div ref={place} style={{ display: 'flex', flex: 1, minWidth: 0 }} />
}
