import fc from 'fast-check'
import type { VersionScheme } from '../version-scheme.ts'

/** What versions of a scheme are made of: whole ones as distributions have them, and the pieces that rules turn on. */
const material: Record<VersionScheme, { readonly real: readonly string[]; readonly pieces: readonly string[] }> = {
  deb: {
    real: [
      '1:2.0.4+git20150213-2+b1',
      '16.02+really26.02+dfsg-0+deb12u1',
      '1.31~pre0.8052aabdd159bc9050e7dc264f33782c5acce05f-2',
      '4:102.12+LibO7.4.7-1+deb12u14',
      '0.0~git20190604.da78bae-4',
      '1.0-1~bpo12+1',
      '1.0-1ubuntu0.22.04.10',
      '2.36-9+deb12u7',
      '19-1+b2',
    ],
    pieces: ['.', '-', '+', '~', '~~', ':', '1:', '0:', 'dfsg', 'deb', 'u', 'b', 'ubuntu', 'rc', 'a', 'Z', 'git'],
  },
  rpm: {
    real: [
      '5.14.0-162.12.1.el9_1',
      '1:1.22.1-3.module+el8.6.0+13738+9581f1b5.1',
      '32:9.8.2-0.17.rc1.el6_4.4',
      '2.6.0^20240101git1-1',
      '2.6.0~noopenh264-1.5',
      '84.87+git20180409.04c9dae-150300.10.6.2',
      '239-82.el8_10.13',
    ],
    pieces: ['.', '-', '_', '+', '~', '^', '^^', ':', '1:', '0:', '00:', 'el', 'fc', 'rc', 'a', 'ab', 'Z', 'git', '..'],
  },
  'rpm-bare': {
    real: [
      '9.9.6P1',
      '1.1.1k',
      '2.6.0~noopenh264',
      '2.6.0^20240101git1',
      '162.12.1.el9_1',
      '3.module+el8.6.0+13738+9581f1b5',
    ],
    pieces: ['.', '-', '_', '+', '~', '^', '^^', ':', 'el', 'fc', 'rc', 'a', 'ab', 'Z', 'git', '..', '~^', '^~'],
  },
  apk: {
    real: [
      '1.0.0_pre20191002222144-r0',
      '2.9.11_pre20061021-r2',
      '0.1.0_alpha_pre2',
      '4.2.52_p4-r2',
      '02.08.01b',
      '0.15.1b-r2',
      '2.02.06',
      '8.2.0015',
      '26.255.21994~842f055-r1',
    ],
    pieces: [
      '.',
      '.0',
      '.00',
      '-r',
      '_',
      '_alpha',
      '_beta',
      '_pre',
      '_rc',
      '_cvs',
      '_svn',
      '_git',
      '_hg',
      '_p',
      'a',
      'b',
      '~',
      '~a1',
      '_foo',
    ],
  },
  winget: {
    real: [
      '1.7.00.3653',
      '13.2.0-bugfix',
      '< 1.0',
      '> 24.09',
      'latest',
      'Unknown',
      '5.17.10 (33775)',
      'ad 8.0.8',
      '22.0.0-rc.1',
      '1.0',
    ],
    pieces: [
      '.',
      '.0',
      '.00',
      '-',
      '+',
      ' ',
      '< ',
      '> ',
      'latest',
      'LATEST',
      'unknown',
      'rc',
      'alpha',
      'v',
      'A',
      'a',
      '-beta',
    ],
  },
}

// Leading zeros, values around the limits of 32 and 64 bits, and runs longer than any machine number.
const numbers = fc.oneof(
  fc.integer({ min: 0, max: 12 }).map(String),
  fc.nat().map(String),
  fc.constantFrom('00', '01', '007', '010', '2147483647', '4294967296', '18446744073709551615', '18446744073709551616'),
  fc
    .tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom('0', '1', '9'))
    .map(([length, digit]) => digit.repeat(length)),
)

/** Versions that are, or nearly are, versions of the scheme, with many near ties among them. */
export function versionLike(scheme: VersionScheme): fc.Arbitrary<string> {
  const { real, pieces } = material[scheme]
  const piece = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...pieces) }, { weight: 4, arbitrary: numbers })
  const built = fc.array(piece, { minLength: 1, maxLength: 8 }).map(list => list.join(''))
  const started = fc.tuple(numbers, built).map(([number, rest]) => number + rest)
  return fc.oneof(
    fc.constantFrom(...real),
    built,
    started,
    started.chain(edited(piece)),
    fc.constantFrom(...real).chain(edited(piece)),
  )
}

/** Two versions of the scheme, mostly alike: the second is often the first with one place changed. */
export function versionPair(scheme: VersionScheme): fc.Arbitrary<[string, string]> {
  const one = versionLike(scheme)
  const piece = fc.oneof(fc.constantFrom(...material[scheme].pieces), numbers)
  const alike = one.chain(version => fc.tuple(fc.constant(version), edited(piece)(version)))
  return fc.oneof(
    fc.tuple(one, one),
    alike,
    alike.chain(([a, b]) => fc.tuple(fc.constant(a), edited(piece)(b))),
  )
}

/** Anything: every character there is, lone surrogates and controls included. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map(code => String.fromCharCode(code)), maxLength: 6 }),
)

function edited(piece: fc.Arbitrary<string>): (version: string) => fc.Arbitrary<string> {
  return version =>
    fc
      .tuple(fc.nat(version.length), fc.integer({ min: 0, max: 3 }), fc.oneof(fc.constant(''), piece))
      .map(([at, removed, inserted]) => version.slice(0, at) + inserted + version.slice(at + removed))
}
