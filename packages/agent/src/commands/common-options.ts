/** Where the agent keeps its state unless it is told otherwise. */
export const DEFAULT_STATE = '/var/lib/patchyard-agent'

/** `--state`, else PATCHYARD_AGENT_STATE, else the default. */
export function statePath(option: string | undefined, env: Readonly<Record<string, string | undefined>>): string {
  return option ?? env['PATCHYARD_AGENT_STATE'] ?? DEFAULT_STATE
}

export const stateOption = { state: { type: 'string' } } as const
