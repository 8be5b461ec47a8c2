import fc from 'fast-check'

/** What may stand where something else was: every type, and values at the edges of what is meant. */
const others: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  '',
  ' ',
  '0',
  '-rf',
  '../x',
  'a\u0000b\u202e',
  'x'.repeat(5000),
  'CVE-2024-1',
  '9999-99-99',
  [],
  {},
  [[]],
  [null],
  { constructor: 1 },
]

type Edit = { readonly steps: readonly number[]; readonly other: number; readonly kind: 'replace' | 'remove' | 'twice' }

/** Real JSON in which members were replaced by values of other types, taken out, or put in twice. */
export function mutatedJson(seeds: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const texts = seeds.map(seed => Buffer.from(seed).toString())
  const edit: fc.Arbitrary<Edit> = fc.record({
    steps: fc.array(fc.nat(), { minLength: 3, maxLength: 9 }),
    other: fc.nat(others.length - 1),
    kind: fc.constantFrom('replace', 'replace', 'remove', 'twice'),
  })
  return fc.tuple(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 4 })).map(([text, edits]) => {
    const root: { value: unknown } = { value: JSON.parse(text) }
    for (const one of edits) apply(root, one)
    return Buffer.from(JSON.stringify(root.value))
  })
}

function apply(root: object, { steps, other, kind }: Edit): void {
  let parent: Record<string, unknown> | null = null
  let key = ''
  let here: unknown = root
  for (const step of steps) {
    if (typeof here !== 'object' || here === null) break
    const keys = Object.keys(here)
    const next = keys[step % keys.length]
    if (next === undefined) break
    parent = here as Record<string, unknown>
    key = next
    here = parent[key]
  }
  if (parent === null) return
  if (kind === 'replace' || parent === root) parent[key] = structuredClone(others[other])
  else if (Array.isArray(parent) && kind === 'twice') parent.push(structuredClone(here))
  else if (Array.isArray(parent)) parent.splice(Number(key), 1)
  else delete parent[key]
}
