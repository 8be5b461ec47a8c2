import { existsSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InputFileError } from '../../session/input-file-error.ts'
import { run } from '../../testing/run-command.ts'
import { readRpmInventory } from './rpm-inventory.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const offer = (name: string, version: string, release: string, more = '', arch = 'x86_64', epoch = '0'): string =>
  `<package type="rpm"><name>${name}</name><arch>${arch}</arch><version epoch="${epoch}" ver="${version}" rel="${release}"/><format>${more}</format></package>`
const primary = (...packages: string[]): Uint8Array =>
  bytes(`<?xml version="1.0"?>\n<metadata>${packages.join('')}</metadata>`)
const update = (id: string, type: string, packages: string, more = ''): string =>
  `<update status="final" type="${type}"><id>${id}</id><title>t</title><severity>Important</severity><pkglist><collection>${packages}</collection></pkglist>${more}</update>`
const fixed = (name: string, version: string, release: string, flags = ''): string =>
  `<package name="${name}" epoch="0" version="${version}" release="${release}" arch="x86_64">${flags}</package>`
const kernel = '<rpm:provides><rpm:entry name="installonlypkg(kernel)"/></rpm:provides>'
const [node18, node20] = ['1.module+el9.4.0+1+abcdef12', '1.module+el9.4.0+2+abcdef12']
const modules = `---
document: modulemd
version: 2
data:
  name: nodejs
  stream: "18"
  artifacts: {rpms: ["nodejs-0:18.1-${node18}.x86_64", "nodejs-0:18.2-${node18}.x86_64"]}
---
document: modulemd
version: 2
data:
  name: nodejs
  stream: "20"
  artifacts: {rpms: ["nodejs-0:20.1-${node20}.x86_64"]}
`

const inventory = [
  'openssl-libs\tx86_64\t1:3.0.7-24.el9\t(none)',
  'bash\tx86_64\t5.1.8-6.el9\t(none)',
  'kernel-core\tx86_64\t5.14.0-427.13.1.el9_4\t(none)',
  'kernel-core\tx86_64\t5.14.0-427.16.1.el9_4\t(none)',
  `nodejs\tx86_64\t18.1-${node18}\tnodejs:18:9040020240301:abcdef12`,
  'oldtool\tnoarch\t1-1\t(none)',
  'gpg-pubkey\t(none)\t350d275d-6279464b\t(none)',
].join('\n')
const files = {
  inventory: bytes(`${inventory}\n`),
  'primary.xml.gz': gzipSync(
    primary(
      offer('openssl-libs', '3.0.7', '27.el9', '', 'x86_64', '1'),
      offer('bash', '5.1.8', '6.el9'),
      offer('bash', '5.1.8', '9.el9', '', 'aarch64'),
      offer('kernel-core', '5.14.0', '427.20.1.el9_4', kernel),
      offer('nodejs', '20.1', node20) + offer('nodejs', '18.2', node18) + offer('nodejs', '19', '1.el9'),
      offer(
        'newtool',
        '2',
        '1',
        '<rpm:obsoletes><rpm:entry name="oldtool" flags="LT" epoch="0" ver="2"/></rpm:obsoletes>',
        'noarch',
      ),
    ),
  ),
  'updateinfo.xml': bytes(
    `<updates>${update('S-1', 'security', fixed('openssl-libs', '3.0.7', '26.el9').replace('epoch="0"', 'epoch="1"'))}${update(
      'B-1',
      'bugfix',
      fixed('kernel-core', '5.14.0', '427.20.1.el9_4', '<reboot_suggested>True</reboot_suggested>'),
    )}${update('S-2', 'security', fixed('bash', '5.1.8', '9.el9'))}</updates>`,
  ),
  'modules.yaml': bytes(modules),
}
const paths = ['primary.xml.gz', 'updateinfo.xml', 'modules.yaml']
const match = async (args: readonly string[], given: Readonly<Record<string, Uint8Array>> = files) => {
  const told = await run(['catalog', 'match', '--inventory', 'inventory', ...args], [], { files: given })
  return { ...told, answer: told.out.startsWith('{') ? JSON.parse(told.out) : null }
}

