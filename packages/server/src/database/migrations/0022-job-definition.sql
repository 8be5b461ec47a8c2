-- What a job is, as data (docs/jobs.md). Specs that are there keep their text and digest: tasks carry them, and the audit
-- names them. They are read through features/jobs/job-spec.ts, which knows the form of before.

-- An advisory belongs to nobody until a manager gives it to somebody.
alter table job alter column owner_id drop not null;
alter table job add column description text not null default '';
-- What keeps a draft from running, and the schedule as data: what lists show without reading specs of any size.
alter table job add column missing text[] not null default '{}';
alter table job add column schedule text;

alter table job_tag add column kind text not null default 'include' check (kind in ('include', 'exclude'));
