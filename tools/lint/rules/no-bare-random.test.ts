import { claim } from '../rule-examples.ts'
import { noBareRandom } from './no-bare-random.ts'

const inside = 'packages/protocol/src/link.ts'

claim(noBareRandom, {
  bad: [
    [inside, 'Math.random()'],
    [inside, 'Math["random"]()'],
    [inside, 'crypto.randomUUID()'],
    [inside, 'globalThis.crypto.getRandomValues(bytes)'],
    [inside, 'import { randomBytes } from "node:crypto"'],
    [inside, 'import { randomUUID as id } from "crypto"'],
    [inside, 'import * as crypto from "node:crypto"\ncrypto.randomBytes(16)'],
  ],
  good: [
    [inside, 'random.bytes(16)'],
    [inside, 'import { createHash } from "node:crypto"'],
    [inside, 'Math.floor(random.fraction() * 6)'],
    ['packages/agent/src/adapters/system-random.ts', 'import { randomBytes } from "node:crypto"'],
    ['packages/protocol/src/link.test.ts', 'Math.random()'],
  ],
})
