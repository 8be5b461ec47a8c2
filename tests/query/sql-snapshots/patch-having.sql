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
and ((p.issued_at, p.id) < ($11::timestamptz, $12::bigint) or p.issued_at is null)
and p.severity = $13
and coalesce(c.missing, 0) > 0
and (select count(*)
from (select 1
from ha
limit $14::bigint) h) <= $15::bigint
and p.id in (select hf.patch_id
from finding hf
where hf.subscription_id = $16
and hf.status = 1
and hf.asset_id = any(array(select ha.id
from ha)))
order by p.issued_at desc nulls last, p.id desc
limit $17::bigint)
union all (select o.id, o.sort_key
from (select p.id as id, p.issued_at as sort_key
from patch p
left join patch_count c on c.patch_id = p.id
and c.subscription_id = $18
where p.subscription_id in ($19, 0)
and ((p.issued_at, p.id) < ($20::timestamptz, $21::bigint) or p.issued_at is null)
and p.severity = $22
and coalesce(c.missing, 0) > 0
and not ((select count(*)
from (select 1
from ha
limit $23::bigint) h) <= $24::bigint)
order by p.issued_at desc nulls last, p.id desc) o
where exists (select 1
from finding hf
where hf.subscription_id = $25
and hf.status = 1
and hf.patch_id = o.id
and (hf.asset_id in (select ha.id
from ha)) is true offset 0)
order by o.sort_key desc nulls last, o.id desc
limit $26::bigint)) w
order by w.sort_key desc nulls last, w.id desc
limit $27::bigint;
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
and p.severity = $11
and coalesce(c.missing, 0) > 0
and (select count(*)
from (select 1
from ha
limit $12::bigint) h) <= $13::bigint
and p.id in (select hf.patch_id
from finding hf
where hf.subscription_id = $14
and hf.status = 1
and hf.asset_id = any(array(select ha.id
from ha)))
union all
select count(*) as n
from patch p
left join patch_count c on c.patch_id = p.id
and c.subscription_id = $15
where p.subscription_id in ($16, 0)
and p.severity = $17
and coalesce(c.missing, 0) > 0
and not ((select count(*)
from (select 1
from ha
limit $18::bigint) h) <= $19::bigint)
and exists (select 1
from finding hf
where hf.subscription_id = $20
and hf.status = 1
and hf.patch_id = p.id
and (hf.asset_id in (select ha.id
from ha)) is true offset 0)) w;
