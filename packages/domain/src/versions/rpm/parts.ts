import { endOfDigits } from '../digit-run.ts'

/** Where the parts of `[epoch:]version[-release]` lie in `text` (byte text); ends are exclusive. */
export interface RpmParts {
  readonly text: string
  readonly epochEnd: number
  readonly versionFrom: number
  readonly versionEnd: number
  /** Undefined when there is no hyphen: rpm puts no release below every release, the empty one included. */
  readonly releaseFrom: number | undefined
}

const COLON = 0x3a

/**
 * Splits as rpm does: digits, or nothing, before a colon at the front are the epoch; the release begins after the last hyphen.
 * No epoch is epoch 0. Everything else belongs to the version, so no string is refused.
 */
export function splitRpm(text: string): RpmParts {
  const digitsEnd = endOfDigits(text, 0, text.length)
  const hasEpoch = text.charCodeAt(digitsEnd) === COLON
  const hyphen = text.lastIndexOf('-')
  const hasRelease = hyphen >= digitsEnd
  return {
    text,
    epochEnd: hasEpoch ? digitsEnd : 0,
    versionFrom: hasEpoch ? digitsEnd + 1 : 0,
    versionEnd: hasRelease ? hyphen : text.length,
    releaseFrom: hasRelease ? hyphen + 1 : undefined,
  }
}
