import { type Role, roleLabels, roles } from '@patchyard/domain'
import type { ServerContext } from '../../server-context.ts'
import type { AccessService } from '../access/access-service.ts'
import type { ApiKeysService } from '../access/api-keys-service.ts'
import type { ActivationKeys } from '../agents/management/activation-keys-service.ts'
import { startFleetProcess } from './adapters/fleet-process.ts'

const FILE = 'demo.json'
const AGENTS = 24
const SUBSCRIPTION = 1

/**
 * `--demo`: people of every role and a small simulated fleet that comes through the agents' real door. `demo.json` (0600,
 * data folder) holds the address, a sign-in for the page and an API key for each role. A second start on the same data goes on with
 * what is there: the keys of the simulated machines lived in memory, so they stay as machines that are silent, and no second fleet
 * enrols beside them.
 */
export function registerDemo(ports: {
  context: ServerContext
  access: AccessService
  apiKeys: ApiKeysService
  activationKeys: ActivationKeys
}): void {
  const { context, access, apiKeys } = ports
  let fleet: { stop(): Promise<void> } | null = null
  context.lifecycle.onStart(async () => {
    const before = await readDemo(context)
    const demo = before ?? (await makePeople(context, access, apiKeys))
    const address = context.address.publicUrl()
    await context.dataFolder.write(FILE, `${JSON.stringify({ ...demo, address }, null, 2)}\n`)
    const signIn = `  Demo: sign in as ${demo.signIn.email} with password ${demo.signIn.password}\n`
    if (before !== null && (await hasAssets(context))) {
      context.announce(
        `\n${signIn}  The fleet of an earlier start is there already, and silent now; a fleet that reports comes with a fresh --data.\n`,
      )
      return
    }
    const administrator = await access.principalOf(SUBSCRIPTION, demo.signIn.email)
    const key = await ports.activationKeys.create(administrator, { title: 'Demo fleet' })
    fleet = startFleetProcess({
      server: address,
      activationKey: key.text,
      apiKey: demo.apiKeys.administrator ?? '',
      ca: context.address.caCertificate,
      agents: AGENTS,
      onExit: code => context.log.info({ code }, 'the demo fleet ended'),
    })
    context.announce(`\n${signIn}`)
  })
  context.lifecycle.onDrain(async () => fleet?.stop())
}

const hasAssets = (context: ServerContext): Promise<boolean> =>
  context.database.inSubscription(
    SUBSCRIPTION,
    async trx => (await trx.selectFrom('asset').select('asset_id').limit(1).execute()).length > 0,
    { readOnly: true },
  )

interface Demo {
  readonly signIn: { readonly email: string; readonly password: string }
  readonly apiKeys: { readonly [R in Role]?: string }
}

async function readDemo(context: ServerContext): Promise<Demo | null> {
  const bytes = await context.dataFolder.read(FILE)
  return bytes === null ? null : (JSON.parse(Buffer.from(bytes).toString('utf8')) as Demo)
}

async function makePeople(context: ServerContext, access: AccessService, keys: ApiKeysService): Promise<Demo> {
  const apiKeys: { [R in Role]?: string } = {}
  const password = Buffer.from(context.random.bytes(12)).toString('base64url')
  for (const role of roles) {
    const email = `${role.toLowerCase()}@demo.example`
    await access.createPerson(SUBSCRIPTION, {
      email,
      name: `Demo ${roleLabels[role]}`,
      password,
      role,
      isOperator: role === 'administrator',
    })
    const person = await access.principalOf(SUBSCRIPTION, email)
    apiKeys[role] = (await keys.create(person, { title: 'demo' })).secret
  }
  return { signIn: { email: 'administrator@demo.example', password }, apiKeys }
}
