import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** The simulated fleet as a process of its own: it has the agents' door and an API key, nothing else of the server. */
export function startFleetProcess(options: {
  readonly server: string
  readonly activationKey: string
  readonly apiKey: string
  readonly ca: string | null
  readonly agents: number
  onExit(code: number | null): void
}): { stop(): Promise<void> } {
  const main = fileURLToPath(new URL('../../../../../fleet/src/main.ts', import.meta.url))
  const child: ChildProcess = spawn(
    process.execPath,
    [main, '--server', options.server, '--agents', String(options.agents), '--demo'],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      // Secrets travel in the environment: command lines are for everybody on the machine to read.
      env: {
        PATH: process.env['PATH'] ?? '',
        PATCHYARD_ACTIVATION_KEY: options.activationKey,
        PATCHYARD_API_KEY: options.apiKey,
        ...(options.ca === null ? {} : { PATCHYARD_CA: options.ca }),
      },
    },
  )
  child.on('exit', code => options.onExit(code))
  child.on('error', () => options.onExit(null))
  return {
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    },
  }
}
