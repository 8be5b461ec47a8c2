import { expect, it } from 'vitest'
import { check } from '../check/check.ts'
import type { QueryTree } from '../tree/tree.ts'
import { childrenAsked } from './children-asked.ts'

const treeOf = (text: string): QueryTree => {
  const { tree } = check(text, { entity: 'asset' })
  if (tree === null) throw new Error(text)
  return tree
}

const namesIn = (...texts: readonly string[]): string | null => {
  const asked = childrenAsked(texts.map(treeOf), 'software.name')
  return (
    asked
      ?.map(match => (match.kind === 'exact' ? match.value : match.text))
      .sort((a, b) => a.localeCompare(b))
      .join(', ') ?? null
  )
}

it.each<[string, readonly string[], string | null]>([
  ['nothing of the group is asked', ['name:web and missingPatchCount>3'], ''],
  ['a name', ['software.name:openssl'], 'openssl'],
  ['no such name', ['not software.name:openssl'], 'openssl'],
  ['a name and a version of one package', ['software:(name:openssl and version<3)'], 'openssl'],
  ['one of several names', ['software:((name:openssl or name:nginx) and version<3)'], 'nginx, openssl'],
  ['a list of names', ['software.name:[openssl, nginx]'], 'nginx, openssl'],
  ['several rules, the same name once', ['software.name:a*', 'software.name:b', 'software.name:a*'], 'a*, b'],
  ['a version of any package', ['software.version<3'], null],
  ['a package of another name', ['software:(not name:openssl)'], null],
  ['a name, or any package of that version', ['software:(name:openssl or version<3)'], null],
  ['one rule that asks of all, beside others', ['software.name:openssl', 'software.vendor:x'], null],
])('%s: only those are read', (_, texts, expected) => {
  expect(namesIn(...texts)).toBe(expected)
})
