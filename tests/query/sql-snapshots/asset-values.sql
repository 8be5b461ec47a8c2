-- values of tags.name in a scope
select d.value, count(*) as n
from (select distinct a.asset_id as id, tg.name as value
from asset a
left join agent_line l on l.asset_id = a.asset_id
and l.subscription_id = $1
left join activation_key ak on ak.id = a.activation_key_id
and ak.subscription_id = $2
join asset_tag tx
join tag_above tu on tu.tag_id = tx.tag_id
join tag tg on tg.id = tu.above_id on tx.asset_id = a.asset_id
and tx.subscription_id = $3
and tu.subscription_id = $4
and tg.subscription_id = $5
where a.subscription_id = $6
and exists (select 1
from asset_tag st
join tag_above sa on sa.tag_id = st.tag_id
where st.asset_id = a.asset_id
and st.subscription_id = $7
and sa.subscription_id = $8
and sa.above_id = any($9::int[]))
and not exists (select 1
from agent_line u
where u.asset_id = a.asset_id
and u.subscription_id = $10
and u.standing not in ('active', 'quarantined'))
and tg.name <> ''
and tg.name_folded like $11
and true) d
group by 1
order by 2 desc, 1
limit 20;
