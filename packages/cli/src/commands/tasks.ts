import { taskStateLabels } from '@patchyard/domain'
import type { Command } from 'commander'
import type { CommandContext } from '../session/command-context.ts'
import { addFindCommand } from './find-command.ts'

export function addTaskCommands(program: Command, context: CommandContext): void {
  const task = program.command('task').description('Tasks: what became of an asset in a run of a job')
  addFindCommand(task, context, 'task', [
    { title: 'id', value: t => t.id },
    { title: 'job', value: t => t.job.name },
    { title: 'asset', value: t => t.asset.name },
    { title: 'status', value: t => taskStateLabels[t.status] },
    { title: 'done', value: t => `${t.itemsDone}/${t.itemCount}`, right: true },
    { title: 'failed', value: t => t.itemsFailed, right: true },
    { title: 'began', value: t => t.beganAt },
    { title: 'why', value: t => t.sentence ?? t.progress },
  ])
}
