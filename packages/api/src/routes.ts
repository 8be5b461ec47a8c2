import type { Permission } from '@patchyard/domain'
import type { TSchema } from 'typebox'
import * as access from './schemas/access.ts'
import * as agents from './schemas/agents.ts'
import * as assets from './schemas/assets.ts'
import { Done, IdParams, ListQuery } from './schemas/common.ts'
import * as jobs from './schemas/jobs.ts'
import * as patches from './schemas/patches.ts'
import * as server from './schemas/server.ts'

/** Who may call: everybody, whoever is signed in, or holders of one permission. */
export type RoutePermission = 'public' | 'session' | Permission

export interface RouteContract {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Fastify form, below /api/v1. */
  readonly path: string
  readonly permission: RoutePermission
  readonly summary: string
  readonly params?: TSchema
  readonly query?: TSchema
  readonly body?: TSchema
  readonly response: TSchema
  readonly status?: 200 | 201
}

/** Literal types are kept so that handlers and the client are typed from this one list. */
const contract = <const R extends { readonly [name: string]: RouteContract }>(routes: R): R => routes

export const routes = contract({
  createFirstAdmin: {
    method: 'POST',
    path: '/first-admin',
    permission: 'public',
    summary: 'Use the one-time token to make the first administrator',
    body: access.FirstAdminRequest,
    response: access.Me,
    status: 201,
  },
  signIn: {
    method: 'POST',
    path: '/session',
    permission: 'public',
    summary: 'Sign in with a password; sets the session cookie',
    body: access.SignInRequest,
    response: access.Me,
    status: 201,
  },
  signOut: { method: 'DELETE', path: '/session', permission: 'session', summary: 'End this session', response: Done },
  me: { method: 'GET', path: '/me', permission: 'session', summary: 'Who am I', response: access.Me },
  about: {
    method: 'GET',
    path: '/about',
    permission: 'session',
    summary: 'Version, addresses, root of trust',
    response: server.About,
  },

  listApiKeys: {
    method: 'GET',
    path: '/api-keys',
    permission: 'apiKey.own',
    summary: 'Own API keys; administrators see all',
    query: ListQuery,
    response: access.ApiKeyList,
  },
  createApiKey: {
    method: 'POST',
    path: '/api-keys',
    permission: 'apiKey.own',
    summary: 'Make an API key, never stronger than its maker',
    body: access.ApiKeyCreate,
    response: access.ApiKeyCreated,
    status: 201,
  },
  revokeApiKey: {
    method: 'DELETE',
    path: '/api-keys/:id',
    permission: 'apiKey.own',
    summary: 'Revoke an API key',
    params: IdParams,
    response: access.ApiKey,
  },

  listActivationKeys: {
    method: 'GET',
    path: '/activation-keys',
    permission: 'activationKey.manage',
    summary: 'Activation keys',
    query: ListQuery,
    response: agents.ActivationKeyList,
  },
  createActivationKey: {
    method: 'POST',
    path: '/activation-keys',
    permission: 'activationKey.manage',
    summary: 'Make an activation key; its text is shown once',
    body: agents.ActivationKeyCreate,
    response: agents.ActivationKeyCreated,
    status: 201,
  },
  revokeActivationKey: {
    method: 'DELETE',
    path: '/activation-keys/:id',
    permission: 'activationKey.manage',
    summary: 'Revoke an activation key',
    params: IdParams,
    response: agents.ActivationKey,
  },

  listAgents: {
    method: 'GET',
    path: '/agents',
    permission: 'agent.read',
    summary: 'Agents with their standing',
    query: ListQuery,
    response: agents.AgentList,
  },
  getAgent: {
    method: 'GET',
    path: '/agents/:id',
    permission: 'agent.read',
    summary: 'One agent',
    params: IdParams,
    response: agents.Agent,
  },
  acceptAgent: {
    method: 'POST',
    path: '/agents/:id/accept',
    permission: 'agent.manage',
    summary: 'Accept a pending agent, as new or in place of an asset',
    params: IdParams,
    body: agents.AgentAccept,
    response: agents.Agent,
  },
  rejectAgent: {
    method: 'POST',
    path: '/agents/:id/reject',
    permission: 'agent.manage',
    summary: 'Reject a pending agent',
    params: IdParams,
    response: agents.Agent,
  },
  revokeAgent: {
    method: 'POST',
    path: '/agents/:id/revoke',
    permission: 'agent.manage',
    summary: 'Revoke an agent for ever',
    params: IdParams,
    response: agents.Agent,
  },
  resumeAgent: {
    method: 'POST',
    path: '/agents/:id/resume',
    permission: 'agent.manage',
    summary: 'End a quarantine: one machine stays',
    params: IdParams,
    body: agents.AgentResume,
    response: agents.Agent,
  },

  listAssets: {
    method: 'GET',
    path: '/assets',
    permission: 'asset.read',
    summary: 'Assets',
    query: ListQuery,
    response: assets.AssetList,
  },
  getAsset: {
    method: 'GET',
    path: '/assets/:id',
    permission: 'asset.read',
    summary: 'One asset',
    params: IdParams,
    response: assets.AssetDetail,
  },
  listFindings: {
    method: 'GET',
    path: '/assets/:id/findings',
    permission: 'asset.read',
    summary: 'Patches missing and installed on an asset',
    params: IdParams,
    query: assets.FindingQuery,
    response: assets.FindingList,
  },
  listSoftware: {
    method: 'GET',
    path: '/assets/:id/software',
    permission: 'asset.read',
    summary: 'Installed packages of an asset',
    params: IdParams,
    query: ListQuery,
    response: assets.SoftwareList,
  },
  scanAsset: {
    method: 'POST',
    path: '/assets/:id/scan',
    permission: 'asset.scan',
    summary: 'Ask an asset for a scan now',
    params: IdParams,
    response: Done,
  },

  listPatches: {
    method: 'GET',
    path: '/patches',
    permission: 'patch.read',
    summary: 'Patches',
    query: ListQuery,
    response: patches.PatchList,
  },
  getPatch: {
    method: 'GET',
    path: '/patches/:id',
    permission: 'patch.read',
    summary: 'One patch',
    params: IdParams,
    response: patches.PatchDetail,
  },
  listPatchAssets: {
    method: 'GET',
    path: '/patches/:id/assets',
    permission: 'patch.read',
    summary: 'Assets that miss or have a patch',
    params: IdParams,
    query: assets.FindingQuery,
    response: patches.PatchAssetList,
  },

  listJobs: {
    method: 'GET',
    path: '/jobs',
    permission: 'job.list',
    summary: 'Jobs',
    query: ListQuery,
    response: jobs.JobList,
  },
  createJob: {
    method: 'POST',
    path: '/jobs',
    permission: 'job.write',
    summary: 'Make an on-demand deployment job',
    body: jobs.JobCreate,
    response: jobs.JobDetail,
    status: 201,
  },
  getJob: {
    method: 'GET',
    path: '/jobs/:id',
    permission: 'job.read',
    summary: 'One job with its runs',
    params: IdParams,
    response: jobs.JobDetail,
  },
  enableJob: {
    method: 'POST',
    path: '/jobs/:id/enable',
    permission: 'job.control',
    summary: 'Enable: an on-demand job starts at once',
    params: IdParams,
    response: jobs.JobDetail,
  },
  disableJob: {
    method: 'POST',
    path: '/jobs/:id/disable',
    permission: 'job.control',
    summary: 'Disable a job whose run has not begun',
    params: IdParams,
    response: jobs.JobDetail,
  },
  cancelJob: {
    method: 'POST',
    path: '/jobs/:id/cancel',
    permission: 'job.control',
    summary: 'Cancel: what has not begun will not begin',
    params: IdParams,
    response: jobs.JobDetail,
  },
  retryJob: {
    method: 'POST',
    path: '/jobs/:id/retry',
    permission: 'job.control',
    summary: 'Run again for what failed',
    params: IdParams,
    body: jobs.RetryRequest,
    response: jobs.JobDetail,
  },
  listRunTasks: {
    method: 'GET',
    path: '/runs/:id/tasks',
    permission: 'job.read',
    summary: 'Tasks of a run',
    params: IdParams,
    query: ListQuery,
    response: jobs.TaskList,
  },
  getTask: {
    method: 'GET',
    path: '/tasks/:id',
    permission: 'job.read',
    summary: 'One task with its items and log',
    params: IdParams,
    response: jobs.TaskDetail,
  },
})

export type RouteName = keyof typeof routes
