import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

// A WebAuthn authenticator and the browser before it, in software: ES256, no attestation. Written from the specification
// (WebAuthn Level 3 §6.1 authenticator data, §6.5.1 attested credential data, RFC 8949 CBOR, RFC 9052/9053 COSE keys), so that it
// shares no code with what it tests. Each lie that a hostile one could tell is an option.

export interface Lies {
  /** Default: the public address of the server. */
  readonly origin?: string
  readonly rpId?: string
  readonly userVerified?: boolean
  readonly userPresent?: boolean
  readonly challenge?: string
  readonly type?: string
  readonly counter?: number
  /** Signs with a key that is not the credential's. */
  readonly wrongKey?: boolean
  /** One bit of the signature. */
  readonly brokenSignature?: boolean
  readonly crossOrigin?: boolean
}

export interface SoftwareAuthenticator {
  register(options: CreationOptions, lies?: Lies): object
  assert(options: RequestOptions, lies?: Lies): object
}

interface CreationOptions {
  readonly challenge: string
  readonly rp: { readonly id?: string }
  readonly user: { readonly id: string }
}
interface RequestOptions {
  readonly challenge: string
  readonly rpId?: string
}

const b64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()

export function softwareAuthenticator(origin: string, setUp: { counts?: boolean } = {}): SoftwareAuthenticator {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const credentialId = randomBytes(32)
  let userHandle = ''
  let counter = 0

  const clientData = (type: string, challenge: string, lies: Lies): Buffer =>
    Buffer.from(
      JSON.stringify({
        type: lies.type ?? type,
        challenge: lies.challenge ?? challenge,
        origin: lies.origin ?? origin,
        crossOrigin: lies.crossOrigin ?? false,
      }),
    )

  function authenticatorData(rpId: string, lies: Lies, attested: Buffer | null): Buffer {
    if (setUp.counts === true) counter += 1
    const flags =
      (lies.userPresent === false ? 0 : 0x01) |
      (lies.userVerified === false ? 0 : 0x04) |
      (attested === null ? 0 : 0x40)
    const count = Buffer.alloc(4)
    count.writeUInt32BE(lies.counter ?? counter)
    return Buffer.concat([
      sha256(Buffer.from(lies.rpId ?? rpId)),
      Buffer.from([flags]),
      count,
      attested ?? Buffer.alloc(0),
    ])
  }

  const common = { id: b64(credentialId), rawId: b64(credentialId), type: 'public-key', clientExtensionResults: {} }
  return {
    register(options, lies = {}) {
      userHandle = options.user.id
      const length = Buffer.alloc(2)
      length.writeUInt16BE(credentialId.length)
      const attested = Buffer.concat([Buffer.alloc(16), length, credentialId, coseKey(privateKey)])
      const data = authenticatorData(options.rp.id ?? '', lies, attested)
      const attestation = cborMap([
        [cborText('fmt'), cborText('none')],
        [cborText('attStmt'), cborMap([])],
        [cborText('authData'), cborBytes(data)],
      ])
      return {
        ...common,
        response: {
          clientDataJSON: b64(clientData('webauthn.create', options.challenge, lies)),
          attestationObject: b64(attestation),
          transports: ['internal'],
        },
      }
    },
    assert(options, lies = {}) {
      const client = clientData('webauthn.get', options.challenge, lies)
      const data = authenticatorData(options.rpId ?? '', lies, null)
      const key = lies.wrongKey === true ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey : privateKey
      const signature = sign('sha256', Buffer.concat([data, sha256(client)]), key)
      if (lies.brokenSignature === true) signature[signature.length - 1] = (signature.at(-1) ?? 0) ^ 1
      return {
        ...common,
        response: {
          clientDataJSON: b64(client),
          authenticatorData: b64(data),
          signature: b64(signature),
          userHandle,
        },
      }
    },
  }
}

/** RFC 9053 §7.1.1: EC2 key, ES256 (-7), P-256 (1), x, y. */
function coseKey(privateKey: KeyObject): Buffer {
  const jwk = createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' })).export({ format: 'jwk' })
  const at = (text: unknown): Buffer => Buffer.from(String(text), 'base64url')
  return cborMap([
    [cborInt(1), cborInt(2)],
    [cborInt(3), cborInt(-7)],
    [cborInt(-1), cborInt(1)],
    [cborInt(-2), cborBytes(at(jwk.x))],
    [cborInt(-3), cborBytes(at(jwk.y))],
  ])
}

// RFC 8949 §3: major type in the upper three bits, argument below or behind.
function head(major: number, argument: number): Buffer {
  if (argument < 24) return Buffer.from([(major << 5) | argument])
  if (argument < 256) return Buffer.from([(major << 5) | 24, argument])
  return Buffer.from([(major << 5) | 25, argument >> 8, argument & 255])
}
const cborInt = (value: number): Buffer => (value < 0 ? head(1, -1 - value) : head(0, value))
const cborBytes = (bytes: Uint8Array): Buffer => Buffer.concat([head(2, bytes.length), bytes])
const cborText = (text: string): Buffer => Buffer.concat([head(3, Buffer.byteLength(text)), Buffer.from(text)])
const cborMap = (pairs: readonly (readonly [Buffer, Buffer])[]): Buffer =>
  Buffer.concat([head(5, pairs.length), ...pairs.flat()])
