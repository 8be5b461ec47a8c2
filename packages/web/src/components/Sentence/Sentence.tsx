import { Fragment, type ReactNode } from 'react'
import { type TextKey, t } from '../../i18n/text.ts'
import { sentenceParts } from './sentence-parts.ts'

interface SentenceProps {
  readonly text: TextKey
  /** What stands in the places of the sentence: reported names, times. They are never read as text with markup. */
  readonly parts: Readonly<Record<string, ReactNode>>
}

/** A sentence of the page's texts with elements in it, wherever another language puts them. */
export function Sentence({ text, parts }: SentenceProps) {
  return sentenceParts(values => t(text, values), Object.keys(parts)).map(part =>
    part.name === null ? part.text : <Fragment key={part.name}>{parts[part.name]}</Fragment>,
  )
}
