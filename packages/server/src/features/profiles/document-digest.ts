import { createHash } from 'node:crypto'
import { type ProfileDocument, profileDocumentText } from '@patchyard/domain'

/** The version of a document: SHA-256 of its one text. */
export const documentDigest = (document: ProfileDocument): Buffer =>
  createHash('sha256').update(profileDocumentText(document)).digest()
