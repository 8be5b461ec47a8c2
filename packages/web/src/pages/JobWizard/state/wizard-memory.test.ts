import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Memory } from '../../../api/ports.ts'
import { keepDraft, keptDraft } from './wizard-memory.ts'
import { newState } from './wizard-state.ts'

function memory(): Memory {
  const kept = new Map<string, string>()
  return {
    read: name => kept.get(name) ?? null,
    write: (name, value) => (value === null ? kept.delete(name) : kept.set(name, value)),
  }
}
const state = { ...newState('windows', 'rollback'), name: 'Half' }

describe('an unfinished job', () => {
  it('comes back as it was left, a new one apart from each edit', () => {
    const tab = memory()
    keepDraft(tab, null, { visit: 'v', step: 'schedule', state, etag: null })
    keepDraft(tab, 'job', { visit: 'w', step: 'basic', state: newState('linux', 'deployment'), etag: '1' })
    expect(keptDraft(tab, null)).toEqual({ visit: 'v', step: 'schedule', state, etag: null })
    expect(keptDraft(tab, 'job')?.etag).toBe('1')
    keepDraft(tab, null, null)
    expect(keptDraft(tab, null)).toBeNull()
  })

  it('keeps a number that is half written', () => {
    const tab = memory()
    const options = { ...state.definition.options, minAgeDays: Number.NaN }
    keepDraft(tab, null, {
      visit: 'v',
      step: 'options',
      state: { ...state, definition: { ...state.definition, options } },
      etag: null,
    })
    expect(keptDraft(tab, null)?.step).toBe('options')
  })

  it.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['no state', '{"visit":"v","step":"basic","etag":null}'],
    ['a step that is none', JSON.stringify({ visit: 'v', step: 'nowhere', etag: null, state })],
    [
      'a state without options',
      JSON.stringify({
        visit: 'v',
        step: 'basic',
        etag: null,
        state: { ...state, definition: { ...state.definition, options: null } },
      }),
    ],
    [
      'a platform that is none',
      JSON.stringify({
        visit: 'v',
        step: 'basic',
        etag: null,
        state: { ...state, definition: { ...state.definition, platform: 'plan9' } },
      }),
    ],
  ])('is none where the tab holds %s', (_, text) => {
    const tab = memory()
    tab.write('job-wizard.new', text)
    expect(keptDraft(tab, null)).toBeNull()
  })

  it('is read from anything without throwing', () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), (value, text) => {
        const tab = memory()
        for (const one of [text, JSON.stringify({ visit: '', step: 'basic', etag: null, state: value }) ?? '']) {
          tab.write('job-wizard.new', one)
          expect(() => keptDraft(tab, null)).not.toThrow()
        }
      }),
    )
  })
})
