import type { Random } from '@patchyard/domain'
import { type Signer, signerFromSeed } from '@patchyard/protocol'
import type { DataFolder } from '../../data-folder.ts'

const FILE = 'audit.key'

/**
 * The key that signs heads and exports of the audit. A key of its own: whoever can read the database cannot sign with it, and what it
 * signs means nothing to agents. Made at the first start.
 */
export async function openAuditKey(ports: { files: DataFolder; random: Random }): Promise<Signer> {
  const { files, random } = ports
  if ((await files.read(FILE)) === null) {
    await files.create(FILE, `${Buffer.from(random.bytes(32)).toString('hex')}\n`)
  }
  const text = Buffer.from((await files.read(FILE)) ?? [])
    .toString('utf8')
    .trim()
  if (!/^[0-9a-f]{64}$/.test(text)) throw new Error(`${FILE} is not a key of 32 bytes in hex`)
  return signerFromSeed(Buffer.from(text, 'hex'))
}
