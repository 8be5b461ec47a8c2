import { describe, expect, it, test } from 'vitest'
import { abilities, engineIds, engines, homeOf } from './engines.ts'
import { isLifecycleOf, lifecycleName } from './lifecycle-of-system.ts'

describe('engines', () => {
  it('are all there, once', () => {
    expect(engines.map(engine => engine.id)).toEqual(engineIds)
  })

  it.each(engines)('$title says all that people ask, and no more than is proven', engine => {
    expect(Object.keys(engine.can).sort()).toEqual([...abilities].sort())
    expect(engine.limits.every(limit => /^\S.*\.$/.test(limit))).toBe(true)
    if (engine.proof === 'none') expect(Object.values(engine.can)).not.toContain('yes')
    if (engine.proof === 'hosts' || engine.proof === 'engine') expect(engine.provenOn).not.toBe('')
  })

  it('are at home somewhere when an agent has them', () => {
    for (const { id, proof } of engines) expect(homeOf(id).size > 0).toBe(proof !== 'none')
  })
})

describe('a system', () => {
  test.each([
    ['debian', '12', { product: 'debian', release: '12', codename: '' }],
    ['debian', 'bookworm', { product: 'debian', release: '', codename: 'bookworm' }],
    ['ubuntu', '24.04', { product: 'ubuntu', release: '24.04', codename: '' }],
    ['rocky', '9.4', { product: 'rocky-linux', release: '9', codename: '' }],
    ['rhel', '8', { product: 'rhel', release: '8', codename: '' }],
    ['centos', '7', { product: 'centos', release: '7', codename: '' }],
    ['centos', '9', { product: 'centos-stream', release: '9', codename: '' }],
    ['opensuse-leap', '15.6', { product: 'opensuse', release: '15.6', codename: '' }],
    ['amzn', '2023', { product: 'amazon-linux', release: '2023', codename: '' }],
    ['opensuse-tumbleweed', '20261120', null],
    ['debian', '', null],
    ['arch', '1', null],
  ])('%s %s has the lifecycle %j', (osId, version, name) => {
    expect(lifecycleName(osId, version)).toEqual(name)
  })

  test.each([
    ['debian', '12', { product: 'debian', release: '12', label: '12 (Bookworm)' }, true],
    ['debian', 'bookworm', { product: 'debian', release: '12', label: '12 (Bookworm)' }, true],
    ['debian', 'bookworm', { product: 'debian', release: '12', label: 'Debian 12 (bookworm)' }, true],
    ['ubuntu', 'noble', { product: 'ubuntu', release: '24.04', label: "24.04 'Noble Numbat' (LTS)" }, true],
    ['debian', 'book', { product: 'debian', release: '12', label: '12 (Bookworm)' }, false],
    ['debian', '1', { product: 'debian', release: '12', label: '12 (Bookworm)' }, false],
    ['ubuntu', '12', { product: 'debian', release: '12', label: '12 (Bookworm)' }, false],
  ])('%s %s: %j is its lifecycle, %s', (osId, version, lifecycle, isOne) => {
    const name = lifecycleName(osId, version)
    expect(name !== null && isLifecycleOf(lifecycle, name)).toBe(isOne)
  })
})
