import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aptArgument, nameProblem } from './apt-names.ts'

const good = { name: 'openssl', arch: 'amd64', version: '3.0.19-1~deb12u2' }

test.each([
  good,
  { name: 'libstdc++6', arch: 'i386', version: '1:12.2.0-14+deb12u1' },
  { name: 'g++', arch: 'all', version: '4:12.2.0-3' },
  { name: 'linux-image-6.1.0-39-amd64', arch: 'amd64', version: '6.1.148-1' },
  { name: '0ad', arch: 'kfreebsd-amd64', version: '0.0.26-3' },
])('$name:$arch=$version may be asked for', item => {
  expect(nameProblem(item)).toBeNull()
  expect(aptArgument(item)).toBe(`${item.name}:${item.arch}=${item.version}`)
})

test.each([
  'hostname-',
  'hostname\0',
  'host*',
  'a.*b|c',
  '^a',
  'a$',
  'a?',
  'a/stable',
  './a.deb',
  '/tmp/a.deb',
  '../a',
  '-oDPkg::Pre-Invoke::=id',
  '--yes',
  '-y',
  'a b',
  'a\nb',
  'A',
  'a:i386',
  'a=1',
  '',
  'a',
  '~ilinux',
  '?installed',
  'ä',
  'a\u202eb',
  'task^',
  '+a',
  '.a',
  'a'.repeat(300),
])('the name %j never reaches apt', name => {
  expect(nameProblem({ ...good, name })).not.toBeNull()
  expect(() => aptArgument({ ...good, name })).toThrow(RangeError)
})

test.each([
  '1 2',
  '1;id',
  '1_2',
  '$(id)',
  '',
  '-1',
  '1-',
  '1+',
  '1*',
  '1/2',
  'é',
  '1\n',
  '99999999999:1',
  `1${'0'.repeat(300)}`,
])('the version %j never reaches apt', version => {
  expect(nameProblem({ ...good, version })).not.toBeNull()
})

test.each(['', 'any*', 'AMD64', 'amd64=1', 'a b', '-o'])('the architecture %j never reaches apt', arch => {
  expect(nameProblem({ ...good, arch })).not.toBeNull()
})

/** Now and then the good word, else characters that mean something to a package manager, a shell or a terminal: the others get their turn. */
const like = (text: string) =>
  fc.oneof(
    fc.constant(text),
    fc.string({ unit: fc.constantFrom(...'a1A-+_.~^:=*?/@%$| \n\0é'.split('')), maxLength: 6 }),
  )

test('whatever the input, an argument is one word of the form name:arch=version that begins with a letter or digit', () => {
  fc.assert(
    fc.property(like(good.name), like(good.arch), like(good.version), (name, arch, version) => {
      if (nameProblem({ name, arch, version }) === null)
        expect(aptArgument({ name, arch, version })).toMatch(/^[a-z0-9][^\s/*?^$|]*:[^\s:=]+=[^\s/*?]+$/)
    }),
    { numRuns: 2000 },
  )
})
