-- Runs that follow the clock (docs/jobs.md, "How a run is planned"): named by their local time, made ahead, planned in steps, each step a
-- transaction that says where it ended. A run is `due` until its plan is whole; only then agents hear of its tasks.
alter table run add column nominal text;
alter table run add column first_at timestamptz;
alter table run add column last_at timestamptz;
alter table run add column plan_at timestamptz;
-- What is to be done next, from which asset on; null: nothing.
alter table run add column stage text check (stage in ('members', 'patches', 'tasks', 'tell'));
alter table run add column cursor bigint not null default 0;
-- Patches of the plan that some asset of the run has or misses.
alter table run add column patches_found int[] not null default '{}';
-- Why it is in its state when no person put it there, and what else there is to say of it.
alter table run add column reason text;
alter table run add column detail text;
alter table run drop constraint run_job_id_spec_version_nominal_at_key;
create unique index run_unnamed on run (job_id, spec_version, nominal_at) where nominal is null;
-- A run of the clock is there once. One that was cancelled because the job changed makes room for that of the changed job.
create unique index run_named on run (job_id, nominal) where nominal is not null and state <> 'cancelled';
drop index run_open;
create index run_open on run (subscription_id, state, plan_at) where state in ('due', 'planned', 'active');

-- Up to when runs were made and by which version of the spec, and when to look again.
alter table job add column runs_to timestamptz;
alter table job add column runs_version int;
alter table job add column look_at timestamptz;
create index job_look on job (subscription_id, look_at) where state = 'enabled' and schedule_type not in ('onDemand', 'none');
alter table job drop constraint job_state_reason_check;
alter table job add constraint job_state_reason_check check (state_reason in ('licence_ended', 'emergency_stop'));

-- Who brought each asset into a run, and why those that take no part do not. Written once, before the run begins.
create table run_member (
  run_id        bigint not null references run (id),
  asset_id      bigint not null,
  subscription_id int not null,
  chosen_by     text not null check (chosen_by in ('tag', 'hand')),
  reason        text,
  primary key (run_id, asset_id)
);

-- What the rule says, in words.
alter table run_left_out add column detail text not null default '';

-- Not sent yet: so many of the run work already.
alter table task add column waits boolean not null default false;

-- What people say about patches to every job: never, no further than, not before (packages/domain/src/jobs/choose/patch-rule.ts).
create table planning_rule (
  id            int primary key generated always as identity,
  subscription_id int not null,
  public_id     uuid not null unique,
  name          text not null,
  name_folded   text not null,
  kind          text not null check (kind in ('block', 'pin', 'minAge')),
  target        text not null check (target in ('patch', 'product', 'query', 'all')),
  value         text not null,
  value_folded  text not null,
  min_age_days  int not null default 0,
  reason        text not null,
  tags          uuid[] not null default '{}',
  created_by    bigint not null,
  created_by_name text not null,
  created_at    timestamptz not null,
  ends_at       timestamptz,
  ended_by_name text
);
create index planning_rule_name on planning_rule (subscription_id, name_folded, id);

do $$
declare t text;
begin
  foreach t in array array['run_member', 'planning_rule'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy wall on %I using (subscription_id = (select app_subscription())) '
      'with check (subscription_id = (select app_subscription()))', t);
  end loop;
end $$;
