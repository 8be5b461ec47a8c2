import type { Command } from 'commander'
import type { CommandContext } from '../session/command-context.ts'

interface Options {
  readonly reason: string
  readonly job?: string
  readonly json?: boolean
}

export function addEmergencyStopCommand(program: Command, context: CommandContext): void {
  program
    .command('emergency-stop')
    .description('What has not begun will not begin: of all jobs, or of one')
    .requiredOption('--reason <text>', 'why; kept in the audit')
    .option('--job <id>', 'only this job')
    .option('--json', 'print JSON')
    .action(async ({ reason, job, json }: Options) => {
      const body = { reason, ...(job === undefined ? {} : { job }) }
      const done = await (await context.client()).call('emergencyStop', { body })
      context
        .printer(json === true)
        .result(done, () => `halted jobs: ${done.jobs}, runs: ${done.runs}, agents told to stop: ${done.asked}`)
    })
}
