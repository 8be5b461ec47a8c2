import { describe, expect, it } from 'vitest'
import { check } from '../check/check.ts'
import type { Entity } from '../entities.ts'
import { matches } from './matches.ts'
import type { QueryObject } from './query-object.ts'

// The whole language is asked of both back ends in tests/query; here stands what an object may look like.

const context = { personId: 3, nowMs: Date.UTC(2024, 5, 15, 12) }

function ask(entity: Entity, text: string, object: QueryObject): boolean {
  const { tree } = check(text, { entity })
  if (tree === null) throw new Error(text)
  return matches(tree, object, context)
}

describe('what an object does not have', () => {
  it.each<[string, QueryObject]>([
    ['absent', {}],
    ['null', { name: null }],
    ['undefined', { name: undefined }],
    ['empty', { name: '' }],
    ['an empty list', { name: [] }],
    ['a list of nothing', { name: [null, ''] }],
  ])('%s: no test holds, `not` of it does, and it is null', (_what, object) => {
    expect(ask('asset', 'name:*', object)).toBe(false)
    expect(ask('asset', 'not name:*', object)).toBe(true)
    expect(ask('asset', 'name is null', object)).toBe(true)
    expect(ask('asset', 'name is not null', object)).toBe(false)
  })

  it('what every JavaScript object inherits is nothing that it has', () => {
    expect(ask('asset', 'not name is null', Object.create({ name: 'web' }) as QueryObject)).toBe(false)
  })
})

describe('several values', () => {
  const host: QueryObject = {
    tags: [{ name: 'prod' }, { name: 'web' }],
    interfaces: [
      { name: 'eth0', address: '10.0.0.1' },
      { name: 'eth1', address: '2001:DB8::1' },
    ],
    software: [
      { name: 'nginx', version: '1.9', scheme: 'deb' },
      { name: 'nginx', version: '1.10', scheme: 'deb' },
      { name: 'tool', version: '2' },
    ],
  }
  it.each<[string, boolean]>([
    ['tags.name:prod', true],
    ['not tags.name:prod', false],
    ['not tags.name:test', true],
    ['tags:(name:prod and name:web)', false],
    ['tags.name:prod and tags.name:web', true],
    ['tags:(not name:prod)', true],
    ['interfaces:(name:eth0 and address:10.0.0.0/8)', true],
    ['interfaces:(name:eth1 and address:10.0.0.0/8)', false],
    ['interfaces.address:2001:db8::/32', true],
    ['interfaces.address:2001:db8*', true],
    ['software:(name:nginx and version>1.9)', true],
    ['software:(name:nginx and version>1.10)', false],
    ['software:(name:tool and version:2.0)', true],
  ])('%s: %s', (text, expected) => {
    expect(ask('asset', text, host)).toBe(expected)
  })
})

describe('people', () => {
  const job: QueryObject = { owner: { id: 3, name: 'Anna Lindqvist', email: 'anna@example.org' }, coAuthor: [] }
  it.each<[string, boolean]>([
    ['owner:me', true],
    ['owner:lindqvist', true],
    ['owner:`anna@example.org`', true],
    ['owner:bo', false],
    ['coAuthor:me', false],
    ['coAuthor is null', true],
  ])('%s: %s', (text, expected) => {
    expect(ask('job', text, job)).toBe(expected)
  })

  it('nobody is `me` where nobody asks', () => {
    const { tree } = check('owner:me', { entity: 'job' })
    expect(tree !== null && matches(tree, job, { ...context, personId: null })).toBe(false)
  })
})
