-- patch: severity:Critical
-- page
with ha as materialized (select a.asset_id as id
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
and exists (select 1
from asset_tag tx
where tx.asset_id = a.asset_id
and tx.subscription_id = $5
and tx.tag_id = any(array(select tu.tag_id
from tag tg
join tag_above tu on tu.above_id = tg.id
where tg.subscription_id = $6
and tu.subscription_id = $7
and tg.name_words like $8))))
select w.id, w.sort_key
from ((select p.id as id, p.issued_at as sort_key
from patch p
left join patch_count c on c.patch_id = p.id
and c.subscription_id = $9
where p.subscription_id in ($10, 0)
and not exists (select 1
from patch_twin tw
where tw.subscription_id = $11
and tw.catalog_id = p.id)
and ((p.issued_at, p.id) < ($12::timestamptz, $13::bigint) or p.issued_at is null)
and p.severity = $14
and coalesce(c.missing, 0) > 0
and (select count(*)
from (select 1
from ha
limit $15::bigint) h) <= $16::bigint
and p.id in (select hf.patch_id
from finding hf
where hf.subscription_id = $17
and hf.status = 1
and hf.asset_id = any(array(select ha.id
from ha)))
order by p.issued_at desc nulls last, p.id desc
limit $18::bigint)
union all (select o.id, o.sort_key
from (select p.id as id, p.issued_at as sort_key
from patch p
left join patch_count c on c.patch_id = p.id
and c.subscription_id = $19
where p.subscription_id in ($20, 0)
and not exists (select 1
from patch_twin tw
where tw.subscription_id = $21
and tw.catalog_id = p.id)
and ((p.issued_at, p.id) < ($22::timestamptz, $23::bigint) or p.issued_at is null)
and p.severity = $24
and coalesce(c.missing, 0) > 0
and not ((select count(*)
from (select 1
from ha
limit $25::bigint) h) <= $26::bigint)
order by p.issued_at desc nulls last, p.id desc) o
where exists (select 1
from finding hf
where hf.subscription_id = $27
and hf.status = 1
and hf.patch_id = o.id
and (hf.asset_id in (select ha.id
from ha)) is true offset 0)
order by o.sort_key desc nulls last, o.id desc
limit $28::bigint)) w
order by w.sort_key desc nulls last, w.id desc
limit $29::bigint;
-- count
with ha as materialized (select a.asset_id as id
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
and exists (select 1
from asset_tag tx
where tx.asset_id = a.asset_id
and tx.subscription_id = $5
and tx.tag_id = any(array(select tu.tag_id
from tag tg
join tag_above tu on tu.above_id = tg.id
where tg.subscription_id = $6
and tu.subscription_id = $7
and tg.name_words like $8))))
select sum(w.n)::bigint as n
from (select count(*) as n
from patch p
left join patch_count c on c.patch_id = p.id
and c.subscription_id = $9
where p.subscription_id in ($10, 0)
and not exists (select 1
from patch_twin tw
where tw.subscription_id = $11
and tw.catalog_id = p.id)
and p.severity = $12
and coalesce(c.missing, 0) > 0
and (select count(*)
from (select 1
from ha
limit $13::bigint) h) <= $14::bigint
and p.id in (select hf.patch_id
from finding hf
where hf.subscription_id = $15
and hf.status = 1
and hf.asset_id = any(array(select ha.id
from ha)))
union all
select count(*) as n
from patch p
left join patch_count c on c.patch_id = p.id
and c.subscription_id = $16
where p.subscription_id in ($17, 0)
and not exists (select 1
from patch_twin tw
where tw.subscription_id = $18
and tw.catalog_id = p.id)
and p.severity = $19
and coalesce(c.missing, 0) > 0
and not ((select count(*)
from (select 1
from ha
limit $20::bigint) h) <= $21::bigint)
and exists (select 1
from finding hf
where hf.subscription_id = $22
and hf.status = 1
and hf.patch_id = p.id
and (hf.asset_id in (select ha.id
from ha)) is true offset 0)) w;
