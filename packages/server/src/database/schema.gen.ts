// Made by `node packages/server/src/database/adapters/write-generated.ts` from the migrated schema; not edited by hand.

import type { ColumnType, GeneratedAlways } from 'kysely'

/** Has a default. Unlike the one of Kysely it keeps the types of Bytes and Json apart. */
type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>
/** Read as Buffer, written from any bytes. */
type Bytes = ColumnType<Buffer, Uint8Array, Uint8Array>
/** Read parsed; written as JSON text, so that nobody relies on how the driver serialises. */
type Json = ColumnType<unknown, string, string>

export interface ActivationKeyTable {
  id: GeneratedAlways<number>
  public_id: string
  subscription_id: number
  title: string
  key_id: Bytes
  public_key: Bytes
  root_version: number
  auto_accept: boolean
  max_uses: number | null
  uses: Generated<number>
  allowed_cidr: Generated<string[]>
  valid_from: Date
  expires_at: Date | null
  revoked_at: Date | null
  created_at: Date
  created_by: string
  title_folded: Generated<string>
  title_words: Generated<string>
}

export interface ActivationKeyTagTable {
  activation_key_id: number
  tag_id: number
  subscription_id: number
}

export interface AdvisoryTable {
  id: Generated<number>
  subscription_id: number
  row_hash: Bytes
  name: string
  kind: Generated<string>
  severity: Generated<string>
  title: Generated<string>
  issued_at: Date | null
  cves: Generated<string[]>
  row: Json
  name_folded: Generated<string>
  name_words: Generated<string>
}

export interface AgentLineTable {
  asset_id: number
  subscription_id: number
  public_id: string
  key_id: Bytes
  standing: string
  standing_why: string | null
  standing_at: Date
  seq: number
  link: Bytes
  ring: Generated<Bytes>
  machine: Bytes
  machine_at: Date | null
  adopt_machine: Bytes | null
  adopt_at: Date | null
  boot: Bytes
  seen_at: Date
  address: string | null
  manifest_version: Generated<number>
  work_version: Generated<number>
  manifest_work: Generated<number>
  manifest_expires: Date | null
  inventory: Bytes | null
  scan_after: Date | null
  full_asked_at: Date | null
  noticed_at: Date | null
  have_root: Generated<number>
  speakers: Generated<Json>
  progress: Generated<Json>
  problems: Generated<Json>
  agent_version: Generated<string>
  features: Generated<string[]>
  zone: Generated<string>
  clock_off_ms: number | null
  quota_day: Generated<number>
  quota_names: Generated<number>
  quota_events: Generated<number>
  agent_version_key: Generated<Bytes>
  deactivated_at: Date | null
  settings_digest: Bytes | null
  settings_until: Date | null
  have_manifest: Generated<number>
}

export interface AgentNoticeTable {
  asset_id: number
  id: GeneratedAlways<number>
  subscription_id: number
  at: Date
  kind: string
  detail: Generated<Json>
}

export interface ApiKeyTable {
  id: GeneratedAlways<number>
  public_id: string
  subscription_id: number
  person_id: number
  title: string
  role: string | null
  created_at: Date
  used_at: Date | null
  expires_at: Date | null
  revoked_at: Date | null
  leaked_at: Date | null
  permissions: string[] | null
  prefix: Generated<string>
}

export interface ApiKeyTokenTable {
  token_hash: Bytes
  subscription_id: number
  api_key_id: number
}

export interface AssessmentProfileTable {
  id: GeneratedAlways<number>
  subscription_id: number
  public_id: string
  name: string
  name_folded: string
  is_default: Generated<boolean>
  enabled: Generated<boolean>
  scan_every_s: number
  created_at: Date
  modified_at: Date
}

export interface AssessmentProfileTagTable {
  tag_id: number
  profile_id: number
  subscription_id: number
}

