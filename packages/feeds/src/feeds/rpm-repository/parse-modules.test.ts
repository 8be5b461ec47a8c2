import { describe, expect, test } from 'vitest'
import { FeedError } from '../../feed/feed-error.ts'
import { expectItHolds, readBytes } from '../../testing/mutated-bytes.ts'
import { realDataOr } from '../../testing/real-data.ts'
import { rpmRepository } from './index.ts'

describe('modules.yaml', () => {
  const modules = async (bytes: Uint8Array | string) =>
    await readBytes(rpmRepository, bytes, { document: 'modules', options: { distro: 'rocky', release: '8' } })
  const nodejs = `---
document: modulemd
version: 2
data:
  name: nodejs
  stream: "18"
  version: 8090020240301110609
  context: a75119d5
  arch: x86_64
  summary: x
  description: >-
    text with --- in it
  license: {module: [MIT]}
  artifacts:
    rpms:
    - nodejs-1:18.19.1-1.module+el8.9.0+1762+a1b2c3d4.x86_64
    - nodejs-1:18.19.1-1.module+el8.9.0+1762+a1b2c3d4.src
    - nodejs-nodemon-0:3.0.1-1.module+el8.9.0+1664+ff4d2a3b.noarch
    - no nevra
...
`
  const defaults = `---\ndocument: modulemd-defaults\nversion: 1\ndata:\n  module: nodejs\n  stream: "10"\n...\n`

  test('lists the builds of each stream, as agents write versions; sources and other documents are left out', async () => {
    expect(await modules(defaults + nodejs)).toEqual([
      {
        ...{ kind: 'module', distro: 'rocky', release: '8', module: 'nodejs', stream: '18' },
        ...{ version: '8090020240301110609', context: 'a75119d5', arch: 'x86_64' },
        builds: [
          { name: 'nodejs', arch: 'x86_64', version: '1:18.19.1-1.module+el8.9.0+1762+a1b2c3d4' },
          { name: 'nodejs-nodemon', arch: 'noarch', version: '3.0.1-1.module+el8.9.0+1664+ff4d2a3b' },
        ],
      },
    ])
  })

  test.each([
    ['of another kind', 'document: shopping-list\n'],
    [
      'without a stream',
      nodejs
        .replace(/ {2}stream: .*\n/, '')
        .replace('---\n', '')
        .replace('...\n', ''),
    ],
    ['with a stream that is none', nodejs.replace('"18"', '"1:8"').replace('---\n', '').replace('...\n', '')],
    ['that is no YAML', 'document: modulemd\n  a: [\n'],
    ['with aliases', 'document: &a modulemd\ndata: {name: *a}\n'],
  ])('a document %s is counted, and the others are taken', async (_, text) => {
    const items = await modules(`---\n${text}---\n${nodejs}`)
    expect(items.map(item => item.kind)).toEqual(['rejected', 'module'])
  })

  test.each([
    ['cut off within a line', nodejs.slice(0, -12)],
    ['with nothing of modules', '---\na: b\n'],
    ['with a document that never ends', `---\n${'- x\n'.repeat(1_100_000)}`],
  ])('%s it is refused', async (_, text) => {
    await expect(modules(text)).rejects.toBeInstanceOf(FeedError)
  })

  test('the real one of Fedora 27 has two streams', async ({ skip }) => {
    const items = await modules(realDataOr(skip, 'rpm-repodata/fedora27/modules.yaml'))
    expect(items.map(item => item.kind === 'module' && [item.module, item.stream, item.builds.length])).toEqual([
      ['perl-YAML', '1.24', 1],
      ['subversion', '1.10', 10],
    ])
  })

  test('whatever the bytes, it ends with FeedError or sound records', async () => {
    await expectItHolds(
      rpmRepository,
      { document: 'modules', options: { distro: 'almalinux', release: '9' } },
      [Buffer.from(defaults + nodejs), Buffer.from(nodejs + nodejs)],
      150,
    )
  })
})
