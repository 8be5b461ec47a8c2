import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { expectItHolds, readBytes } from '../../testing/mutated-bytes.ts'
import { mutatedJson } from '../../testing/mutated-json.ts'
import { alpineSecdb } from './index.ts'

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url))
const document = { document: 'secdb', options: {} }
const read = async (bytes: Uint8Array | string) => await readBytes(alpineSecdb, bytes, document)
const of = (secfixes: object, name = 'xen') =>
  JSON.stringify({ distroversion: 'v3.22', packages: [{ pkg: { name, secfixes } }] })

test('real: each CVE of a package is fixed in a version of its branch', async () => {
  expect(await read(fixture('secdb-v3.16-main.json'))).toMatchObject([
    { package: 'apache2', release: '3.16', cve: 'CVE-2017-9798', status: 'fixed', fixedVersion: '2.4.27-r1' },
    { package: 'apache2', release: '3.16', cve: 'CVE-2018-11763', status: 'fixed', fixedVersion: '2.4.35-r0' },
  ])
  const edge = await read(fixture('secdb-edge-community.json'))
  expect(edge).toHaveLength(8)
  expect(edge[0]).toEqual({
    kind: 'fix',
    distro: 'alpine',
    release: 'edge',
    product: '',
    of: 'source',
    package: 'advancecomp',
    scheme: 'apk',
    cve: 'CVE-2019-9210',
    status: 'fixed',
    fixedVersion: '2.1-r2',
    note: '',
  })
})

describe('entries', () => {
  test('version 0 means never affected; one text may hold several names; a name under two versions counts with the higher', async () => {
    const items = await read(
      of({
        '4.12.1-r0': ['CVE-2019-17340 XSA-284', 'CVE-2019-17341'],
        '4.9.0-r0': ['CVE-2019-17341'],
        0: ['CVE-2020-29040 XSA-1', 'CVE-2019-17340'],
      }),
    )
    const short = items
      .map(item => (item.kind === 'fix' ? `${item.cve} ${item.status} ${item.fixedVersion}` : item.kind))
      .sort()
    expect(short).toEqual([
      'CVE-2019-17340 fixed 4.12.1-r0',
      'CVE-2019-17341 fixed 4.12.1-r0',
      'CVE-2020-29040 notAffected ',
    ])
  })

  test.each([
    ['a version that is none', of({ 'x/y': ['CVE-2019-17340'] }), ['rejected']],
    ['a name that is none', of({ '1.0-r0': ['CVE-2019-17340'] }, '-rf'), ['rejected']],
    ['names that are no texts', of({ '1.0-r0': [5, null, 'CVE-2019-17340'] }), ['fix']],
    ['no names', of({ '1.0-r0': null }), []],
    [
      'a package that is none',
      '{"distroversion":"edge","packages":[5,{"pkg":{"name":"a"}}]}',
      ['rejected', 'rejected'],
    ],
  ])('%s: %#', async (_, bytes, kinds) => {
    expect((await read(bytes)).map(item => item.kind)).toEqual(kinds)
  })

  test.each([
    '',
    '[]',
    '{"distroversion":"edge"}',
    '{"distroversion":"../x","packages":[]}',
    '{"distroversion":"edge","packages":[{',
  ])('%j is refused', async bytes => {
    await expect(read(bytes)).rejects.toMatchObject({ code: 'feed_malformed' })
  })
})

test('whatever the bytes, it ends with FeedError or sound records', async () => {
  const seeds = [fixture('secdb-v3.16-main.json'), fixture('secdb-edge-community.json')]
  await expectItHolds(alpineSecdb, document, seeds)
  await expectItHolds(alpineSecdb, document, mutatedJson(seeds))
})
