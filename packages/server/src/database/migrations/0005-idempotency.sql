-- Requests that are safe to repeat, and keys that were seen where keys do not belong.

-- One request that made something, named by its Idempotency-Key. `digest` tells whether a repetition is the same request. `answer`
-- is null until there is one, and encrypted with a key that only the client's own Idempotency-Key yields: some answers hold a secret
-- that is stored nowhere else.
create table idempotency_key (
  subscription_id int not null,
  person_id     bigint not null,
  key_hash      bytea not null,
  digest        bytea not null,
  begun_at      timestamptz not null,
  expires_at    timestamptz not null,
  answer        bytea,
  primary key (subscription_id, person_id, key_hash)
);
create index idempotency_key_expires on idempotency_key (subscription_id, expires_at);

alter table idempotency_key enable row level security;
alter table idempotency_key force row level security;
create policy wall on idempotency_key
  using (subscription_id = (select app_subscription()))
  with check (subscription_id = (select app_subscription()));

-- First seen in an address, where proxies, logs and browser histories keep it.
alter table api_key add column leaked_at timestamptz;
