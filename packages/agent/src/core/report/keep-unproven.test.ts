import type { Row, SectionName } from '@patchyard/protocol'
import { describe, expect, it } from 'vitest'
import { keepUnproven } from './keep-unproven.ts'

const installed = (name: string, version: string): Row => [
  name,
  'all',
  version,
  'deb',
  name,
  version,
  '',
  false,
  'installed',
]
const update = (patch: string, name: string, from: string | null, to: string): Row => [
  patch,
  name,
  'all',
  to,
  from,
  patch,
  true,
  'Debian-Security',
  'security',
  true,
  null,
  null,
  '',
]
const advisory = (patch: string): Row => [`A-${patch}`, patch, 'security', null, 'title', null, null, 'CVE-2026-1']

const packages = [installed('alder', '1.0'), installed('birch', '1.0'), installed('kernel', '6.1')]

/** Keys of the updates after a partial scan that lists `now`. */
function kept(before: readonly Row[], now: readonly Row[], there = packages): unknown[] {
  const known = new Map<SectionName, readonly Row[]>([['updates.1', before]])
  const found = new Map<SectionName, readonly Row[]>([
    ['packages.1', there],
    ['updates.1', now],
    ['advisories.1', []],
  ])
  const rows = keepUnproven(name => known.get(name) ?? [], found).get('updates.1') ?? []
  return rows.map(row => `${String(row[1])} ${String(row[3])}`)
}

describe('after a partial scan', () => {
  it.each<[string, Row[], Row[], string[]]>([
    ['an update that is not listed stays', [update('p', 'alder', '1.0', '1.1')], [], ['alder 1.1']],
    ['one whose package was removed goes', [update('p', 'cedar', '1.0', '1.1')], [], []],
    ['one whose package moved on goes', [update('p', 'alder', '0.9', '0.95')], [], []],
    [
      'one that another update of its package has replaced goes',
      [update('p', 'alder', '1.0', '1.1')],
      [update('q', 'alder', '1.0', '1.2')],
      ['alder 1.2'],
    ],
    [
      'a new dependency stays with the patch that needs it',
      [update('p', 'alder', '1.0', '1.1'), update('p', 'linden', null, '1')],
      [],
      ['alder 1.1', 'linden 1'],
    ],
    ['a new dependency alone goes', [update('p', 'linden', null, '1')], [], []],
    [
      'what is listed is there once',
      [update('p', 'alder', '1.0', '1.1')],
      [update('p', 'alder', '1.0', '1.1')],
      ['alder 1.1'],
    ],
  ])('%s', (_, before, now, wanted) => {
    expect(kept(before, now)).toEqual(wanted)
  })

  it('a kernel that stands beside the old one is installed, not missing', () => {
    const there = [...packages, installed('kernel', '6.2')]
    expect(kept([update('p', 'kernel', '6.1', '6.2')], [], there)).toEqual([])
  })

  it('the advisories of what stays stay', () => {
    const known = new Map<SectionName, readonly Row[]>([
      ['updates.1', [update('p', 'alder', '1.0', '1.1')]],
      ['advisories.1', [advisory('p'), advisory('q')]],
    ])
    const found = new Map<SectionName, readonly Row[]>([
      ['packages.1', packages],
      ['updates.1', []],
      ['advisories.1', []],
    ])
    expect(keepUnproven(name => known.get(name) ?? [], found).get('advisories.1')).toEqual([advisory('p')])
  })

  it('a scan that does not speak of updates changes nothing', () => {
    const found = new Map<SectionName, readonly Row[]>([['packages.1', packages]])
    expect(keepUnproven(() => [], found)).toBe(found)
  })
})