export interface AssetTable {
  asset_id: Generated<number>
  subscription_id: number
  public_id: string
  name: string
  name_folded: string
  platform: string
  os_name: Generated<string>
  os_id: Generated<string>
  os_family: Generated<string>
  os_version: Generated<string>
  architecture: Generated<string>
  kernel: Generated<string>
  virtualization: Generated<string>
  manufacturer: Generated<string>
  model: Generated<string>
  last_user: Generated<string>
  time_zone: Generated<string>
  agent_version: Generated<string>
  provider: Generated<string>
  smbios: Bytes | null
  machine_id: Bytes | null
  rootfs: Bytes | null
  activation_key_id: number | null
  looks_like: number | null
  created_at: Date
  activated_at: Date | null
  scan_status: Generated<string>
  scan_started_at: Date | null
  scan_finished_at: Date | null
  scan_problems: Generated<Json>
  reboot_needed: Generated<boolean>
  restart_count: Generated<number>
  missing_count: Generated<number>
  latest_missing_count: Generated<number>
  missing_security_count: Generated<number>
  missing_critical_count: Generated<number>
  installed_count: Generated<number>
  package_count: Generated<number>
  system: Generated<Json>
  name_words: Generated<string>
  os_name_folded: Generated<string>
  os_name_words: Generated<string>
  os_family_folded: Generated<string>
  os_family_words: Generated<string>
  os_version_folded: Generated<string>
  os_version_words: Generated<string>
  os_version_key: Generated<Bytes>
  architecture_folded: Generated<string>
  architecture_words: Generated<string>
  kernel_folded: Generated<string>
  kernel_words: Generated<string>
  manufacturer_folded: Generated<string>
  manufacturer_words: Generated<string>
  model_folded: Generated<string>
  model_words: Generated<string>
  last_user_folded: Generated<string>
  last_user_words: Generated<string>
  time_zone_folded: Generated<string>
  time_zone_words: Generated<string>
  exposed_since: Date | null
  criticality: Generated<number | null>
  risk_score: number | null
  licensed: Generated<boolean>
  is_evaluation: Generated<boolean>
  paused_until: Date | null
  paused_reason: Generated<string>
  removed_at: Date | null
}

export interface AssetAdvisoryTable {
  asset_id: number
  subscription_id: number
  ids: number[]
}

export interface AssetInterfaceTable {
  asset_id: number
  name: string
  address: string
  subscription_id: number
  mac: Generated<string>
  name_folded: Generated<string>
  name_words: Generated<string>
  mac_folded: Generated<string>
  mac_words: Generated<string>
}

export interface AssetPackageTable {
  asset_id: number
  subscription_id: number
  ids: number[]
  program_ids: Generated<number[]>
}

export interface AssetProfileTable {
  asset_id: number
  subscription_id: number
  configuration_id: number | null
  configuration_tag: number | null
  assessment_id: number | null
  assessment_tag: number | null
}

export interface AssetRestartTable {
  asset_id: number
  kind: string
  name: string
  subscription_id: number
  reason: Generated<string>
}

export interface AssetSectionTable {
  asset_id: number
  name: string
  subscription_id: number
  digest: Bytes
  row_count: number
  rows: Json | null
}

export interface AssetTagTable {
  asset_id: number
  tag_id: number
  subscription_id: number
}

export interface AssetTagChangeTable {
  id: GeneratedAlways<number>
  subscription_id: number
}

export interface AssetUpdateTable {
  asset_id: number
  subscription_id: number
  ids: number[]
}

export interface AssetWeighTable {
  asset_id: number
  subscription_id: number
}

export interface AuditTable {
  subscription_id: number
  at: Date
  actor: string
  action: string
  object: string
  detail: Json
  n: number
  prev: Bytes
  hash: Bytes
  actor_kind: Generated<string>
  actor_name: Generated<string>
  actor_name_words: Generated<string>
  actor_person: string | null
  actor_address: string | null
  action_words: Generated<string>
  object_kind: Generated<string>
  object_id: string | null
  object_words: Generated<string>
  detail_folded: Generated<string>
  detail_words: Generated<string>
}

export interface AuditHeadTable {
  subscription_id: number
  n: number
  hash: Bytes
}

