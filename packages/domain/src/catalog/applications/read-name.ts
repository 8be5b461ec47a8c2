import type { Architecture } from './application.ts'

/** What a name in a list of programs says, apart. */
export interface ReadName {
  /** The name alone: lower case, without versions, architectures, languages, trademark signs; channels and years stay in it. */
  readonly key: string
  readonly arch: Architecture | ''
  /** "beta", "esr" …; '' for the one that everybody gets. */
  readonly channel: string
  /** The first version in it: "24.09" in "7-Zip 24.09 (x64)"; '' where there is none. */
  readonly version: string
  /** The number at its end that is not in the key: "8" of "Java 8"; '' where there is none. */
  readonly line: string
}

const LONGEST_NAME = 300

/**
 * `version` is that of the same entry, '' when not known: a number at the end of a name is left out only if it is the version's first
 * ("Java 8", 8.0.4010.10), so that Sublime Text 3 is not Sublime Text 4 and years stay.
 */
export function readName(name: string, version = ''): ReadName {
  const plain = plainText(name.slice(0, LONGEST_NAME))
  const arch = archOf(plain)
  const withoutArch = plain.replace(arm64, ' ').replace(x64, ' ').replace(x86, ' ')
  const { text, found } = withoutVersions(withoutArch.replace(scopes, ' '))
  const tokens = withoutLanguage(text)
    .replace(/[()[\]{},;|*"]/g, ' ')
    .split(' ')
    .map(token => token.replace(/^[-_.]+(?=\p{L})|[-_]+$/gu, ''))
    .filter(token => /[\p{L}\p{N}]/u.test(token))
    .map(token => channelNames[token] ?? token)
  const [, major = '', minor = ''] = /^v?(\d+)(?:\.(\d+))?/i.exec(version === '' ? found : version) ?? []
  const last = tokens.length > 1 ? (tokens.at(-1) ?? '') : ''
  const line = major !== '' && last === major ? major : ''
  // "Citrix Workspace 2311" is 23.11.
  if (line !== '' || (minor !== '' && last === major + minor.padStart(2, '0'))) tokens.pop()
  return { key: tokens.join(' '), arch, channel: channelOf(tokens), version: found, line }
}

/** The key of a name whose publisher stands before it: "edge" of "microsoft edge"; '' where it does not. */
export function withoutPublisher(key: string, publisherKey: string): string {
  const [first = ''] = publisherKey.split(' ')
  return first !== '' && key.startsWith(`${first} `) ? key.slice(first.length + 1) : ''
}

/** Under which a person speaks of a name once: as it stands, without the versions in it. */
export function spokenName(name: string): string {
  const plain = plainText(name.slice(0, LONGEST_NAME))
  const { text } = withoutVersions(plain)
  return (
    text
      .replace(/ +/g, ' ')
      .replace(/\( *\)/g, ' ')
      .replace(/ +/g, ' ')
      .trim() || plain
  )
}

/** Lower case and one form of blanks, dashes and quotes; trademark signs gone before they become letters. */
export function plainText(text: string): string {
  return text
    .replace(/[™®©℠]/g, ' ')
    .replace(/\((?:tm|r|c)\)/gi, ' ')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[\u2018\u2019`´]/g, "'")
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
}

// A boundary that also stands at an underscore: psqlODBC_x64.
const arm64 = /(?<![\p{L}\p{N}])(?:arm 64-bit|64-bit arm|arm ?64(?: edition)?|aarch64)(?![\p{L}\p{N}])/gu
const x64 =
  /(?<![\p{L}\p{N}])_?(?:64-bit x64|x64(?: edition| version)?|x86[_-]64|amd64|win64|64[- ]?bits?)(?![\p{L}\p{N}])/gu
const x86 =
  /(?<![\p{L}\p{N}])_?(?:32-bit x86|x86(?: edition| version)?|i[36]86|ia32|win32|32[- ]?bits?)(?![\p{L}\p{N}])/gu

function archOf(plain: string): Architecture | '' {
  // In this order: "64-bit arm" and "x86_64" hold the names of others.
  for (const [arch, form] of [
    ['arm64', arm64],
    ['x64', x64],
    ['x86', x86],
  ] as const) {
    if (plain.search(form) !== -1) return arch
  }
  return ''
}

/** For whom it was installed, and hints to whoever wants it gone: (User), (remove only). */
const scopes =
  /\((?:user|system|current user|all users|per[- ]user|machine[- ]wide|machine(?: - msi)?|remove only|only remove)\)/g

const versionWords = /(?<![\p{L}\p{N}])(?:version|ver\.?|release|build|update|rev\.?) ?(?=\d)/gu
// Java writes 8u392-b08.
const dotted = /(?<![\p{L}\p{N}.])v?\d+(?:(?:\.\d+)+|u\d+)[\p{L}\p{N}.+_-]*/gu

function withoutVersions(text: string): { readonly text: string; readonly found: string } {
  let found = ''
  const keep = (version: string): string => {
    if (found === '') found = version.replace(/^v/, '')
    // What a release of Firefox ESR writes behind its number.
    return version.endsWith('esr') ? ' esr ' : ' '
  }
  const rest = text
    .replace(/(?<![\p{L}\p{N}])(?:update|build|rev\.?) ?\d+(?![\p{L}\p{N}.])/gu, ' ')
    .replace(versionWords, ' ')
    .replace(dotted, keep)
    // Visual C++ 2008 Redistributable - x86 9.0.30729: what is left of a range or a list of versions.
    .replace(/ - (?= |$)/g, ' ')
  return { text: rest, found }
}

const languages =
  'af|ar|az|be|bg|bn|bs|ca|cs|cy|da|de|el|en|es|et|eu|fa|fi|fr|ga|gl|gu|he|hi|hr|hu|hy|id|is|it|ja|ka|kk|km|kn|ko|lt|lv|mk|ml|mr|ms|nb|nl|nn|no|pa|pl|pt|ro|ru|sk|sl|sq|sr|sv|ta|te|th|tr|uk|ur|uz|vi|zh'
const languageNames =
  'arabic|brazilian portuguese|bulgarian|chinese|croatian|czech|danish|deutsch|dutch|english|español|estonian|finnish|français|french|german|greek|hebrew|hungarian|italian|italiano|japanese|korean|latvian|lithuanian|multilingual|mui|nederlands|norwegian|polish|polski|português|portuguese|romanian|russian|serbian|simplified chinese|slovak|slovenian|spanish|swedish|thai|traditional chinese|turkish|ukrainian|vietnamese|日本語|русский'
const locale = `(?:${languages})(?:-(?:[a-z]{4}|[a-z]{2}|419|latn|cyrl))*`
const inBrackets = new RegExp(`\\( *(?:${locale}|${languageNames}|enu|deu|fra|esn|ita|jpn) *\\)`, 'gu')
const atEnd = new RegExp(
  `(?: - | )(?:(?:${languages})-(?:[a-z]{2}|[a-z]{4}))$| - (?:${languageNames}|enu)(?:, ?(?:${languageNames}))*$| mui$`,
  'u',
)

function withoutLanguage(text: string): string {
  return text.replace(inBrackets, ' ').replace(/ +/g, ' ').trim().replace(atEnd, '')
}

/** Words of channels, each in one form. "lts" is none: it says which numbers, and no program shows it in its name. */
const channelNames: Readonly<Record<string, string>> = {
  alpha: 'alpha',
  beta: 'beta',
  canary: 'canary',
  dev: 'dev',
  developer: 'developer',
  esr: 'esr',
  insider: 'insider',
  insiders: 'insider',
  nightly: 'nightly',
  preview: 'preview',
  prerelease: 'preview',
  rc: 'rc',
  snapshot: 'nightly',
  sxs: 'canary',
}

/** The channel that words name; '' where they name none. */
export const channelOf = (words: readonly string[]): string => {
  const tokens = words.map(word => channelNames[word] ?? word)
  const joined = tokens.join(' ')
  if (joined.includes('extended support release')) return 'esr'
  // "Developer Edition" is a channel, "Oracle SQL Developer" a product.
  return (
    tokens.find(token => (token === 'developer' ? joined.includes('developer edition') : channels.has(token))) ?? ''
  )
}

const channels = new Set(Object.values(channelNames))
