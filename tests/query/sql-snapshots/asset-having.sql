-- asset: name:web*
-- page
with hp as materialized (select p.id as id, coalesce(c.missing, 0) as n
from patch p
left join patch_count c on c.patch_id = p.id
and c.subscription_id = $1
where p.subscription_id in ($2, 0)
and not exists (select 1
from patch_twin tw
where tw.subscription_id = $3
and tw.catalog_id = p.id)
and p.severity = $4)
select w.id, w.sort_key
from ((select a.asset_id as id, a.name_folded as sort_key
from asset a
left join agent_line l on l.asset_id = a.asset_id
and l.subscription_id = $5
left join activation_key ak on ak.id = a.activation_key_id
and ak.subscription_id = $6
where a.subscription_id = $7
and not exists (select 1
from agent_line u
where u.asset_id = a.asset_id
and u.subscription_id = $8
and (u.standing not in ('active', 'quarantined') or u.deactivated_at is not null))
and (a.name_folded, a.asset_id) > ($9::text, $10::bigint)
and a.name_folded like $11
and a.missing_count > 0
and (select coalesce(sum(hp.n), 0)
from hp) < $12::bigint
and a.asset_id = any(array(select hf.asset_id
from finding hf
where hf.subscription_id = $13
and hf.status = 1
and hf.patch_id = any(array(select hp.id
from hp))))
order by a.name_folded asc, a.asset_id asc
limit $14::bigint)
union all (select a.asset_id as id, a.name_folded as sort_key
from asset a
left join agent_line l on l.asset_id = a.asset_id
and l.subscription_id = $15
left join activation_key ak on ak.id = a.activation_key_id
and ak.subscription_id = $16
where a.subscription_id = $17
and not exists (select 1
from agent_line u
where u.asset_id = a.asset_id
and u.subscription_id = $18
and (u.standing not in ('active', 'quarantined') or u.deactivated_at is not null))
and (a.name_folded, a.asset_id) > ($19::text, $20::bigint)
and a.name_folded like $21
and a.missing_count > 0
and (select coalesce(sum(hp.n), 0)
from hp) >= $22::bigint
and exists (select 1
from finding hf
where hf.subscription_id = $23
and hf.status = 1
and hf.asset_id = a.asset_id
and (hf.patch_id in (select hp.id
from hp)) is true offset 0)
order by a.name_folded asc, a.asset_id asc
limit $24::bigint)) w
order by w.sort_key asc, w.id asc
limit $25::bigint;
-- count
with hp as materialized (select p.id as id, coalesce(c.missing, 0) as n
from patch p
left join patch_count c on c.patch_id = p.id
and c.subscription_id = $1
where p.subscription_id in ($2, 0)
and not exists (select 1
from patch_twin tw
where tw.subscription_id = $3
and tw.catalog_id = p.id)
and p.severity = $4)
select sum(w.n)::bigint as n
from (select count(*) as n
from asset a
left join agent_line l on l.asset_id = a.asset_id
and l.subscription_id = $5
left join activation_key ak on ak.id = a.activation_key_id
and ak.subscription_id = $6
where a.subscription_id = $7
and not exists (select 1
from agent_line u
where u.asset_id = a.asset_id
and u.subscription_id = $8
and (u.standing not in ('active', 'quarantined') or u.deactivated_at is not null))
and a.name_folded like $9
and a.missing_count > 0
and (select coalesce(sum(hp.n), 0)
from hp) < $10::bigint
and a.asset_id in (select hf.asset_id
from finding hf
where hf.subscription_id = $11
and hf.status = 1
and hf.patch_id = any(array(select hp.id
from hp)))
union all
select count(*) as n
from asset a
left join agent_line l on l.asset_id = a.asset_id
and l.subscription_id = $12
left join activation_key ak on ak.id = a.activation_key_id
and ak.subscription_id = $13
where a.subscription_id = $14
and not exists (select 1
from agent_line u
where u.asset_id = a.asset_id
and u.subscription_id = $15
and (u.standing not in ('active', 'quarantined') or u.deactivated_at is not null))
and a.name_folded like $16
and a.missing_count > 0
and (select coalesce(sum(hp.n), 0)
from hp) >= $17::bigint
and exists (select 1
from finding hf
where hf.subscription_id = $18
and hf.status = 1
and hf.asset_id = a.asset_id
and (hf.patch_id in (select hp.id
from hp)) is true offset 0)) w;
