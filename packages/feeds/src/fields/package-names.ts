const LONGEST_VERSION = 256

/** deb-control(5), rpm(8) and apk names: no blanks, no control characters, nothing that a path or an option could begin with. */
export const isPackageName = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9+._~:-]{0,254}$/.test(text)

/** rpm allows more in names than Debian does: `texlive-scheme-infraonly`, `_foo`, `perl(x)` are all in use. */
export const isRpmName = (text: string): boolean => /^[A-Za-z0-9_][\x21-\x7e]{0,254}$/.test(text) && !text.includes('/')

/** What may stand as a version; its order is checked by the scheme's own rules, which take any text. */
export const isVersion = (text: string): boolean =>
  text.length > 0 && text.length <= LONGEST_VERSION && /^[A-Za-z0-9][\x21-\x7e]*$/.test(text) && !text.includes('/')

export const isArchitecture = (text: string): boolean => /^[a-z0-9][a-z0-9_-]{0,31}$/i.test(text)

/** `0:1.2-3` and `1.2-3` are the same version; agents report it without the zero, so that one key means one thing. */
export const withoutZeroEpoch = (version: string): string => version.replace(/^(?:0|\(none\)):/, '')