export interface AuditSealTable {
  subscription_id: number
  n: number
  hash: Bytes
  at: Date
  key_id: string
  signature: Bytes
}

export interface BundleTable {
  id: GeneratedAlways<number>
  public_id: string
  key_id: number
  state: string
  manifest: Json
  documents: number
  made_at: Date
  begun_at: Date
  ended_at: Date | null
}

export interface BundleKeyTable {
  id: GeneratedAlways<number>
  public_id: string
  name: string
  key: string
  created_at: Date
  last_made_at: Date | null
}

export interface CatalogChangeTable {
  seq: Generated<number>
  patch_id: number
}

export interface CatalogDueTable {
  kind: string
  subject: string
}

export interface CatalogFactTable {
  part_id: number
  kind: string
  subject: string
  name: string
  hash: Bytes
  body: Json
  since: Date
}

export interface CatalogFollowedTable {
  subscription_id: number
  seq: Generated<number>
}

export interface CatalogPartTable {
  id: GeneratedAlways<number>
  source_id: number
  feed: string
  part: string
  fact_count: Generated<number>
  applied_at: Date
}

export interface CatalogStagedTable {
  reading_id: string
  kind: string
  subject: string
  name: string
  hash: Bytes
  body: Json
  staged_at: Date
}

export interface ConfigurationProfileTable {
  id: GeneratedAlways<number>
  subscription_id: number
  public_id: string
  name: string
  name_folded: string
  description: Generated<string>
  is_default: Generated<boolean>
  priority: number
  document: Json
  digest: Bytes
  created_at: Date
  modified_at: Date
}

export interface ConfigurationProfileTagTable {
  profile_id: number
  tag_id: number
  subscription_id: number
}

export interface CveTable {
  id: Generated<number>
  subscription_id: number
  cve: string
  title: Generated<string>
  title_folded: Generated<string>
  title_words: Generated<string>
  severity: Generated<string>
  cvss: number | null
  cvss_vector: Generated<string>
  cvss_vector_folded: Generated<string>
  cvss_vector_words: Generated<string>
  epss: number | null
  epss_percentile: number | null
  kev: Generated<boolean>
  kev_due_at: Date | null
  ransomware: Generated<boolean>
  published_at: Date | null
  modified_at: Date | null
  ssvc_exploitation: Generated<string>
  ssvc_automatable: Generated<string>
  ssvc_technical_impact: Generated<string>
  description: Generated<string>
  is_rejected: Generated<boolean>
  cvss_version: Generated<string>
  epss_model: Generated<string>
  epss_scored_at: Date | null
  kev_added_at: Date | null
  kev_action: Generated<string>
  detail: Generated<Json>
}

export interface CveCweTable {
  cve_id: number
  cwe: string
  subscription_id: number
  cwe_folded: string
  cwe_words: string
}

export interface DeviceLoginTable {
  device_hash: Bytes
  user_hash: Bytes
  public_id: string
  machine: string
  address: string
  created_at: Date
  expires_at: Date
  polled_at: Date | null
  decided_at: Date | null
  allowed: boolean | null
  person_id: number | null
  subscription_id: number | null
  key_wish: Json | null
  taken_at: Date | null
}

export interface DoorKeyTable {
  key_id: Bytes
  subscription_id: number
  kind: string
  activation_key_id: number | null
  asset_id: number | null
  public_key: Bytes
  state: string
  replaced_by: Bytes | null
  enrolled_with: Bytes | null
}

export interface FeedDocumentTable {
  id: GeneratedAlways<number>
  source_id: number
  part: string
  document: string
  published_url: string
  url: string
  is_root: boolean
  options: Generated<Json>
  expected_sha256: Generated<string>
  expected_bytes: number | null
  changed_at: Date | null
  state: string
  failures: Generated<number>
  error_code: Generated<string>
  error_text: Generated<string>
  sha256: Generated<string>
  bytes: Generated<number>
  etag: Generated<string>
  last_modified: Generated<string>
  edition: Generated<string>
  edition_at: Date | null
  fetched_at: Date | null
  taken_at: Date | null
  records: Generated<number>
  rejected: Generated<number>
  rejections: Generated<Json>
  added: Generated<number>
  changed: Generated<number>
  removed: Generated<number>
  pending_sha256: Generated<string>
  pending_bytes: Generated<number>
  pending_since: Date | null
  pending_accepted: Generated<boolean>
  held_before: number | null
  held_now: number | null
  bundle_id: number | null
  reader: Generated<number>
}

