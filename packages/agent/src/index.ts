// The agent's core, for programs that bring their own ports. The product's own program is `main.ts`; twins in memory are in `/testing`.
export { type Agent, createAgent } from './core/agent.ts'
export type { AgentBuild, AgentPorts } from './core/agent-ports.ts'
export { enroll, type Enrolled, EnrolmentError, type EnrolmentErrorCode } from './core/enrolment/enroll.ts'
export { IdentityError } from './core/identity.ts'
export { localProblemCodes } from './core/journal/problems.ts'
export { scanProblemCodes } from './core/ports/scan-result.ts'
