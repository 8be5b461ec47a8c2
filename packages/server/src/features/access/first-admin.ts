import type { ServerContext } from '../../server-context.ts'
import type { AccessService } from './access-service.ts'

const FILE = 'first-admin-token'

/**
 * While there is no administrator, each start prints a link with a fresh one-time token and writes it into the data
 * folder (0600). There is no set-up wizard that a stranger could reach (threat T1).
 */
export async function announceFirstAdmin(ports: { access: AccessService; context: ServerContext }): Promise<void> {
  const { access, context } = ports
  const token = await access.issueFirstAdminToken()
  if (token === null) {
    await context.dataFolder.remove(FILE)
    return
  }
  await context.dataFolder.write(FILE, `${token}\n`)
  const link = `${context.address.publicUrl()}/first-admin#token=${token}`
  context.log.info({ file: FILE }, 'no administrator yet: open the one-time link within 15 minutes')
  context.announce(`\n  First administrator (one-time link, 15 minutes):\n  ${link}\n`)
}