export interface FeedLeaseTable {
  one: Generated<boolean>
  holder: string
  until: Date
}

export interface FeedSourceTable {
  id: GeneratedAlways<number>
  public_id: string
  feed: string
  title: string
  is_default: Generated<boolean>
  enabled: boolean
  options: Generated<Json>
  addresses: Generated<Json>
  interval_s: number
  created_at: Date
  removed_at: Date | null
  state: Generated<string>
  attempted_at: Date | null
  succeeded_at: Date | null
  next_at: Date
  failures: Generated<number>
  error_code: Generated<string>
  error_text: Generated<string>
  done: number | null
  wanted: number | null
}

export interface FindingTable {
  asset_id: number
  patch_id: number
  subscription_id: number
  status: number
  latest: Generated<boolean>
  first_seen: Date
  since: Date
  exposed_since: Date
  offered: Generated<boolean>
  matched: Generated<boolean>
}

export interface FindingHistoryTable {
  asset_id: number
  patch_id: number
  from_at: Date
  to_at: Date
  subscription_id: number
  status: number
  cause: string
}

export interface FindingMovedTable {
  id: GeneratedAlways<number>
  subscription_id: number
  asset_id: number
  batch: number | null
  sign: number
  removed: Generated<boolean>
  patch_ids: Generated<number[]>
  status: Generated<number[]>
  from_at: Generated<Date[]>
  to_at: Generated<Date[]>
}

export interface FindingSumTable {
  subscription_id: number
  kind: string
  at: Date
  waits_for: number | null
  ids: number[] | null
  missing: number[] | null
  installed: number[] | null
  moved_to: Generated<number>
}

export interface IdempotencyKeyTable {
  subscription_id: number
  person_id: number
  key_hash: Bytes
  digest: Bytes
  begun_at: Date
  expires_at: Date
  answer: Bytes | null
}

export interface IdentityLinkTable {
  id: GeneratedAlways<number>
  public_id: string
  subscription_id: number
  issuer: string
  subject: string
  person_id: number
  created_at: Date
  used_at: Date | null
}

export interface IdentityProviderTable {
  id: GeneratedAlways<number>
  public_id: string
  subscription_id: number
  title: string
  issuer: string
  client_id: string
  client_secret: Bytes | null
  scopes: string
  group_claim: string | null
  mapping: Generated<Json>
  enabled: boolean
  shown: boolean
  created_at: Date
}

export interface IdentityProviderDoorTable {
  public_id: string
  subscription_id: number
  title: string
  shown: boolean
}

export interface IdentityRequestTable {
  state_hash: Bytes
  browser_hash: Bytes
  provider_id: string
  subscription_id: number
  session_id: string | null
  expires_at: Date
}

export interface InstallationTable {
  only_row: Generated<boolean>
  deployment: string
  epoch: Generated<number>
  created_at: Date
}

export interface ItemTable {
  asset_id: number
  task_id: number
  n: number
  subscription_id: number
  patch_id: number
  state: string
  reason: string | null
  packages: Generated<Json>
  exit_code: number | null
  output: string | null
  began_at: Date | null
  ended_at: Date | null
  verified_at: Date | null
}

export interface JobTable {
  id: GeneratedAlways<number>
  subscription_id: number
  public_id: string
  name: string
  name_folded: string
  kind: string
  platform: string
  state: string
  schedule_type: string
  spec_version: number
  owner_id: number | null
  asset_count: Generated<number>
  patch_count: Generated<number>
  last_run_at: Date | null
  created_at: Date
  modified_at: Date
  name_words: Generated<string>
  is_recurring: Generated<boolean>
  is_query_based: Generated<boolean>
  is_complete: Generated<boolean>
  next_run_at: Date | null
  state_reason: string | null
  state_before: string | null
  description: Generated<string>
  missing: Generated<string[]>
  schedule: string | null
  runs_to: Date | null
  runs_version: number | null
  look_at: Date | null
}

