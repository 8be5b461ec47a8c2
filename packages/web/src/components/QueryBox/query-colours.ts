import { HighlightStyle, LRLanguage, LanguageSupport, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { styleTags, tags } from '@lezer/highlight'
import { parser } from '@patchyard/query'

// The same class twice to the compiler: once through the types for import, once through those for require.
type GrammarParser = Parameters<typeof LRLanguage.define>[0]['parser']

const coloured = LRLanguage.define({
  name: 'query',
  parser: (parser as unknown as GrammarParser).configure({
    props: [
      styleTags({
        Name: tags.propertyName,
        'And Or Not IsNull IsNotNull': tags.keyword,
        'Colon Compare Dots Comma': tags.operator,
        'OpenParen CloseParen OpenBracket CloseBracket': tags.bracket,
        'Bare String UnclosedString': tags.string,
        'Exact UnclosedExact': tags.literal,
      }),
    ],
  }),
})

const style = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--py-accent)', fontWeight: '600' },
  { tag: tags.keyword, color: 'var(--py-keyword)', fontWeight: '600' },
  { tag: [tags.operator, tags.bracket], color: 'var(--py-text-quiet)' },
  { tag: tags.string, color: 'var(--py-text)' },
  { tag: tags.literal, color: 'var(--py-good)' },
])

/** Colours by the grammar that also decides what the text means. */
export const queryColours = (): Extension => [new LanguageSupport(coloured), syntaxHighlighting(style)]
