import { globSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkedInFiles, isRecorded, read, root } from './checkout.ts'

const files = checkedInFiles().filter(path => statSync(`${root}/${path}`, { throwIfNoEntry: false })?.isFile())
const isText = (path: string): boolean =>
  !/\.(png|jpe?g|gif|ico|woff2?|gz|xz|bz2|zst|bin|deb|rpm|db|sqlite)$/.test(path)
const texts = files.filter(path => isText(path) && path !== 'package-lock.json')

/** Lines of our own text that match, as "path:line text". */
function lines(pattern: RegExp, ...but: string[]): string[] {
  return texts
    .filter(path => !isRecorded(path) && !but.includes(path))
    .flatMap(path =>
      read(path)
        .split('\n')
        .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${line.trim().slice(0, 100)}`] : [])),
    )
}

describe('the repository', () => {
  it.each([
    'README.md',
    'ARCHITECTURE.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    'SECURITY.md',
    'LICENSE',
    'docs/dependencies.md',
    'docs/performance.md',
    'docs/long-tests.md',
    'docs/errors.md',
    '.ci/run',
  ])('has %s', path => {
    expect(files).toContain(path)
  })

  it('is licensed under Apache-2.0', () => {
    expect(read('LICENSE')).toMatch(/Apache License\s+Version 2\.0, January 2004/)
  })

  it('has a README in every package', () => {
    const missing = globSync('packages/*/package.json', { cwd: root })
      .map(path => `${dirname(path)}/README.md`)
      .filter(path => !files.includes(path))
    expect(missing).toEqual([])
  })

  it('holds no file above 1 MB', () => {
    expect(files.filter(path => statSync(`${root}/${path}`).size > 1_000_000)).toEqual([])
  })

  it('shows every picture that it keeps', () => {
    const shown = files.filter(path => path.endsWith('.md')).map(read)
    const pictures = files.filter(path => path.startsWith('docs/pictures/')).map(path => path.replace(/^docs\//, ''))
    expect(pictures.filter(picture => !shown.some(text => text.includes(picture)))).toEqual([])
  })

  it('can run what has to be run', () => {
    const programs = files.filter(path => path === '.ci/run' || /^packages\/[^/]+\/bin\//.test(path))
    expect(programs.filter(path => (statSync(`${root}/${path}`).mode & 0o111) === 0)).toEqual([])
  })

  it('names recorded input and where it comes from', () => {
    const folders = new Set(
      files
        .filter(path => /(^|\/)fixtures\//.test(path))
        .map(path => path.replace(/(^|.*\/)fixtures\/.*/, '$1fixtures')),
    )
    expect([...folders].filter(folder => !files.includes(`${folder}/README.md`))).toEqual([])
  })
})

describe('our text', () => {
  it('names no folder of the machine it was written on', ({ skip }) => {
    const above = `${dirname(root)}/`
    // A checkout right below a folder of every machine says nothing.
    if (['/', '/tmp/', '/home/', '/root/', '/opt/', '/srv/', '/var/', '/mnt/'].includes(above))
      return skip('absent: a folder of its own')
    expect(lines(new RegExp(above.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)))).toEqual([])
  })

  it('names no host of a package registry', () => {
    expect(lines(/registry\.(npmjs|yarnpkg)\.|npm\.pkg\.github\./)).toEqual([])
  })

  it('leaves nothing for later', () => {
    expect(
      lines(/\b(TODO|FIXME|XXX)\b|@ts-(ignore|nocheck)/, 'CONTRIBUTING.md', 'tests/repository/files.test.ts'),
    ).toEqual([])
  })
})