export interface JobCoAuthorTable {
  job_id: number
  person_id: number
  subscription_id: number
}

export interface JobSpecTable {
  job_id: number
  version: number
  subscription_id: number
  document: string
  digest: Bytes
  author_id: number
  created_at: Date
}

export interface JobTagTable {
  job_id: number
  tag_id: number
  subscription_id: number
  kind: Generated<string>
}

export interface KnownBrowserTable {
  token_hash: Bytes
  person_id: number
  seen_at: Date
}

export interface LicenceChangeTable {
  id: GeneratedAlways<number>
  subscription_id: number
}

export interface LicenceTagTable {
  tag_id: number
  subscription_id: number
  side: string
}

export interface LifecycleTable {
  product: string
  release: string
  label: string
  released_at: Date | null
  is_lts: boolean
  active_support_ends_at: Date | null
  end_of_life_at: Date | null
  is_end_of_life: boolean
  latest_version: string
}

export interface MembershipTable {
  subscription_id: number
  person_id: number
  created_at: Date
  roles: string[]
  grants: Generated<string[]>
  all_assets: Generated<boolean>
  disabled_at: Date | null
  modified_at: Date | null
}

export interface MembershipTagTable {
  subscription_id: number
  person_id: number
  tag_id: number
}

export interface OneTimeTokenTable {
  token_hash: Bytes
  kind: string
  person_id: number | null
  created_at: Date
  expires_at: Date
  used_at: Date | null
}

export interface PackageUpdateTable {
  id: Generated<number>
  subscription_id: number
  row_hash: Bytes
  patch_id: number
  name: string
  architecture: string
  installed: string | null
  candidate: string
  is_security: boolean
  origin: string
  authenticated: boolean
  held_back: string | null
  row: Json
  name_folded: Generated<string>
  name_words: Generated<string>
}

export interface PackageVersionTable {
  id: Generated<number>
  subscription_id: number
  row_hash: Bytes
  scheme: string
  name: string
  architecture: string
  version: string
  version_key: Bytes
  source_name: string
  source_version: string
  row: Json
  name_folded: Generated<string>
  name_words: Generated<string>
  vendor: Generated<string>
  vendor_folded: Generated<string>
  vendor_words: Generated<string>
}

export interface PasskeyTable {
  id: GeneratedAlways<number>
  public_id: string
  person_id: number
  title: string
  credential_id: Bytes
  public_key: Bytes
  counter: number
  transports: Generated<string[]>
  synced: boolean
  created_at: Date
  used_at: Date | null
}

export interface PasskeyChallengeTable {
  challenge_hash: Bytes
  purpose: string
  bound_to: Bytes
  expires_at: Date
}

export interface PatchTable {
  id: Generated<number>
  subscription_id: number
  public_id: string
  key: string
  title: string
  title_folded: string
  platform: string
  distro: Generated<string>
  track: string
  version: Generated<string>
  version_key: Generated<Bytes>
  category: Generated<string>
  severity: Generated<string>
  vendor_severity: Generated<string>
  is_security: Generated<boolean>
  reboot_suggested: Generated<boolean>
  size_bytes: number | null
  issued_at: Date | null
  first_reported_at: Date
  source: Generated<string>
  superseded_by: number | null
  deprecated_at: Date | null
  title_words: Generated<string>
  category_folded: Generated<string>
  category_words: Generated<string>
  vendor: Generated<string>
  vendor_folded: Generated<string>
  vendor_words: Generated<string>
  type: Generated<string>
  type_folded: Generated<string>
  type_words: Generated<string>
  source_folded: Generated<string>
  source_words: Generated<string>
  download_method: Generated<string>
  is_customized_download_url: Generated<boolean>
  is_esu: Generated<boolean>
  is_rollback: Generated<boolean>
  exploited: Generated<boolean>
  ransomware: Generated<boolean>
  kev: Generated<boolean>
  kev_due_at: Date | null
  cvss: number | null
  epss: number | null
  modified_at: Date | null
  deprecated_because: Generated<string>
  composed_hash: Bytes | null
}

