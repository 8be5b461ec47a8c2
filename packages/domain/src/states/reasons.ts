/**
 * Why something was left out, failed or ended early: a closed list. Codes travel in the API, in agents' events and in
 * the database; the sentences stand in `docs/errors.md`, which a test keeps equal to this file.
 */
export const skipReasons = {
  asset_not_found: 'The asset does not exist in this subscription, or was removed.',
  asset_excluded: 'The job excludes the asset by hand.',
  asset_tag_excluded: 'The asset carries tags that the job excludes.',
  asset_outside_scope: "The asset carries none of the tags of the job owner's scope.",
  asset_unlicensed: 'The asset holds no licence; it is scanned, never patched.',
  asset_paused: 'The asset is paused until the date shown.',
  asset_not_activated: 'Patching is not activated for the asset.',
  needs_owner: 'The owner of the job is disabled or no longer of this subscription; the job needs an owner.',
  dry_run: 'Only a dry run: nothing was to be installed.',
  asset_not_active: 'The agent is not active: it is pending, quarantined, rejected or revoked.',
  asset_never_scanned: 'The asset has not been scanned, so nothing is known to be missing there.',
  asset_other_platform: 'The job is for another platform.',
  patch_not_found: 'The patch does not exist in this subscription.',
  patch_not_missing: 'The asset does not miss this patch.',
  patch_held: "The host's package manager holds the package back (hold, pin or phased update).",
  patch_unauthenticated: 'The only repository that offers it is not authenticated by the host.',
  patch_deprecated: 'The patch is deprecated.',
  patch_superseded: 'A newer patch of the same product replaced it.',
  patch_other_platform: 'The patch is for another platform than the job.',
  patch_blocked: 'A rule of the subscription blocks the patch; the rule and its reason are named.',
  patch_pinned: 'A rule of the subscription pins the product to another version; the rule and its reason are named.',
  patch_too_young: 'The patch has not been published for as many days as the job or a rule of the subscription asks.',
  patch_over_limit: 'More patches match than a run can have; the newest are in it.',
  patch_one_way: 'The asset cannot take the patch back: nothing was kept for it, or the reason that is named.',
  patch_too_large: 'The patch has more packages on this asset than one item may carry.',
  nothing_to_do: 'None of the chosen patches is missing on this asset.',
  stopped_after_failure: 'An earlier item failed and the job says to stop.',
  cancelled: 'The job was cancelled before this began.',
  emergency_stop: 'Somebody stopped all that had not begun, by the emergency stop.',
  job_changed: 'The job was changed before this run began; the changed job has its own run.',
  job_disabled: 'The job was disabled before this run began.',
  zone_rules_changed: 'The rules of a time zone have changed: the run is planned anew from its local time.',
  run_missed: 'The server was not there, and the time in which the run could begin had passed when it came back.',
  run_replaced:
    'A later run of the same job had begun when the server came back; what this one would have done is in it.',
  job_unplannable: 'What the job asks for cannot be read any more; the mistake is named.',
  subscription_suspended: 'The subscription is suspended.',
  licence_ended: 'The licence of the subscription ended before this began.',
  patching_off: "The asset's configuration profile switches patching off.",
  window_closed: 'The time in which it might begin had passed.',
  actions_not_allowed: "The job has actions, and the agent's own configuration does not allow any.",
  action_not_possible: 'An action of the job is of a kind that agents of this platform cannot carry out.',
  agent_too_old: 'The agent is too old for what the job asks of it; update the agent.',
  rollback_not_allowed:
    "The agent's own configuration does not allow rollbacks (they come with actions), or the agent is too old.",
  job_aborted: 'An action ended the job before this began: it said so (exit code 12), or nobody knows how it ended.',
  action_not_applicable: 'The action said that it does not apply to this asset (exit code 101).',
} as const
export type SkipReason = keyof typeof skipReasons

export const failureReasons = {
  plan_changed: 'The package manager would do more than the plan says; the difference is named.',
  would_remove: 'The package manager would remove packages; they are named. Nothing was changed.',
  would_downgrade: 'The package manager would install an older version; nothing was changed.',
  version_gone: 'The repositories no longer offer the planned version.',
  repository_unauthenticated: 'The version comes from a repository that the host does not authenticate.',
  not_newer: 'The planned version is not newer than the installed one.',
  not_installed: 'The package that should be updated is not installed any more.',
  name_refused: 'A package name, architecture or version is not one the package manager may be given.',
  download_failed: 'A package could not be downloaded or its checksum is wrong.',
  lock_held: "Another program held the package manager's lock until the time was over; it is named.",
  disk_full: 'Not enough free disk space for the download, the installation or the journal.',
  journal_io: "The agent's journal could not be written durably; nothing was begun.",
  install_failed: 'The package manager reported an error; its output is kept.',
  maintainer_script_failed: "A package's own script failed; its output is kept.",
  timed_out: 'The package manager did not finish in time and was stopped.',
  still_missing: 'The installation reported success, but the scan afterwards still finds the patch missing.',
  package_manager_broken: "The package manager's own database is not clean; it needs a person.",
  interrupted: 'The agent or the host stopped in the middle, and the package manager shows the item as not done.',
  reboot_loop: 'The host rebooted three times without progress.',
  refused_by_agent: 'The agent refused the task document; its reason is shown.',
  outcome_unknown: 'Nothing on the host tells whether it happened.',
  action_failed: 'The action reported a failure; its exit code and output are kept.',
  action_timed_out: 'The action did not end within its time limit and was ended with everything that it had started.',
  action_aborted: 'The action ended the job (exit code 12); nothing further began.',
  action_not_started: 'The action could not be started; the reason is kept.',
  reboot_failed: 'The host was asked three times to reboot and did not.',
} as const
export type FailureReason = keyof typeof failureReasons

const sentences = new Map<string, string>(Object.entries({ ...skipReasons, ...failureReasons }))

/** undefined for a code that is not in the lists: agents may report any text. */
export const reasonSentence = (code: string): string | undefined => sentences.get(code)
