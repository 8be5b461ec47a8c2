-- Findings as they were. Counts of a past instant are those of today, less what began since and with what ended since.
drop index finding_missing;
create index finding_missing on finding (subscription_id, patch_id, since) include (asset_id, latest) where status = 1;
drop index finding_missing_asset;
create index finding_missing_asset on finding (subscription_id, asset_id, patch_id) include (latest, since) where status = 1;

-- By when states ended: what is asked of the past is what ended after it.
alter table finding_history drop constraint finding_history_pkey;
alter table finding_history add primary key (asset_id, to_at, patch_id, from_at) include (subscription_id, status);
create index finding_history_patch on finding_history (subscription_id, patch_id, to_at);
-- Rows come in the order of their end, so that what ended last lies together.
create index finding_history_end on finding_history using brin (to_at);
