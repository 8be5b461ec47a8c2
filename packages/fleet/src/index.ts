export type { Exchange, ExchangeReply, ExchangeRequest } from './exchange.ts'
export { debianHost, type DebianHostOptions } from './debian-host.ts'
export { RefusedError, SimulatedAgent, type SimulatedAgentPorts } from './simulated-agent.ts'
export { createSimulatedHost, type HostPlan, type SimulatedHost } from './simulated-host.ts'