describe('patchyard catalog match, of a list of rpm', () => {
  test('says what dnf would upgrade, by which advisories, and what waits for a restart', async () => {
    const running = ['--running-kernel', '5.14.0-427.13.1.el9_4.x86_64']
    const { answer, failure, asked, err } = await match(['--json', '--packages', ...paths, ...running])
    expect([failure, asked, err]).toEqual([null, [], ''])
    expect(answer).toMatchObject({ upgrades: 4, security: 1, undecided: [] })
    expect(answer.notSolved).toContain('dependencies')
    expect(answer.waitingForReboot).toEqual([
      {
        name: 'kernel-core',
        arch: 'x86_64',
        running: '5.14.0-427.13.1.el9_4.x86_64',
        installed: '5.14.0-427.16.1.el9_4',
      },
    ])
    const plain = { replacedBy: null, advisories: [], isSecurity: false, vendorSeverity: '', module: '' }
    const none = { ...plain, isInstallOnly: false, rebootSuggested: false }
    expect(answer.items).toEqual([
      {
        ...{ ...none, name: 'kernel-core', arch: 'x86_64', from: '5.14.0-427.16.1.el9_4', to: '5.14.0-427.20.1.el9_4' },
        ...{ advisories: ['B-1'], vendorSeverity: 'Important', isInstallOnly: true, rebootSuggested: true },
      },
      { ...none, name: 'nodejs', arch: 'x86_64', from: `18.1-${node18}`, to: `18.2-${node18}`, module: 'nodejs:18' },
      { ...none, name: 'oldtool', arch: 'noarch', from: '1-1', to: '2-1', replacedBy: 'newtool' },
      {
        ...{ ...none, name: 'openssl-libs', arch: 'x86_64', from: '1:3.0.7-24.el9', to: '1:3.0.7-27.el9' },
        ...{ advisories: ['S-1'], isSecurity: true, vendorSeverity: 'Important' },
      },
    ])
  })

  test('prints a table that says what was not looked at', async () => {
    const { out } = await match(['--packages', ...paths, '--exclude', 'kernel*'])
    expect(out).toContain('3 upgrades, 1 of them security')
    expect(out).toContain('not looked at: dependencies')
    expect(out).not.toContain('kernel-core')
  })

  test('a module whose stream nothing tells is named and not compared', async () => {
    const plain = { ...files, inventory: bytes(`nodejs\tx86_64\t18.0-${node18}\nbash\tx86_64\t5.0-1\n`) }
    const { answer } = await match(['--json', '--packages', ...paths], plain)
    expect(answer).toMatchObject({ undecided: ['nodejs'], upgrades: 1 })
    const known = { ...files, inventory: bytes(`nodejs-18.1-${node18}.x86_64\n`) }
    expect((await match(['--json', '--packages', ...paths], known)).answer).toMatchObject({
      undecided: [],
      upgrades: 1,
    })
    const other = await match(['--json', '--packages', ...paths, '--module', 'nodejs:20'], known)
    expect(other.answer.items).toMatchObject([{ to: `20.1-${node20}` }])
  })

  test('plain lines of rpm -qa name no epochs, which is said, and those of what is offered are taken', async () => {
    const plain = { ...files, inventory: bytes('openssl-libs-3.0.7-24.el9.x86_64\nbash-5.1.8-9.el9.x86_64\n') }
    const { answer, err } = await match(['--json', '--packages', ...paths], plain)
    expect(err).toContain('names no epochs')
    expect(answer.items).toMatchObject([{ name: 'openssl-libs', to: '1:3.0.7-27.el9' }])
  })

  test.each([
    ['no file', ['--json'], files, 'what may be installed is said by --packages'],
    [
      'no list of packages among the files',
      ['--packages', 'updateinfo.xml'],
      files,
      'none of the files is a primary.xml',
    ],
    ['a file that is none', ['--packages', 'inventory'], files, 'inventory: it is no file of an RPM repository'],
    ['an index', ['--packages', 'r'], { ...files, r: bytes('<repomd/>') }, 'r: repomd.xml only names the other files'],
    [
      'options of apt',
      ['--packages', 'updateinfo.xml', '--machine-id', 'x'],
      files,
      '--machine-id is for lists of apt',
    ],
    ['a module without a stream', ['--packages', 'updateinfo.xml', '--module', 'x'], files, 'is not name:stream'],
    [
      'a bad line',
      ['--packages', ...paths],
      { ...files, inventory: bytes(`${inventory}\nx y\n`) },
      'inventory, line 8: "x y"',
    ],
  ])('refuses %s', async (_, args, given, message) => {
    expect((await match(args, given)).failure).toMatchObject({
      code: 'input_invalid',
      message: expect.stringContaining(message),
    })
  })

  test('options of dnf are refused with a list of dpkg', async () => {
    const given = { ...files, inventory: bytes('a\t1\tamd64\tii \ta\t1\n') }
    const { failure } = await match(['--packages', 'primary.xml.gz', '--exclude', 'x'], given)
    expect(failure).toMatchObject({ message: expect.stringContaining('--exclude is for lists of dnf') })
  })
})

test('whatever the list, it is read or refused', () => {
  const piece = fc.constantFrom(
    'a',
    '-',
    ':',
    '.',
    '\t',
    '\n',
    '1',
    'x86_64',
    'bash-1-1.noarch',
    '(none)',
    ' ',
    '~',
    '\0',
    'é',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), pieces => {
      try {
        for (const one of readRpmInventory(pieces.join(''), 'f').packages) expect(one.name).not.toMatch(/[\s/]/)
      } catch (error) {
        expect(error).toBeInstanceOf(InputFileError)
      }
    }),
    { numRuns: 500 },
  )
})

test.for([
  ['rocky-8-1', 'x86_64'],
  ['oracle-linux-8', 'x86_64'],
  ['centos-7-1', 'x86_64'],
])('the packages of a real %s are read', ([name, arch], { skip }) => {
  const file = new URL(`../../../../../../shared/data/samples/rpm-qa/${name}.rpm-query-all.stdout`, import.meta.url)
  if (!existsSync(file)) skip('absent: shared/data, which cannot be shipped')
  const all = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Record<string, string>)
  const lines = all.map(one => `${one['package']}\t${one['architecture']}\t${one['version']}\t(none)`).join('\n')
  const read = readRpmInventory(lines, 'f')
  expect(read.architecture).toBe(arch)
  expect(read.packages).toHaveLength(all.filter(one => one['package'] !== 'gpg-pubkey').length)
})
