import { asByteText } from '../byte-text.ts'
import { KeyWriter } from '../key-writer.ts'
import { writeRpmStretch } from '../rpm-bare/key.ts'
import { splitRpm } from './parts.ts'

/**
 * The epoch as a number, then the version as `rpmBareKey` writes it, then the release likewise. Without a release the key
 * ends there, which puts it below the same version with any release.
 */
export function rpmKey(version: string): Uint8Array {
  const parts = splitRpm(asByteText(version))
  const key = new KeyWriter(2 * version.length + 8)
  key.number(parts.text, 0, parts.epochEnd)
  writeRpmStretch(key, parts.text, parts.versionFrom, parts.versionEnd)
  if (parts.releaseFrom !== undefined) writeRpmStretch(key, parts.text, parts.releaseFrom, parts.text.length)
  return key.take()
}
