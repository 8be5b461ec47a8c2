import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { outputOf, runCommand, systemEnvironment } from '../command.ts'
import { inTemporaryFolder } from '../temporary-folder.ts'

/** A key pair made for one set of test repositories. RSA, because apt, rpm 4.18 and libzypp all verify it. */
export interface SigningKey {
  /** GnuPG home, 0700. */
  readonly home: string
  readonly fingerprint: string
  /** Armored public key, as text and as a file. */
  readonly publicKey: string
  readonly publicKeyFile: string
}

const keyName = 'Patchyard test repository <tests@patchyard.invalid>'

/** Makes a key in `folder`, or opens the one made there before. Takes about 0.2 s. */
export async function signingKey(folder: string): Promise<SigningKey> {
  const home = join(folder, 'gnupg')
  const publicKeyFile = join(folder, 'public-key.asc')
  const fingerprintFile = join(folder, 'fingerprint')
  if (!existsSync(fingerprintFile)) {
    mkdirSync(home, { recursive: true, mode: 0o700 })
    const env = gpgEnvironment(home)
    try {
      await outputOf([...gpg, '--passphrase', '', '--quick-generate-key', keyName, 'rsa2048', 'sign', 'never'], { env })
      const listed = await outputOf([...gpg, '--list-keys', '--with-colons'], { env })
      writeFileSync(publicKeyFile, await outputOf([...gpg, '--armor', '--export'], { env }))
      writeFileSync(fingerprintFile, /^fpr:+([0-9A-F]+):/m.exec(listed)?.[1] ?? '')
    } finally {
      await runCommand(['gpgconf', '--kill', 'all'], { env })
    }
  }
  const fingerprint = readFileSync(fingerprintFile, 'utf8')
  return { home, fingerprint, publicKey: readFileSync(publicKeyFile, 'utf8'), publicKeyFile }
}

/** Text in, clear-signed text out (InRelease). */
export function clearSign(key: SigningKey, text: string): Promise<string> {
  const argv = [...gpg, '--clearsign', '--local-user', key.fingerprint]
  return withKey(key, env => outputOf(argv, { env, input: text }))
}

/** Armored detached signature (Release.gpg, repomd.xml.asc). */
export function detachedSign(key: SigningKey, content: string | Uint8Array): Promise<string> {
  const argv = [...gpg, '--armor', '--detach-sign', '--local-user', key.fingerprint]
  return withKey(key, env => outputOf(argv, { env, input: content }))
}

/**
 * Runs `work` with GNUPGHOME set to a copy of the key's home. gpg starts an agent that outlives it, so the agent has to
 * be told to go; in a shared home that would cut off whoever else is signing with the same key.
 */
export function withKey<T>(key: SigningKey, work: (env: Record<string, string | undefined>) => Promise<T>): Promise<T> {
  return inTemporaryFolder('gpg', async home => {
    const env = gpgEnvironment(home)
    try {
      cpSync(key.home, home, { recursive: true, filter: path => !/\/S\.[^/]*$/.test(path) })
      return await work(env)
    } finally {
      await runCommand(['gpgconf', '--kill', 'all'], { env })
    }
  })
}

const gpg = ['gpg', '--batch', '--quiet', '--yes', '--no-tty']

function gpgEnvironment(home: string): Record<string, string | undefined> {
  return { ...systemEnvironment(), GNUPGHOME: home }
}
