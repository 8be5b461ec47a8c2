import fc from 'fast-check'
import { test } from 'vitest'
import { entities, type Entity } from '../entities.ts'
import { mutatedTexts } from '../testing/random-text.ts'
import { check } from './check.ts'

const strange = fc.string({ unit: 'binary', maxLength: 200 })

/** What is wrong with an answer; '' for a good one. */
function complaint(entity: Entity, text: string): string {
  const { tree, errors, warnings } = check(text, { entity })
  if ((tree === null) !== errors.length > 0) return 'neither understood nor refused, or both'
  // The empty query means everything: only an empty text may be one.
  if (tree !== null && (tree.root === null) !== (text.trim() === '')) return 'a filter became no filter'
  for (const { from, to, message, suggestions = [] } of [...errors, ...warnings]) {
    const spans = [{ from, to }, ...suggestions]
    if (!spans.every(span => span.from >= 0 && span.to >= span.from && span.to <= text.length))
      return 'outside of the text'
    if (!message.isWellFormed() || hidden.test(message)) return 'a message holds what cannot be seen'
  }
  return ''
}

const hidden = /[\u0000-\u001f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/

test.each(entities)(
  'any text about %s is understood or refused, never both and never neither; places lie in it',
  entity => {
    fc.assert(
      fc.property(fc.oneof({ weight: 4, arbitrary: mutatedTexts(entity) }, strange), text => {
        const found = complaint(entity, text)
        if (found !== '') throw new Error(found)
      }),
      { numRuns: 600 },
    )
  },
)
