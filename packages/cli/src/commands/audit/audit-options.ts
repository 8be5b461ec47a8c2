import type { Command } from 'commander'

export interface AuditOptions {
  readonly installation?: boolean
}

export const withInstallation = (command: Command): Command =>
  command.option('--installation', 'the chain of the installation itself; for operators')