export interface PatchAdvisoryTable {
  patch_id: number
  advisory_id: number
  subscription_id: number
}

export interface PatchCountTable {
  subscription_id: number
  patch_id: number
  missing: Generated<number>
  installed: Generated<number>
}

export interface PatchCountDeltaTable {
  id: GeneratedAlways<number>
  subscription_id: number
  patch_ids: number[]
  missing: number[]
  installed: number[]
}

export interface PatchCveTable {
  patch_id: number
  cve: string
  subscription_id: number
}

export interface PatchDetailTable {
  patch_id: number
  subscription_id: number
  detail: Json
}

export interface PatchEdgeTable {
  older: string
  newer: string
  derived: string | null
}

export interface PatchLabelTable {
  patch_id: number
  kind: string
  value: string
  subscription_id: number
  value_folded: string
  value_words: string
}

export interface PatchRuleTable {
  patch_id: number
  n: number
  distro: string
  release: string
  of_source: boolean
  name: string
  arch: string
  scheme: string
  version: string
  version_key: Bytes
  module: string
}

export interface PatchTwinTable {
  subscription_id: number
  catalog_id: number
  patch_id: number
}

export interface PersonTable {
  id: GeneratedAlways<number>
  public_id: string
  email: string
  email_folded: string
  name: string
  password_hash: string | null
  home_subscription_id: number | null
  disabled_at: Date | null
  created_at: Date
  name_folded: Generated<string>
  name_words: Generated<string>
  email_words: Generated<string>
  is_operator: Generated<boolean>
  start_subscription_id: number | null
}

export interface PlanningRuleTable {
  id: GeneratedAlways<number>
  subscription_id: number
  public_id: string
  name: string
  name_folded: string
  kind: string
  target: string
  value: string
  value_folded: string
  min_age_days: Generated<number>
  reason: string
  tags: Generated<string[]>
  created_by: number
  created_by_name: string
  created_at: Date
  ends_at: Date | null
  ended_by_name: string | null
}

export interface ProgramTable {
  id: number
  subscription_id: number
  spoken: string
  spoken_publisher: string
  track: Generated<string>
  how: Generated<string>
  confidence: Generated<string>
  why: Generated<string>
  state: Generated<string>
  missing_id: number | null
  seq: Generated<number>
  due: Generated<boolean>
}

export interface ProgramMappingTable {
  id: GeneratedAlways<number>
  public_id: string
  subscription_id: number
  name: string
  publisher: string
  spoken: string
  spoken_publisher: string
  track: string | null
  created_by: string
  created_at: Date
}

export interface RecentSearchTable {
  subscription_id: number
  person_id: number
  entity: string
  digest: Bytes
  query: string
  having_text: string | null
  status: string | null
  used_at: Date
}

export interface RecoveryCodeTable {
  person_id: number
  code_hash: Bytes
  used_at: Date | null
}

export interface RootMetadataTable {
  version: number
  envelope: Bytes
  payload_sha256: Bytes
  created_at: Date
}

export interface RunTable {
  id: GeneratedAlways<number>
  subscription_id: number
  public_id: string
  job_id: number
  spec_version: number
  nominal_at: Date
  state: string
  plan: string | null
  plan_digest: Bytes | null
  retry_of: number | null
  created_at: Date
  started_at: Date | null
  ended_at: Date | null
  nominal: string | null
  first_at: Date | null
  last_at: Date | null
  plan_at: Date | null
  stage: string | null
  cursor: Generated<number>
  patches_found: Generated<number[]>
  reason: string | null
  detail: string | null
}

