-- asset: operatingSystem:"Red Hat" and missingPatchCount>0 and not tags.name:frozen
-- page
select a.asset_id as id, a.name_folded as sort_key
from asset a
left join agent_line l on l.asset_id = a.asset_id
and l.subscription_id = $1
left join activation_key ak on ak.id = a.activation_key_id
and ak.subscription_id = $2
where a.subscription_id = $3
and not exists (select 1
from agent_line u
where u.asset_id = a.asset_id
and u.subscription_id = $4
and (u.standing not in ('active', 'quarantined') or u.deactivated_at is not null))
and (a.name_folded, a.asset_id) > ($5::text, $6::bigint)
and (a.os_name_words like $7
and a.missing_count > $8::bigint
and not exists (select 1
from asset_tag tx
where tx.asset_id = a.asset_id
and tx.subscription_id = $9
and tx.tag_id = any(array(select tu.tag_id
from tag tg
join tag_above tu on tu.above_id = tg.id
where tg.subscription_id = $10
and tu.subscription_id = $11
and tg.name_words like $12))))
order by a.name_folded asc, a.asset_id asc
limit $13::bigint;
-- count
select count(*) as n
from asset a
left join agent_line l on l.asset_id = a.asset_id
and l.subscription_id = $1
left join activation_key ak on ak.id = a.activation_key_id
and ak.subscription_id = $2
where a.subscription_id = $3
and not exists (select 1
from agent_line u
where u.asset_id = a.asset_id
and u.subscription_id = $4
and (u.standing not in ('active', 'quarantined') or u.deactivated_at is not null))
and (a.os_name_words like $5
and a.missing_count > $6::bigint
and not exists (select 1
from asset_tag tx
where tx.asset_id = a.asset_id
and tx.subscription_id = $7
and tx.tag_id = any(array(select tu.tag_id
from tag tg
join tag_above tu on tu.above_id = tg.id
where tg.subscription_id = $8
and tu.subscription_id = $9
and tg.name_words like $10))));
