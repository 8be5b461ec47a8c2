import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { draftState, emptyDraft, type JobDraft, readDraft } from './job-draft.ts'

const anyDraft: fc.Arbitrary<JobDraft> = fc.record(
  {
    platform: fc.constantFrom('linux', 'windows', 'macos'),
    assets: fc.array(fc.record({ id: fc.uuid(), name: fc.string() })),
    patches: fc.array(
      fc.record({ id: fc.uuid(), key: fc.string(), title: fc.string(), rebootSuggested: fc.boolean() }),
    ),
  },
  { requiredKeys: ['assets', 'patches'] },
)

describe('a draft of a job', () => {
  it('comes out of the history as it went in', () => {
    fc.assert(
      fc.property(anyDraft, draft => {
        expect(readDraft(structuredClone(draftState(draft)))).toEqual(draft)
      }),
    )
  })

  it('is empty when the history holds something else, and reading never throws', () => {
    fc.assert(
      fc.property(fc.anything(), state => {
        const draft = readDraft({ jobDraft: state })
        expect(Array.isArray(draft.assets) && Array.isArray(draft.patches)).toBe(true)
      }),
    )
    expect(readDraft(null)).toEqual(emptyDraft)
    expect(readDraft({ jobDraft: { assets: [7, { id: 'a' }], patches: 'x' } })).toEqual(emptyDraft)
  })
})