export interface RunLeftOutTable {
  run_id: number
  n: number
  subscription_id: number
  kind: string
  object: string
  name: string
  reason: string
  detail: Generated<string>
}

export interface RunMemberTable {
  run_id: number
  asset_id: number
  subscription_id: number
  chosen_by: string
  reason: string | null
}

export interface SavedSearchTable {
  id: GeneratedAlways<number>
  subscription_id: number
  public_id: string
  person_id: number
  entity: string
  name: string
  name_folded: string
  query: string
  query_canonical: string
  having_text: string | null
  having_canonical: string | null
  status: string | null
  language_version: number
  shared: Generated<boolean>
  created_at: Date
  modified_at: Date
}

export interface SessionTable {
  token_hash: Bytes
  person_id: number
  subscription_id: number
  created_at: Date
  seen_at: Date
  expires_at: Date
  public_id: Generated<string>
  proven_at: Date
  way: Generated<string>
  address: Generated<string>
  agent: Generated<string>
}

export interface SignInRulesTable {
  subscription_id: number
  second_factor: boolean
}

export interface SignInStepTable {
  token_hash: Bytes
  person_id: number
  subscription_id: number
  way: string
  tries: Generated<number>
  expires_at: Date
}

export interface SignInTryTable {
  key: Bytes
  tries: number
  last_at: Date
  next_at: Date
}

export interface SubscriptionTable {
  id: GeneratedAlways<number>
  public_id: string
  name: string
  licence_kind: string
  licence_limit: number | null
  licence_end: Date | null
  check_in_s: Generated<number>
  scan_every_s: Generated<number>
  suspended_at: Date | null
  created_at: Date
  licence_applied: string | null
  licence_calculated_at: Date | null
  licence_wanted: Generated<number>
  stale_after_days: Generated<number>
  remove_after_days: number | null
}

export interface TagTable {
  id: GeneratedAlways<number>
  subscription_id: number
  public_id: string
  parent_id: number | null
  name: string
  name_folded: string
  name_words: string
  colour: Generated<string>
  criticality: number | null
  created_at: Date
  name_key: Bytes | null
  description: Generated<string>
  rule: Json | null
  rule_query: string | null
  rule_language: number | null
  rule_follows: Generated<string[]>
  rule_level: Generated<number>
  rule_problems: Json | null
  evaluated_at: Date | null
  modified_at: Date | null
}

export interface TagAboveTable {
  above_id: number
  tag_id: number
  subscription_id: number
}

export interface TagFavouriteTable {
  subscription_id: number
  person_id: number
  tag_id: number
}

export interface TaskTable {
  asset_id: number
  id: Generated<number>
  subscription_id: number
  public_id: string
  run_id: number
  job_id: number
  state: string
  reason: string | null
  document: string | null
  sha256: Bytes | null
  not_before: Date
  start_before: Date
  finish_before: Date
  created_at: Date
  changed_at: Date
  sent_at: Date | null
  received_at: Date | null
  began_at: Date | null
  ended_at: Date | null
  rebooted: Generated<boolean>
  cancel_asked_at: Date | null
  verify_after: Date | null
  progress: string | null
  item_count: Generated<number>
  items_done: Generated<number>
  items_failed: Generated<number>
  deferrals: Generated<number>
  waits: Generated<boolean>
}

export interface TaskEventTable {
  asset_id: number
  task: string
  n: number
  subscription_id: number
  sha256: Bytes
  kind: string
  at: Date | null
  text: string
  received_at: Date
  orphan: Generated<boolean>
  conflict: string | null
}

export interface TotpTable {
  person_id: number
  secret: Bytes
  created_at: Date
  confirmed_at: Date | null
  last_step: Generated<number>
}

export interface UsedNonceTable {
  nonce: Bytes
  used_at: Date
}

export interface ValueKeptTable {
  set_id: number
  best: number
  folded: string
  value: string
  n: number
  subscription_id: number
}

export interface ValueSetTable {
  id: GeneratedAlways<number>
  subscription_id: number
  scope: string
  entity: string
  token: string
  scope_print: string | null
  is_kept: Generated<boolean>
  due_at: Date
  asked_at: Date
}

