import { parseArgs } from 'node:util'
import { decodeActivationKey } from '@patchyard/protocol'
import { readGivenFile } from '../adapters/given-file.ts'
import { fetchPinnedCa } from '../adapters/pinned-ca.ts'
import { certificatesOf } from '../adapters/tls-trust.ts'
import { build } from '../agent-version.ts'
import type { AgentPorts } from '../core/agent-ports.ts'
import { enroll, type Enrolled, EnrolmentError } from '../core/enrolment/enroll.ts'
import type { ConnectionState } from '../core/journal/schema.ts'
import { backoffMs } from '../core/line/backoff.ts'
import { messageOf } from '../core/message-of.ts'
import { NetworkError } from '../core/ports/network.ts'
import { agentPorts, openMachine, openNetwork, openState, serverAddress } from '../wiring.ts'
import { stateOption, statePath } from './common-options.ts'
import { CommandError, exitCodes, type VerbResult } from './exit-codes.ts'

export const enrollUsage = `patchyard-agent enroll --server URL (--key KEY | --key-file FILE) [options]

  --server URL       https://host[:port]
  --key KEY          activation key (pyak1_…); other users may see it while this runs, a file is better
  --key-file FILE    read it from a file, or from standard input with -
  --ca-file FILE     PEM: trust only this CA for the server; default: the pin in the key, else the system's CAs
  --proxy URL        http:// or https:// proxy; default: HTTPS_PROXY and the like of the environment
  --no-proxy LIST    hosts reached without the proxy
  --wait SECONDS     keep trying for so long when the server does not answer (default 60)
  --allow-plain-http                  take http:// for a server on another machine
  --allow-unauthenticated             install also from repositories that this host does not authenticate
  --allow-actions                     run scripts and other actions of jobs here, as root
  --state DIR        default /var/lib/patchyard-agent
`

const options = {
  ...stateOption,
  server: { type: 'string' },
  key: { type: 'string' },
  'key-file': { type: 'string' },
  'ca-file': { type: 'string' },
  proxy: { type: 'string' },
  'no-proxy': { type: 'string' },
  wait: { type: 'string' },
  'allow-plain-http': { type: 'boolean' },
  'allow-unauthenticated': { type: 'boolean' },
  'allow-actions': { type: 'boolean' },
} as const

/** `enroll`: makes this host's key, and asks the server to take it. Idempotent until it succeeded. */
export async function enrollVerb(args: readonly string[], env: NodeJS.ProcessEnv): Promise<VerbResult> {
  const { values } = parseArgs({ args: [...args], options, strict: true })
  const key = activationKey(values.key ?? env['PATCHYARD_KEY'], values['key-file'])
  if (values.server === undefined) throw new CommandError(exitCodes.usage, `--server is missing\n\n${enrollUsage}`)
  const waitMs = waitOption(values.wait)
  const connection: ConnectionState = {
    server: values.server,
    ca: values['ca-file'] === undefined ? null : caFile(values['ca-file']),
    proxy: values.proxy ?? null,
    noProxy: values['no-proxy'] ?? null,
    allowPlainHttp: values['allow-plain-http'] ?? false,
    allowUnauthenticated: values['allow-unauthenticated'] ?? false,
    allowActions: values['allow-actions'] ?? false,
  }
  const address = serverAddress(connection, env)
  const machine = await openMachine()
  const state = openState(statePath(values.state, env), machine.host.boot)
  try {
    const pin = decodeActivationKey(key)?.caPin
    const pinned = connection.ca === null && pin !== undefined && address.url.protocol === 'https:'
    const complete = pinned ? { ...connection, ca: await fetchPinnedCa(address, pin) } : connection
    state.journal.write(tx => tx.set('connection', complete))
    const network = openNetwork(complete, env)
    try {
      const enrolled = await enrollPatiently(agentPorts(machine, state, network), key, waitMs)
      return { exitCode: exitCodes.ok, stdout: said(enrolled), stderr: '' }
    } finally {
      network.close()
    }
  } finally {
    state.close()
  }
}

/** Tries again while there is no reply; a refusal is final. */
export async function enrollPatiently(
  ports: AgentPorts,
  key: string,
  waitMs: number,
  signal?: AbortSignal,
): Promise<Enrolled> {
  const untilMs = ports.clock.monotonicMs() + waitMs
  for (let failures = 1; ; failures++) {
    try {
      return await enroll(ports, build, key)
    } catch (error) {
      const again = error instanceof NetworkError || (error instanceof EnrolmentError && error.code === 'E_NO_REPLY')
      const pauseMs = 1000 + backoffMs(failures, ports.random.fraction())
      if (!again || signal?.aborted === true || ports.clock.monotonicMs() + pauseMs > untilMs) throw error
      ports.log.warn('the server could not be asked to enrol this host', { reason: error.message, nextInMs: pauseMs })
      await ports.clock.sleep(pauseMs, signal)
    }
  }
}

function said(enrolled: Enrolled): string {
  const next = enrolled.standing === 'pending' ? 'it waits to be accepted on the server' : 'it is active'
  return `enrolled as ${enrolled.agent}; ${next}\n`
}

function activationKey(option: string | undefined, file: string | undefined): string {
  const text = file === undefined ? option : readText(file, '--key-file')
  if (text === undefined) throw new CommandError(exitCodes.usage, `--key or --key-file is missing\n\n${enrollUsage}`)
  if (decodeActivationKey(text) === null)
    throw new CommandError(exitCodes.usage, 'this is not an activation key (pyak1_…), or a letter of it is wrong')
  return text.trim()
}

function caFile(path: string): string {
  const pem = readText(path, '--ca-file')
  try {
    if (certificatesOf(pem).length > 0) return pem
  } catch (cause) {
    throw new CommandError(exitCodes.usage, `--ca-file ${path}: a certificate in it cannot be read`, { cause })
  }
  throw new CommandError(exitCodes.usage, `--ca-file ${path}: no certificate in PEM form`)
}

function readText(path: string, option: string): string {
  try {
    return readGivenFile(path)
  } catch (cause) {
    throw new CommandError(exitCodes.usage, `${option}: ${messageOf(cause)}`, {
      cause,
    })
  }
}

function waitOption(text: string | undefined): number {
  if (text === undefined) return 60_000
  if (!/^[0-9]{1,6}$/.test(text))
    throw new CommandError(exitCodes.usage, `--wait "${text}" is not a whole number of seconds (example: 60)`)
  return Number(text) * 1000
}
