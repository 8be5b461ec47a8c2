import { EditorView } from '@codemirror/view'

/** Colours are the tokens of theme/tokens.ts; one theme serves light and dark. */
export const editorLook = EditorView.theme({
  '&': { flex: '1', minWidth: '0', backgroundColor: 'transparent', color: 'var(--py-text)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--py-mono-family)', lineHeight: '20px', overflowX: 'hidden' },
  '.cm-content': { padding: '6px 0', caretColor: 'var(--py-text)', minHeight: '20px' },
  '.cm-line': { padding: '0 2px' },
  '.cm-placeholder': { color: 'var(--py-text-quiet)', fontFamily: 'var(--py-font-family)' },
  '.cm-lintRange': { backgroundImage: 'none', textDecorationSkipInk: 'none', textUnderlineOffset: '3px' },
  '.cm-lintRange-error': { textDecoration: 'underline wavy var(--py-danger)' },
  '.cm-lintRange-warning': { textDecoration: 'underline wavy var(--py-warning)' },
  '.cm-diagnostic': { padding: '6px 10px', fontFamily: 'var(--py-font-family)', maxWidth: '520px' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--py-danger)' },
  '.cm-diagnostic-warning': { borderLeft: '3px solid var(--py-warning)' },
  '.cm-diagnosticAction': { backgroundColor: 'var(--py-accent)', color: 'var(--py-on-accent)' },
  '.cm-tooltip': {
    border: '1px solid var(--py-line-button)',
    borderRadius: 'var(--py-radius)',
    backgroundColor: 'var(--py-surface)',
    boxShadow: '0 6px 20px var(--py-shade)',
    zIndex: '150',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    maxHeight: '300px',
    minWidth: '260px',
    maxWidth: 'min(560px, 92vw)',
    fontFamily: 'var(--py-font-family)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    display: 'flex',
    gap: '16px',
    justifyContent: 'space-between',
    padding: '3px 10px',
    lineHeight: '20px',
    color: 'var(--py-text)',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--py-accent-soft)',
    color: 'var(--py-text)',
  },
  '.cm-completionLabel': { fontFamily: 'var(--py-mono-family)', overflow: 'hidden', textOverflow: 'ellipsis' },
  '.cm-completionDetail': {
    flex: 'none',
    maxWidth: '60%',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    marginLeft: '0',
    color: 'var(--py-text-quiet)',
    fontStyle: 'normal',
    fontVariantNumeric: 'tabular-nums',
  },
})
