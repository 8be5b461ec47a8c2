import type { ServerContext } from '../../../server-context.ts'
import { oneTimeLink } from './one-time-tokens-service.ts'
import type { SignInService } from '../sign-in-service.ts'

const FILE = 'first-admin-token'

/**
 * While there is no administrator, each start prints a link with a fresh one-time token and writes it into the data
 * folder (0600). There is no set-up wizard that a stranger could reach (threat T1).
 */
export async function announceFirstAdmin(ports: { signIn: SignInService; context: ServerContext }): Promise<void> {
  const { signIn, context } = ports
  const token = await signIn.issueFirstAdminToken()
  if (token === null) {
    await context.dataFolder.remove(FILE)
    return
  }
  await context.dataFolder.write(FILE, `${token}\n`)
  const link = oneTimeLink(context.address.publicUrl(), 'firstAdmin', token)
  context.log.info({ file: FILE }, 'no administrator yet: open the one-time link within 15 minutes')
  context.announce(`\n  First administrator (one-time link, 15 minutes):\n  ${link}\n`)
}
