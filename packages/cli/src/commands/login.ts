import { ApiError, type Client } from '@patchyard/api'
import type { Command } from 'commander'
import { renderFields } from '../output/table.ts'
import { type CliConfig, parseApiKey, parseServer } from '../session/cli-config.ts'
import type { CommandContext } from '../session/command-context.ts'

interface LoginOptions {
  readonly server: string
  readonly caFile?: string
  readonly withKey?: boolean
  readonly json?: boolean
}

export function addLoginCommand(program: Command, context: CommandContext): void {
  program
    .command('login')
    .description('Get an API key for this server by your consent on its page, and keep it (0600)')
    .requiredOption('--server <address>', 'https://patch.example.org')
    .option('--ca-file <file>', "certificate of the server's own authority: what it gives at /ca.crt")
    .option('--with-key', 'read an API key from standard input, made on the page, in place of the consent')
    .option('--json', 'print JSON')
    .action(async (options: LoginOptions) => {
      const server = parseServer(options.server)
      const ca = options.caFile === undefined ? null : await context.readText(options.caFile)
      const apiKey =
        options.withKey === true
          ? parseApiKey(await context.readSecret('API key: '))
          : await keyByConsent(context, { server, ca }, options.json === true)
      const config = { server, apiKey, ca }
      // Asked before anything is kept: a wrong key must not replace a good one.
      const me = await context.clientFor(config).call('me')
      const path = await context.save(config)
      context.printer(options.json === true).result({ server, path, me }, () =>
        renderFields([
          ['Server', server],
          ['Signed in as', me.email],
          ['Roles', me.roles.join(' ')],
          ['Subscription', me.subscription.name],
          ['Kept in', path],
        ]),
      )
    })

  program
    .command('logout')
    .description('Revoke the key that login got, and forget it')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const config = await context.config()
      const revoked = await revokeOwnKey(context.clientFor(config), config.apiKey)
      await context.forget()
      context
        .printer(options.json === true)
        .result({ server: config.server, revoked }, () =>
          revoked ? 'the key is revoked and forgotten' : 'the key is forgotten; it was not valid any more',
        )
    })

  program
    .command('whoami')
    .alias('me')
    .description('Who the server says you are')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const me = await (await context.client()).call('me')
      context.printer(options.json === true).result(me, () =>
        renderFields([
          ['Name', me.name],
          ['E-mail', me.email],
          ['Roles', me.roles.join(' ')],
          ['Subscription', me.subscription.name],
          ['Licence', me.subscription.licence],
          ['Scope', me.scope.all ? 'all assets' : me.scope.tags.map(tag => tag.name).join(', ')],
          ['Operator', me.isOperator],
          ['Permissions', me.permissions.join(' ')],
        ]),
      )
    })
}

/** RFC 8628: shows a code, and waits until a person has typed it on the page and consented. */
async function keyByConsent(
  context: CommandContext,
  place: Pick<CliConfig, 'server' | 'ca'>,
  json: boolean,
): Promise<string> {
  const client = context.clientAt(place)
  const login = await client.call('startDeviceLogin', { body: { machine: context.machine } })
  context.printer(json).note(`Open ${login.verificationUri}\nand type the code ${login.userCode}\n`)
  context.openPage(login.verificationUriComplete)
  const endsAt = context.clock.nowMs() + login.expiresIn * 1000
  let waitS = login.interval
  for (;;) {
    await context.clock.sleep(waitS * 1000)
    try {
      const taken = await client.call('takeDeviceLogin', { body: { deviceCode: login.deviceCode } })
      if (taken.secret !== null) return taken.secret
    } catch (error) {
      // RFC 8628 §3.5: slow down by five seconds, and go on.
      if (!(error instanceof ApiError) || error.code !== 'device_slow_down' || context.clock.nowMs() >= endsAt)
        throw error
      waitS += 5
    }
  }
}

/** false when the server does not know the key any more. */
async function revokeOwnKey(client: Client, apiKey: string): Promise<boolean> {
  try {
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof keys>> = await keys(client, cursor)
      const own = page.items.find(one => one.revokedAt === null && one.prefix !== '' && apiKey.startsWith(one.prefix))
      if (own !== undefined) {
        await client.call('revokeApiKey', { params: { id: own.id } })
        return true
      }
      cursor = page.nextCursor
    } while (cursor !== null)
    return false
  } catch (error) {
    if (error instanceof ApiError && error.code === 'unauthenticated') return false
    throw error
  }
}

const keys = (client: Client, cursor: string | null) =>
  client.call('listApiKeys', { query: { limit: 500, ...(cursor === null ? {} : { cursor }) } })