export interface DB {
  activation_key: ActivationKeyTable
  activation_key_tag: ActivationKeyTagTable
  advisory: AdvisoryTable
  agent_line: AgentLineTable
  agent_notice: AgentNoticeTable
  api_key: ApiKeyTable
  api_key_token: ApiKeyTokenTable
  assessment_profile: AssessmentProfileTable
  assessment_profile_tag: AssessmentProfileTagTable
  asset: AssetTable
  asset_advisory: AssetAdvisoryTable
  asset_interface: AssetInterfaceTable
  asset_package: AssetPackageTable
  asset_profile: AssetProfileTable
  asset_restart: AssetRestartTable
  asset_section: AssetSectionTable
  asset_tag: AssetTagTable
  asset_tag_change: AssetTagChangeTable
  asset_update: AssetUpdateTable
  asset_weigh: AssetWeighTable
  audit: AuditTable
  audit_head: AuditHeadTable
  audit_seal: AuditSealTable
  bundle: BundleTable
  bundle_key: BundleKeyTable
  catalog_change: CatalogChangeTable
  catalog_due: CatalogDueTable
  catalog_fact: CatalogFactTable
  catalog_followed: CatalogFollowedTable
  catalog_part: CatalogPartTable
  catalog_staged: CatalogStagedTable
  configuration_profile: ConfigurationProfileTable
  configuration_profile_tag: ConfigurationProfileTagTable
  cve: CveTable
  cve_cwe: CveCweTable
  device_login: DeviceLoginTable
  door_key: DoorKeyTable
  feed_document: FeedDocumentTable
  feed_lease: FeedLeaseTable
  feed_source: FeedSourceTable
  finding: FindingTable
  finding_history: FindingHistoryTable
  finding_moved: FindingMovedTable
  finding_sum: FindingSumTable
  idempotency_key: IdempotencyKeyTable
  identity_link: IdentityLinkTable
  identity_provider: IdentityProviderTable
  identity_provider_door: IdentityProviderDoorTable
  identity_request: IdentityRequestTable
  installation: InstallationTable
  item: ItemTable
  job: JobTable
  job_co_author: JobCoAuthorTable
  job_spec: JobSpecTable
  job_tag: JobTagTable
  known_browser: KnownBrowserTable
  licence_change: LicenceChangeTable
  licence_tag: LicenceTagTable
  lifecycle: LifecycleTable
  membership: MembershipTable
  membership_tag: MembershipTagTable
  one_time_token: OneTimeTokenTable
  package_update: PackageUpdateTable
  package_version: PackageVersionTable
  passkey: PasskeyTable
  passkey_challenge: PasskeyChallengeTable
  patch: PatchTable
  patch_advisory: PatchAdvisoryTable
  patch_count: PatchCountTable
  patch_count_delta: PatchCountDeltaTable
  patch_cve: PatchCveTable
  patch_detail: PatchDetailTable
  patch_edge: PatchEdgeTable
  patch_label: PatchLabelTable
  patch_rule: PatchRuleTable
  patch_twin: PatchTwinTable
  person: PersonTable
  planning_rule: PlanningRuleTable
  program: ProgramTable
  program_mapping: ProgramMappingTable
  recent_search: RecentSearchTable
  recovery_code: RecoveryCodeTable
  root_metadata: RootMetadataTable
  run: RunTable
  run_left_out: RunLeftOutTable
  run_member: RunMemberTable
  saved_search: SavedSearchTable
  session: SessionTable
  sign_in_rules: SignInRulesTable
  sign_in_step: SignInStepTable
  sign_in_try: SignInTryTable
  subscription: SubscriptionTable
  tag: TagTable
  tag_above: TagAboveTable
  tag_favourite: TagFavouriteTable
  task: TaskTable
  task_event: TaskEventTable
  totp: TotpTable
  used_nonce: UsedNonceTable
  value_kept: ValueKeptTable
  value_set: ValueSetTable
}
