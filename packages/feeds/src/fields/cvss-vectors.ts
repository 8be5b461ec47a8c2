import { InvalidCvssError, parseCvss } from '@patchyard/domain'
import type { CvssVector } from '../records/vulnerability-record.ts'

/** No source gives more than a dozen for one CVE. */
export const MOST_VECTORS = 50

/**
 * A vector as our catalog takes it; `version` is what the vector itself says. Scores beside it are not looked at. The problem is the end of
 * a sentence, for a rejection of this vector alone.
 */
export function cvssVector(
  text: string,
  source: string,
  isPrimary: boolean,
): { readonly vector: CvssVector } | { readonly problem: string } {
  try {
    const { version } = parseCvss(text)
    return { vector: { version, vector: text, source, isPrimary } }
  } catch (error) {
    if (error instanceof InvalidCvssError) return { problem: `has a CVSS vector that ${error.reason}` }
    throw error
  }
}
