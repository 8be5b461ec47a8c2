import { asByteText } from '../byte-text.ts'
import { ApkReader, END, INVALID } from './token.ts'

/** What `apk version --check` says against the version: where it leaves the grammar. */
export function apkProblem(version: string): string | undefined {
  if (version === '') return 'is empty'
  const reader = new ApkReader(asByteText(version))
  let good = 0
  for (;;) {
    reader.next()
    if (reader.token === END) return undefined
    if (reader.token === INVALID) return `cannot be read from byte ${good + 1} on`
    good = reader.end
  }
}
