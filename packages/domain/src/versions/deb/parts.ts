import { endOfDigits } from '../digit-run.ts'

/** Where the parts of a Debian version lie in `text` (byte text); ends are exclusive. An absent epoch or revision is empty. */
export interface DebParts {
  readonly text: string
  readonly epochFrom: number
  readonly epochEnd: number
  readonly upstreamFrom: number
  readonly upstreamEnd: number
  readonly revisionFrom: number
  readonly end: number
}

const COLON = 0x3a
const PLUS = 0x2b

/**
 * Splits as dpkg's parser does (deb-version(7)): blanks around the version do not count, the epoch ends at the first colon,
 * the revision begins after the last hyphen. A first colon with anything but a number before it, which dpkg refuses, is taken
 * as part of the upstream version. dpkg reads the number with strtol, hence the plus sign.
 */
export function splitDeb(text: string): DebParts {
  let from = 0
  let end = text.length
  while (from < end && isBlank(text.charCodeAt(from))) from++
  while (end > from && isBlank(text.charCodeAt(end - 1))) end--

  const digits = text.charCodeAt(from) === PLUS ? from + 1 : from
  const colon = endOfDigits(text, digits, end)
  const hasEpoch = colon > digits && colon < end && text.charCodeAt(colon) === COLON
  const upstreamFrom = hasEpoch ? colon + 1 : from

  const hyphen = text.lastIndexOf('-', end - 1)
  const hasRevision = hyphen >= upstreamFrom
  return {
    text,
    epochFrom: digits,
    epochEnd: hasEpoch ? colon : digits,
    upstreamFrom,
    upstreamEnd: hasRevision ? hyphen : end,
    revisionFrom: hasRevision ? hyphen + 1 : end,
    end,
  }
}

/** `dpkg --compare-versions` takes the empty version as earlier than any other, even one that begins with a tilde. */
export function isEmptyDeb(parts: DebParts): boolean {
  return parts.epochEnd === parts.epochFrom && parts.upstreamFrom === parts.end
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09
}
