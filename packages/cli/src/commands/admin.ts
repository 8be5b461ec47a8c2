import type { Command } from 'commander'
import type { CommandContext } from '../session/command-context.ts'

interface ResetOptions {
  readonly email: string
  readonly name?: string
  readonly removeSecondFactors?: boolean
  readonly data?: string
  readonly publicUrl?: string
}

/** `admin`: on the server's own machine, as the server's user; asks no API and needs no login. */
export function addAdminCommand(program: Command, context: CommandContext): void {
  const admin = program.command('admin').description("On the server's own machine, whether the server runs or not")
  admin
    .command('reset')
    .description('A one-time link by which an administrator, there already or new, sets a password')
    .requiredOption('--email <address>', 'of the administrator')
    .option('--name <name>', 'of one who is made now')
    .option('--remove-second-factors', 'take away authenticator app, recovery codes and passkeys')
    .option('--data <folder>', 'data folder of the server (default: as for the server)')
    .option('--public-url <url>', 'how people reach the server')
    .action(async (options: ResetOptions) => {
      const given = (flag: string, value: string | undefined): string[] => (value === undefined ? [] : [flag, value])
      const status = await context.runOnHost([
        'reset',
        ...given('--email', options.email),
        ...given('--name', options.name),
        ...(options.removeSecondFactors === true ? ['--remove-second-factors'] : []),
        ...given('--data', options.data),
        ...given('--public-url', options.publicUrl),
      ])
      context.setExitCode(status)
    })
}
