-- asset: software:(name:`nginx` and version<1.24)
-- page
with ks(id) as materialized (select ap.asset_id
from asset_package ap
where ap.subscription_id = $1
and ap.ids && array(select pv.id
from package_version pv
where pv.subscription_id = $2
and (pv.name = $3
and ((pv.scheme = $4
and pv.version_key < $5::bytea) or (pv.scheme = $6
and pv.version_key < $7::bytea) or (pv.scheme = $8
and pv.version_key < $9::bytea) or (pv.scheme = $10
and pv.version_key < $11::bytea) or (pv.scheme = $12
and pv.version_key < $13::bytea)))))
select w.id, w.sort_key
from ((select a.asset_id as id, a.name_folded as sort_key
from asset a
left join agent_line l on l.asset_id = a.asset_id
and l.subscription_id = $14
left join activation_key ak on ak.id = a.activation_key_id
and ak.subscription_id = $15
where a.subscription_id = $16
and not exists (select 1
from agent_line u
where u.asset_id = a.asset_id
and u.subscription_id = $17
and (u.standing not in ('active', 'quarantined') or u.deactivated_at is not null))
and (a.name_folded, a.asset_id) > ($18::text, $19::bigint)
and (select count(*)
from (select 1
from ks
limit $20::bigint) k) <= $21::bigint
and a.asset_id = any(array(select ks.id
from ks))
order by a.name_folded asc, a.asset_id asc
limit $22::bigint)
union all (select a.asset_id as id, a.name_folded as sort_key
from asset a
left join agent_line l on l.asset_id = a.asset_id
and l.subscription_id = $23
left join activation_key ak on ak.id = a.activation_key_id
and ak.subscription_id = $24
where a.subscription_id = $25
and not exists (select 1
from agent_line u
where u.asset_id = a.asset_id
and u.subscription_id = $26
and (u.standing not in ('active', 'quarantined') or u.deactivated_at is not null))
and (a.name_folded, a.asset_id) > ($27::text, $28::bigint)
and not ((select count(*)
from (select 1
from ks
limit $29::bigint) k) <= $30::bigint)
and (a.asset_id in (select ks.id
from ks)) is true
order by a.name_folded asc, a.asset_id asc
limit $31::bigint)) w
order by w.sort_key asc, w.id asc
limit $32::bigint;
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
and exists (select 1
from asset_package ap
where ap.asset_id = a.asset_id
and ap.subscription_id = $5
and ap.ids && array(select pv.id
from package_version pv
where pv.subscription_id = $6
and (pv.name = $7
and ((pv.scheme = $8
and pv.version_key < $9::bytea) or (pv.scheme = $10
and pv.version_key < $11::bytea) or (pv.scheme = $12
and pv.version_key < $13::bytea) or (pv.scheme = $14
and pv.version_key < $15::bytea) or (pv.scheme = $16
and pv.version_key < $17::bytea)))));
