import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseYaml } from '../../bytes/yaml.ts'
import { FeedError } from '../../feed/feed-error.ts'
import { mutatedBytes } from '../../testing/mutated-bytes.ts'
import { parsePlainYaml } from './plain-yaml.ts'

const fixtures = new URL('./fixtures/', import.meta.url)
const shared = new URL('../../../../../../shared/data/winget/', import.meta.url)
const manifests = (folder: URL): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter(path => path.endsWith('.yaml'))
        .map(path => readFileSync(new URL(encodeURI(path), folder), 'utf8'))
    : []

/** By the real parser; undefined where that refuses the text. */
function byParser(text: string): unknown {
  try {
    return parseYaml(text, { mostAliases: 100 })
  } catch (error) {
    if (error instanceof FeedError) return undefined
    throw error
  }
}

describe('plain YAML', () => {
  it.each([
    ['mappings and sequences', 'A: 1.10\nB:\n- x\n- y\nC:\n  D: e\n', { A: '1.10', B: ['x', 'y'], C: { D: 'e' } }],
    ['mappings in sequences', 'A:\n  - B: 1\n    C: 2\n  - B: 3\n', { A: [{ B: '1', C: '2' }, { B: '3' }] }],
    ['quoted texts', `A: "1.0"\nB: 'it''s: #1'\n`, { A: '1.0', B: "it's: #1" }],
    ['comments of whole lines, and CRLF', '# x\r\nA: b\r\n\r\n', { A: 'b' }],
  ])('holds %s', (_, text, expected) => {
    expect(parsePlainYaml(text)).toEqual(expected)
    expect(byParser(text)).toEqual(expected)
  })

  it.each([
    ['an alias', 'A: &a x\nB: *a\n'],
    ['a comment behind a value', 'A: b # c\n'],
    ['a folded text', 'A: >-\n  b\n'],
    ['a text of two lines', 'A: b\n  c\n'],
    ['a flow sequence', 'A: [b]\n'],
    ['a key twice', 'A: b\nA: c\n'],
    ['an empty value', 'A:\nB: c\n'],
    ['an escape', 'A: "b\\n"\n'],
    ['a tab', 'A:\tb\n'],
    ['a mapping in one line', 'A: b: c\n'],
    ['odd indentation', 'A:\n    B: c\n  D: e\n'],
    ['a document mark', '---\nA: b\n'],
    ['a prototype', '__proto__:\n  A: b\n'],
    ['nothing', ''],
  ])('leaves %s to the real parser', (_, text) => {
    expect(parsePlainYaml(text)).toBeUndefined()
  })

  it('reads every manifest as the real parser does, nearly all of them by itself', () => {
    const all = [...manifests(fixtures), ...manifests(shared)]
    const plain = all.filter(text => parsePlainYaml(text) !== undefined)
    for (const text of plain) expect(parsePlainYaml(text)).toEqual(byParser(text))
    expect(plain.length / all.length).toBeGreaterThan(0.7)
  })

  it('never reads what the real parser refuses or reads otherwise', () => {
    const seeds = manifests(fixtures).map(text => Buffer.from(text.slice(0, 1500)))
    fc.assert(
      fc.property(mutatedBytes(seeds), bytes => {
        const text = Buffer.from(bytes).toString()
        const plain = parsePlainYaml(text)
        if (plain !== undefined) expect(plain).toEqual(byParser(text))
      }),
      { numRuns: 1000 },
    )
  })
})
